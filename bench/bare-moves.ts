// The baseline: the same two statements of a move with nothing around them. No schema, no scan, no policy, no rule;
// their texts and most of their values are made once, by the very code that the pipeline runs.

import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import type { Facts } from '@/server/actions/action';
import { compileCommit, statementName } from '@/server/actions/commit';
import { type BaseFacts, factsStatement } from '@/server/actions/facts';
import { render, type Sql } from '@/server/actions/sql';
import { withClient } from '@/server/db/pool';
import type { HandoffFacts } from '@/server/domain/handoff/handoff-facts';
import { registry } from '@/server/registry';
import { STILL_ENV } from '../server/actions/judge-rule';
import type { Seat } from './make-seat';
import type { Move, MoveResult } from './moves';

/** Stand-ins that are found again among the values of a statement; numbers as any other text. */
const MARK = {
  project: '00000000-0000-4000-8000-0000000000a1',
  actor: '00000000-0000-4000-8000-0000000000a2',
  session: '00000000-0000-4000-8000-0000000000a3',
  handoff: '00000000-0000-4000-8000-0000000000a4',
  fresh: '00000000-0000-4000-8000-0000000000a5',
  workflow: '00000000-0000-4000-8000-0000000000a6',
  actorName: 'mark-actor-name',
  text: 'mark-text',
  key: 'mark-key-of-request',
  number: '700000001',
  version: '700000002',
  versionAfter: '700000003',
  fence: '700000004',
  fenceAfter: '700000005',
  epoch: '700000006',
} as const;
type Slot = keyof typeof MARK;
type Fill = Record<Slot, string>;

const LABEL = `LG-${MARK.number}`;
const HASH = 'b'.repeat(64);

interface Template {
  readonly name: string;
  readonly text: string;
  values(fill: Fill, secretHash: Buffer): unknown[];
}

function template(statement: Sql): Template {
  const { text, values } = render(statement);
  const slots = Object.keys(MARK) as Slot[];
  const pattern = new RegExp(`(${slots.map((slot) => MARK[slot]).join('|')})`);
  const slotOf = new Map<string, Slot>(slots.map((slot) => [MARK[slot], slot]));
  const makers = values.map((value) => {
    if (Buffer.isBuffer(value)) return (_: Fill, secretHash: Buffer) => secretHash;
    if (typeof value !== 'string' && typeof value !== 'number') return () => value;
    // Every second piece is a mark, for the pattern captures it.
    const pieces = String(value).split(pattern);
    if (pieces.length === 1) return () => value;
    const parts = pieces.map((piece) => slotOf.get(piece) ?? { constant: piece });
    return (fill: Fill) => {
      let made = '';
      for (const part of parts) made += typeof part === 'string' ? fill[part] : part.constant;
      return made;
    };
  });
  return {
    name: statementName(text),
    text,
    values: (fill, secretHash) => makers.map((make) => make(fill, secretHash)),
  };
}

type Found = Facts<HandoffFacts> & {
  project: NonNullable<BaseFacts['project']>;
  actor: NonNullable<BaseFacts['actor']>;
};

/** Facts as the database gave them, with marks where one call differs from another. */
function marked(facts: Found, held: boolean): Facts<HandoffFacts> {
  const { handoff } = facts.own;
  if (handoff === null) throw new Error('the sample handoff is gone');
  const actor = { ...facts.actor, id: MARK.actor, name: MARK.actorName };
  const holder = { id: MARK.actor, kind: actor.kind, name: actor.name, owner: null };
  return {
    ...facts,
    project: { ...facts.project, id: MARK.project, rulesEpoch: Number(MARK.epoch) },
    actor,
    session: facts.session && { ...facts.session, id: MARK.session },
    own: {
      ...facts.own,
      conflict: null,
      handoff: {
        ...handoff,
        id: MARK.handoff,
        versionId: MARK.workflow,
        number: Number(MARK.number),
        version: Number(MARK.version),
        fence: Number(MARK.fence),
        author: { ...handoff.author, id: MARK.actor },
        holder: held ? holder : null,
        state: held ? 'active' : 'offered',
      },
    },
  };
}

const INPUTS: Record<Move['action'], object> = {
  'handoff.comment': { body: MARK.text },
  'handoff.update': { expectedVersion: Number(MARK.version), package: { summary: MARK.text } },
  'handoff.claim': {},
  'handoff.release': { expectedVersion: Number(MARK.version), fence: Number(MARK.fence) },
};

