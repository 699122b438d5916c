import type { ErrorCode } from '../errors';
import type { EventDraft } from '../events/catalogue';

export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/** Tables a change may write. The event log is written through `events` alone. */
export type Table =
  | 'user'
  | 'one_time_link'
  | 'linked_account'
  | 'invitation'
  | 'project'
  | 'actor'
  | 'actor_role'
  | 'agent_token'
  | 'handoff'
  | 'stage'
  | 'transfer'
  | 'comment'
  | 'question'
  | 'nudge'
  | 'mention'
  | 'checklist'
  | 'checklist_item'
  | 'evidence'
  | 'blob'
  | 'session'
  | 'session_entry'
  | 'session_recovery'
  | 'context_entry'
  | 'override'
  | 'timer'
  | 'project_tombstone'
  | 'plan'
  | 'plan_phase'
  | 'plan_item'
  | 'plan_link';

/** Of no project: their rows are found by their own key alone. */
export const GLOBAL_TABLES: ReadonlySet<string> = new Set<Table>(['user', 'one_time_link', 'linked_account']);

/** Tells a computed column from a stored value that looks like one. Shared by every copy of this module. */
const COMPUTED: unique symbol = Symbol.for('llmgenie.computed');

/** One byte of a stored file: where it stands, from 0, and what it becomes. */
export interface ByteChange {
  readonly at: number;
  readonly value: number;
}

/** What is mailed about a change; the texts belong to the mail. `secret` opens a one-time link. */
export interface Letter {
  readonly kind: 'invite' | 'reset' | 'set-up';
  readonly to: string;
  readonly language: 'en' | 'ru';
  readonly secret: string;
  /** Name of the project and of who asks into it. */
  readonly project?: string;
  readonly by?: string;
}

/** Computed by the database inside the commit; its clock decides, never ours. */
export type Computed = { readonly [COMPUTED]: true } & (
  | { readonly kind: 'now' }
  | { readonly kind: 'nowPlus'; readonly seconds: number }
  | { readonly kind: 'plus'; readonly amount: number }
  | { readonly kind: 'bytes' | 'digest'; readonly column: string; readonly bytes: readonly ByteChange[] }
);
export const now: Computed = { [COMPUTED]: true, kind: 'now' };
export const nowPlus = (seconds: number): Computed => ({ [COMPUTED]: true, kind: 'nowPlus', seconds });
export const plus = (amount: number): Computed => ({ [COMPUTED]: true, kind: 'plus', amount });
/** The bytes of a column with some of them changed, and their SHA-256 in hex: nobody has to fetch the file for it. */
export const withBytes = (column: string, bytes: readonly ByteChange[]): Computed => ({
  [COMPUTED]: true,
  kind: 'bytes',
  column,
  bytes,
});
export const digestWith = (column: string, bytes: readonly ByteChange[]): Computed => ({
  [COMPUTED]: true,
  kind: 'digest',
  column,
  bytes,
});
export const isComputed = (value: unknown): value is Computed =>
  typeof value === 'object' && value !== null && COMPUTED in value;

/** A precondition beyond equality. */
export type Check =
  | { readonly check: 'afterNow' }
  | { readonly check: 'notAfterNow' }
  | { readonly check: 'belowLimit'; readonly limit: string };

/** Why a commit missed; `rules` and `version` lead to another try, the others to a refusal. */
export type MissCause = 'rules' | 'version' | 'override' | 'wip';

/** Exactly one row must match key and expectation, else the whole change is undone. Columns are snake_case. */
export interface Update {
  readonly table: Table;
  readonly key: Readonly<Record<string, Json>>;
  readonly expect?: Readonly<Record<string, Json | Check>>;
  readonly set: Readonly<Record<string, Json | Computed | undefined>>;
  readonly miss?: MissCause;
}

export interface Insert {
  readonly table: Table;
  /** All rows name the same columns. */
  readonly rows: readonly Readonly<Record<string, Json>>[];
  /** The same for every row. */
  readonly computed?: Readonly<Record<string, Computed>>;
  /** A timer replaces the earlier one of its subject; a context entry its earlier value. */
  readonly replace?: { readonly conflict: readonly string[]; readonly set: readonly string[] };
}

/** A whole project made in the commit of another one; its log begins with `events`. */
export interface Founding {
  readonly id: string;
  /** Of its log; see cursor.ts. */
  readonly epoch: string;
  /** Columns of its row but the id. */
  readonly project: Readonly<Record<string, Json>>;
  readonly inserts: readonly (Omit<Insert, 'table' | 'replace'> & { readonly table: FoundingTable })[];
  readonly events: readonly EventDraft[];
}
/** Tables that a project starts with. */
export type FoundingTable =
  | 'actor'
  | 'actor_role'
  | 'role'
  | 'workflow_version'
  | 'stage'
  | 'route'
  | 'checklist_template'
  | 'context_entry';

export interface Delete {
  readonly table:
    | 'timer'
    | 'mention'
    | 'actor_role'
    | 'plan'
    | 'plan_phase'
    | 'plan_item'
    | 'plan_link'
    | 'linked_account';
  readonly key: Readonly<Record<string, Json>>;
}

/** What a rule decided, as data; one commit writes all of it or nothing. */
export interface Change<Result = unknown> {
  readonly kind: 'change';
  readonly updates?: readonly Update[];
  readonly inserts?: readonly Insert[];
  readonly deletes?: readonly Delete[];
  readonly founds?: Founding;
  readonly events: readonly EventDraft[];
  /** Told in the logs of other projects as well: what the instance did to people who are members there. */
  readonly elsewhere?: readonly { readonly projectId: string; readonly events: readonly EventDraft[] }[];
  /** Newest event its facts knew of. Given where rows that appeared since would be missed; then it is judged again. */
  readonly atSeq?: number;
  readonly result: Result;
  /** Sent once the commit stands; where no mail is set up, nowhere. */
  readonly letter?: Letter;
  /** Merged into the first answer only and kept nowhere: a secret shown once. */
  readonly once?: Readonly<Record<string, string>>;
  /** Columns only the database knows, merged into the result: such as the short number. */
  readonly returning?: Returning | readonly Returning[];
}

/** A column of the first row inserted into a table, or else of the first one updated. */
export interface Returning {
  readonly table: Table;
  readonly column: string;
  readonly as: string;
  readonly prefix?: string;
}

/** What is not meaningful now; no override helps. */
export interface Refusal {
  readonly kind: 'refusal';
  readonly code: ErrorCode;
  /** Stable id of the rule, such as handoff.held. */
  readonly rule: string;
  /** From code only, never stored text. */
  readonly message: string;
  readonly details: Readonly<Record<string, Json>>;
  readonly next: readonly {
    readonly action: string;
    readonly arguments: Record<string, unknown>;
    readonly by: string;
  }[];
}

export function refuse(
  rule: string,
  message: string,
  options: { code?: ErrorCode; details?: Record<string, Json>; next?: Refusal['next'] } = {},
): Refusal {
  return {
    kind: 'refusal',
    code: options.code ?? 'RULE_REFUSED',
    rule,
    message,
    details: options.details ?? {},
    next: options.next ?? [],
  };
}
