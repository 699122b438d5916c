import { domainPacks } from '@/server/domain/pack/domain-packs';
import { packageOf } from '../make-seat';
import type { Field, Known } from './field';
import type { Act, Turn } from './plan';
import type { Seat } from './world';

/** A call as a writer means it; key, ticket and mishap come with the sending. */
export interface Step {
  readonly action: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** A later step of a turn may go by what the earlier ones were answered. */
export type Script = readonly (Step | (() => Step))[];

const STAGES = domainPacks.software.workflow.stages.map(({ key }) => key);
const MOST_OPEN = 40;
const DAY_MS = 86_400_000;

const isOpen = ({ state }: Known) => state !== 'done' && state !== 'cancelled';
const offered = ({ state }: Known) => state === 'offered';

/** Evidence and ticks for every item that somebody may tick at this stage. */
function work(known: Known): Step[] {
  const list = domainPacks.software.workflow.stages.find(({ key }) => key === known.stage)?.checklist;
  const items = domainPacks.software.checklists.find(({ key }) => key === list)?.items ?? [];
  const { label: handoff } = known;
  return items
    .filter(({ required, kind }) => required && kind !== 'auto')
    .flatMap(({ key: item, evidence }) => [
      ...(evidence.min === 0
        ? []
        : [
            {
              action: 'checklist.attachEvidence',
              args: {
                handoff,
                item,
                kind: evidence.kinds[0] ?? 'link',
                label: 'The run',
                url: 'https://example.test/run',
              },
            },
          ]),
      { action: 'checklist.tick', args: { handoff, item } },
    ]);
}

const beside = (stage: string, by: 1 | -1) => STAGES[STAGES.indexOf(stage) + by];

/** One step on a handoff the writer holds, by what it knows of it. */
function onHeld(act: Act, known: Known, text: string): Script {
  const { label: handoff, version: expectedVersion, fence, stage } = known;
  const held = { handoff, expectedVersion, fence };
  const step = (action: string, args: Step['args']): Step[] => [{ action, args }];
  switch (act) {
    case 'heartbeat':
      return step('handoff.heartbeat', { handoff, fence });
    case 'update':
      return step('handoff.update', { ...held, package: { summary: `As of now: ${text}.` } });
    case 'work':
      return work(known);
    case 'send': {
      const to = beside(stage, 1);
      return to === undefined
        ? step('handoff.complete', held)
        : [
            ...work(known),
            () => ({
              action: 'handoff.send',
              args: { handoff, expectedVersion: known.version, fence: known.fence, to },
            }),
          ];
    }
    case 'return': {
      const to = beside(stage, -1);
      return to === undefined ? [] : step('handoff.return', { ...held, to, reason: `Not yet: ${text}` });
    }
    case 'release':
      return step('handoff.release', held);
    case 'ask':
      return step('handoff.ask', { ...held, question: `Which of them? ${text}`, role: 'reviewer' });
    case 'complete':
      return step('handoff.complete', held);
    default:
      return [];
  }
}

const HELD: ReadonlySet<Act> = new Set<Act>([
  'heartbeat',
  'update',
  'work',
  'send',
  'return',
  'release',
  'ask',
  'complete',
]);

/** On a handoff that is in nobody's hand, or in whoever's. */
function onAny(act: Act, seat: Seat, field: Field, { pick }: Turn, text: string): Step[] {
  const find = (fits: (known: Known) => boolean) => field.pick(pick, fits);
  const step = (
    found: Known | undefined,
    action: string,
    args: (known: Known) => Step['args'] = () => ({}),
  ): Step[] => (found === undefined ? [] : [{ action, args: { handoff: found.label, ...args(found) } }]);
  switch (act) {
    case 'claim':
      return step(find(offered), 'handoff.claim');
    case 'answer':
      return step(
        find(({ state }) => state === 'input_required'),
        'handoff.answer',
        () => ({
          answer: `The second: ${text}`,
        }),
      );
    case 'assign':
      return step(find(offered), 'handoff.assign', ({ version }) => ({
        expectedVersion: version,
        assignee: pick % 3 === 0 ? null : seat.name,
      }));
    case 'route':
      return step(find(isOpen), 'handoff.route', ({ version, stage }) => ({
        expectedVersion: version,
        to: beside(stage, pick % 2 === 0 ? 1 : -1) ?? 'build',
        reason: `Elsewhere: ${text}`,
      }));
    case 'cancel':
      return step(
        field.count(isOpen) > MOST_OPEN / 2 ? find(isOpen) : undefined,
        'handoff.cancel',
        (known) => ({
          expectedVersion: known.version,
          reason: `Not wanted: ${text}`,
        }),
      );
    case 'reopen':
      return step(
        find(({ state }) => state === 'done'),
        'handoff.reopen',
        ({ version }) => ({
          expectedVersion: version,
          reason: `Not done: ${text}`,
        }),
      );
    default:
      return step(
        find(() => true),
        'handoff.comment',
        () => ({ body: `Seen: ${text}` }),
      );
  }
}

function besides(act: Act, seat: Seat, field: Field, turn: Turn, text: string): Step[] {
  switch (act) {
    case 'create':
      return field.count(isOpen) >= MOST_OPEN
        ? []
        : [
            {
              action: 'handoff.create',
              args: {
                title: `Work ${text}`,
                package: packageOf(`Limit the retries of the sender: ${text}.`),
              },
            },
          ];
    case 'log':
      return seat.as === 'agent' ? [{ action: 'session.log', args: { text: `Noted: ${text}` } }] : [];
    case 'remember':
      return seat.as === 'agent'
        ? [{ action: 'context.set', args: { key: `note-${turn.pick % 5}`, value: text } }]
        : [];
    case 'recover':
      return seat.as === 'agent' ? [{ action: 'session.recover', args: {} }] : [];
    default:
      return [];
  }
}

/** What a turn comes to, as things stand. Never nothing: who finds nothing to do says something or makes work. */
export function scriptOf(seat: Seat, field: Field, turn: Turn, text: string): Script {
  const { act, pick } = turn;
  const held = HELD.has(act)
    ? field.pick(pick, ({ holderId, state }) => holderId === seat.actorId && state === 'active')
    : undefined;
  const steps = HELD.has(act)
    ? held === undefined
      ? onAny('claim', seat, field, turn, text)
      : onHeld(act, held, text)
    : [...besides(act, seat, field, turn, text)];
  if (steps.length > 0) return steps;
  const other = onAny(act, seat, field, turn, text);
  return other.length > 0 ? other : besides('create', seat, field, turn, text);
}

/** The same with every time in it years off, as of a client whose clock is wrong. */
export function skewed({ action, args }: Step, pick: number): { step: Step; date: Date } {
  const years = (pick % 2 === 0 ? 1 : -1) * (1 + (pick % 30)) * 365;
  const date = new Date(Date.now() + years * DAY_MS);
  const timed = action === 'handoff.create' || action === 'handoff.update';
  return { step: { action, args: timed ? { ...args, dueAt: date.toISOString() } : args }, date };
}
