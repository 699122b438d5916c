import type { HandoffCard } from '@/server/domain/handoff/handoff.schema';
import { alsoRefusedBy, type Blocker, type Move } from './drop-targets';

/* What a refusal rests on, as a list a person can check, and the one step that unlocks it. */

export interface FactLine {
  readonly ok: boolean;
  /** Message under `fact`. */
  readonly key: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** What holds first, so that the list ends in the reason. @param routed whether the workflow has the hop; null where the question does not arise */
export function factLines(blocker: Blocker, card: HandoffCard, routed: boolean | null): FactLine[] {
  const also = alsoRefusedBy(blocker).flatMap((id): FactLine[] => {
    const key = ALSO[id];
    return key === undefined ? [] : [{ ok: false, key, values: {} }];
  });
  return [...linesOf(blocker, card, routed), ...also].toSorted((a, b) => Number(b.ok) - Number(a.ok));
}

function linesOf(blocker: Blocker, card: HandoffCard, routed: boolean | null): FactLine[] {
  const lines: FactLine[] = [];
  const { policyId, facts } = blocker;
  const line = (ok: boolean, key: string, values: FactLine['values'] = {}) => lines.push({ ok, key, values });
  if (routed !== null) line(routed, 'route');
  const checklist = policyId === 'checklist.required';
  if (!checklist && card.requiredTotal > 0)
    line(card.requiredPassed >= card.requiredTotal, 'checklist', {
      passed: card.requiredPassed,
      total: card.requiredTotal,
    });
  if (checklist) {
    const open = number(facts.requiredOpen);
    const done = card.requiredTotal - open;
    if (done > 0) line(true, 'itemsDone', { count: done });
    if (open > 0) line(false, 'itemsOpen', { count: open });
    if (number(facts.evidenceMissing) > 0)
      line(false, 'evidenceMissing', { count: number(facts.evidenceMissing) });
    if (number(facts.ticksStale) > 0) line(false, 'ticksStale', { count: number(facts.ticksStale) });
    return lines;
  }
  const own = OWN[policyId]?.(facts, card);
  if (own) line(false, own.key, own.values);
  else if (lines.every(({ ok }) => ok)) line(false, 'other', { text: blocker.title });
  return lines;
}

/** Further reasons of the same refusal that are told in a line of their own. */
const ALSO: Readonly<Record<string, string>> = {
  'permission.required': 'mayMove',
  'role.required': 'holdsRole',
  'branch.review': 'reviewed',
};

type Own = (facts: Blocker['facts'], card: HandoffCard) => Pick<FactLine, 'key' | 'values'>;

const OWN: Readonly<Record<string, Own>> = {
  'branch.review': (_facts, card) => ({ key: 'review', values: { name: card.giver.name } }),
  'branch.protected': (facts, card) => ({
    key: 'branch',
    values: { branch: text(facts.branch) || (card.branch ?? '') },
  }),
  'duty.self-accept': (_facts, card) => ({ key: 'otherHands', values: { name: card.author.name } }),
  'role.required': (facts) => ({ key: 'role', values: { role: text(facts.role) } }),
  'permission.required': (facts) => ({
    key: 'permission',
    values: { needed: text(facts.needed), held: text(facts.held) },
  }),
  'handoff.held': (_facts, card) => ({ key: 'held', values: { name: card.holder?.name ?? '' } }),
  'handoff.assigned': (_facts, card) => ({ key: 'assigned', values: { name: card.assignee?.name ?? '' } }),
};

export type Unlock =
  /** The panel shows what is open; `items` are keys of checklist items. */
  | { readonly kind: 'items'; readonly items: readonly string[] }
  | { readonly kind: 'move'; readonly move: Move; readonly to: string }
  | { readonly kind: 'open'; readonly by: string | null };

const MOVES = new Map<string, Move>([
  ['handoff.send', 'send'],
  ['handoff.return', 'return'],
  ['handoff.route', 'route'],
]);

/** The first step that unlocks the refused move; `by` names who could, where the reader cannot. */
export function unlockOf(
  blocker: Blocker,
  refused: { readonly move: Move | null; readonly to: string },
): Unlock {
  const items = blocker.next.flatMap(({ action, arguments: given }) =>
    action.startsWith('checklist.') && typeof given.item === 'string' ? [given.item] : [],
  );
  if (items.length > 0) return { kind: 'items', items: [...new Set(items)] };
  for (const { action, arguments: given, by } of blocker.next) {
    const move = MOVES.get(action);
    const to = typeof given.to === 'string' ? given.to : null;
    // The refused move itself is no way out of its refusal.
    if (by === 'you' && move !== undefined && to !== null && !(move === refused.move && to === refused.to))
      return { kind: 'move', move, to };
  }
  const other = blocker.next.find(({ by }) => by !== 'you');
  return { kind: 'open', by: other?.by ?? null };
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
