import type { Denial, NextStep } from './refusal.schema';

/** A fact of a refusal as a row: met, not met, or just told. */
export interface FactRow {
  readonly name: string;
  readonly sign: 'ok' | 'bad' | 'told';
  readonly value: string | number | boolean | readonly string[];
}

/** What a number or a yes/no must be for the fact to speak in favour. Absent: the fact is only told. */
const GOOD: Readonly<Record<string, (value: unknown) => boolean>> = {
  requiredOpen: (value) => value === 0,
  evidenceMissing: (value) => value === 0,
  ticksStale: (value) => value === 0,
  secretsFound: (value) => value === 0,
  packageScore: (value) => value === 5,
  sessionActive: (value) => value === true,
  humanConfirmed: (value) => value === true,
  reviewApproved: (value) => value === true,
  transitionAllowed: (value) => value === true,
};

/** Lists that the steps repeat in words anybody can act on. */
const IN_STEPS: ReadonlySet<string> = new Set(['openItems', 'items', 'inputSchema', 'fence']);

/** The facts of a refusal, what is met before what is not, so that the list ends in the reason. */
export function factRows(facts: Denial['facts']): readonly FactRow[] {
  const rows = Object.entries(facts).flatMap(([name, value]): FactRow[] => {
    const shown = shownValue(value);
    if (IN_STEPS.has(name) || shown === null) return [];
    const good = GOOD[name];
    return [{ name, value: shown, sign: good === undefined ? 'told' : good(value) ? 'ok' : 'bad' }];
  });
  const rank = { told: 0, ok: 1, bad: 2 } as const;
  return rows.toSorted((a, b) => rank[a.sign] - rank[b.sign]);
}

/** Texts, numbers, lists of keys, and actors by their name; nothing nested. */
function shownValue(value: unknown): FactRow['value'] | null {
  if (typeof value === 'string') return value === '' ? null : value;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) {
    const texts = value.filter((one) => typeof one === 'string');
    return texts.length > 0 && texts.length === value.length ? texts : null;
  }
  if (typeof value !== 'object' || value === null || !('name' in value)) return null;
  return typeof value.name === 'string' ? value.name : null;
}

/** What the reader is, as far as it is known: decides which step is a button. */
export interface Reader {
  readonly permission: string;
  readonly roles: readonly string[];
}

const RANK = ['viewer', 'member', 'lead', 'admin'];

export function mayTake(step: Pick<NextStep, 'by'>, reader: Reader | null): boolean {
  if (step.by === 'you' || step.by === '') return true;
  if (reader === null) return false;
  if (step.by.startsWith('role:')) return reader.roles.includes(step.by.slice('role:'.length));
  const needed = RANK.indexOf(step.by);
  return needed >= 0 && RANK.indexOf(reader.permission) >= needed;
}

/** The one step that becomes the primary button: the first the reader may take; null where others have to act. */
export function primaryStep(denials: readonly Denial[], reader: Reader | null): NextStep | null {
  return denials.flatMap(({ next }) => next).find((step) => mayTake(step, reader)) ?? null;
}

/** Steps for others, once each: whom to ask. */
export function stepsOfOthers(denials: readonly Denial[], reader: Reader | null): readonly NextStep[] {
  const seen = new Set<string>();
  return denials
    .flatMap(({ next }) => next)
    .filter((step) => {
      const id = `${step.by} ${step.action}`;
      if (mayTake(step, reader) || seen.has(id)) return false;
      seen.add(id);
      return true;
    });
}
