import { type Denial, refusalOf } from '@/components/policy/refusal.schema';
import type { HandoffCard } from '@/server/domain/handoff/handoff.schema';

/* What a refused move, create or comment is to the board: the shared reading of a refusal, and the card it names. */

export interface Changed {
  /** The event that changed it, such as handoff.claimed. */
  readonly field: string;
  readonly by: string;
  readonly at: string | null;
}

export type Failure =
  | { readonly kind: 'denied'; readonly denial: Omit<Denial, 'builtin'> }
  /** The workflow has no such hop; said without asking the server. */
  | { readonly kind: 'no-route' }
  | { readonly kind: 'conflict'; readonly current: HandoffCard | null; readonly changed: readonly Changed[] }
  | {
      readonly kind: 'refused';
      readonly message: string;
      readonly hint: string;
      readonly retryable: boolean;
      /** Fields that the server would not take, by name. */
      readonly fields: Readonly<Record<string, string>>;
    }
  /** No answer at all: the same call with the same key can be made again. */
  | { readonly kind: 'silent' };

/** @param error whatever a call was rejected with */
export function readFailure(error: unknown): Failure {
  const refusal = refusalOf(error);
  switch (refusal.kind) {
    case 'denied': {
      const [denial] = refusal.denials;
      return denial === undefined ? { kind: 'silent' } : { kind: 'denied', denial };
    }
    case 'conflict': {
      return {
        kind: 'conflict',
        current: isCard(refusal.conflict.current) ? refusal.conflict.current : null,
        changed: refusal.conflict.changed.map(({ field, by, at }) => ({
          field,
          by: typeof by === 'string' ? by : '',
          at: at ?? null,
        })),
      };
    }
    case 'other': {
      const { message, hint, retryable, issues } = refusal;
      return { kind: 'refused', message, hint, retryable, fields: fieldsOf(issues) };
    }
    case 'offline':
      return { kind: 'silent' };
  }
}

/** Conflicts of other things, such as a checklist item, carry no card. */
function isCard(value: unknown): value is HandoffCard {
  return (
    typeof value === 'object' &&
    value !== null &&
    'handoff' in value &&
    'version' in value &&
    'stage' in value
  );
}

/** Issues read `title: Too long`. */
function fieldsOf(issues: readonly string[]): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const issue of issues) {
    const colon = issue.indexOf(': ');
    const name = issue.slice(0, colon).replace(/^arguments\./, '');
    if (colon > 0) fields[name] ??= issue.slice(colon + 2);
  }
  return fields;
}