/** Numbers that follow from others are marked as such: a claim's new fence is in its event and its timer. */
function following(statement: Sql): Sql {
  const next = (text: string) =>
    text
      .replaceAll(String(Number(MARK.version) + 1), MARK.versionAfter)
      .replaceAll(String(Number(MARK.fence) + 1), MARK.fenceAfter);
  return {
    ...statement,
    values: statement.values.map((value) => (typeof value === 'string' ? next(value) : value)),
  };
}

type Sample = Pick<Seat, 'secretHash' | 'handoffs'>;

async function prepare(pool: pg.Pool, sample: Sample, action: Move['action'], policySet: string) {
  const definition = registry.actions.get(action);
  const handoff = sample.handoffs[0];
  if (!definition || handoff === undefined) throw new Error(`nothing to prepare ${action} with`);
  const credential = { kind: 'token', secretHash: sample.secretHash } as const;
  const inputFor = (label: string) => definition.input.parse({ handoff: label, ...INPUTS[action] });
  const probe = render(factsStatement(credential, null, null, definition.facts(inputFor(handoff))));
  const { rows } = await withClient(pool, (client) => client.query<{ facts: Found }>(probe));
  const facts = rows[0]?.facts;
  if (!facts) throw new Error('the facts statement answered no row');

  const input = inputFor(LABEL);
  const change = definition.rule(marked(facts, action === 'handoff.release'), input, {
    ...STILL_ENV,
    newId: () => MARK.fresh,
  });
  if (change.kind === 'refusal') throw new Error(`${action} would be refused: ${change.message}`);
  const commit = compileCommit(change, {
    projectId: MARK.project,
    rulesEpoch: Number(MARK.epoch),
    actor: { id: MARK.actor, kind: facts.actor.kind, name: MARK.actorName },
    sessionId: MARK.session,
    action,
    policySet,
    causedBy: null,
    idempotency: { key: MARK.key, requestHash: HASH },
    overrides: [],
  });
  return {
    facts: template(factsStatement(credential, null, MARK.key, definition.facts(input))),
    commit: template(following(commit)),
  };
}

function fill(facts: Found, move: Move): Fill {
  const { project, actor, session, own } = facts;
  const { handoff } = own;
  if (handoff === null) throw new Error('the handoff is gone');
  const { body, package: parts } = move.arguments;
  return {
    project: project.id,
    actor: actor.id,
    actorName: actor.name,
    session: session?.id ?? '',
    handoff: handoff.id,
    fresh: uuid(),
    workflow: handoff.versionId,
    text: String(body ?? Object(parts).summary),
    key: move.idempotencyKey,
    number: String(handoff.number),
    version: String(handoff.version),
    versionAfter: String(handoff.version + 1),
    fence: String(handoff.fence),
    fenceAfter: String(handoff.fence + 1),
    epoch: String(project.rulesEpoch),
  };
}

/** What the facts statement itself needs to know. */
const asked = (move: Move): Fill => ({
  ...MARK,
  key: move.idempotencyKey,
  number: move.arguments.handoff.slice('LG-'.length),
  version: String(move.arguments.expectedVersion ?? ''),
});

export interface BareMoves {
  /** Both statements on one connection; throws where either fails. */
  perform(secretHash: Buffer, move: Move): Promise<{ result: MoveResult; eventSeq: number }>;
}

export async function prepareBareMoves(
  pool: pg.Pool,
  /** A living agent and a handoff it made. */
  sample: Sample,
  actions: readonly Move['action'][],
): Promise<BareMoves> {
  // As long as a real one: it is stored with every event.
  const policySet = 'a'.repeat(64);
  const prepared = new Map<string, Awaited<ReturnType<typeof prepare>>>();
  for (const action of actions) prepared.set(action, await prepare(pool, sample, action, policySet));
  return {
    async perform(secretHash, move) {
      const templates = prepared.get(move.action);
      if (!templates) throw new Error(`${move.action} was not prepared`);
      const { facts, commit } = templates;
      return withClient(pool, async (client) => {
        const read = await client.query<{ facts: Found }>({
          name: facts.name,
          text: facts.text,
          values: facts.values(asked(move), secretHash),
        });
        const found = read.rows[0]?.facts;
        if (!found) throw new Error('the facts statement answered no row');
        const written = await client.query<{ result: { result: MoveResult; eventSeq: number } }>({
          name: commit.name,
          text: commit.text,
          values: commit.values(fill(found, move), secretHash),
        });
        const row = written.rows[0];
        if (!row) throw new Error('the commit answered no row');
        return row.result;
      });
    },
  };
}
