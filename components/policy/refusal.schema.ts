import { isRecord, listOf, recordOf, textOf } from './wire.schema';

/*
 * Read by hand and not by a schema library: every page carries this file, and the library alone would be a tenth of
 * what a first visit may load.
 */

/** A step that would unlock a refused action; `by` is 'you', a permission such as 'lead', or 'role:<key>'. */
export interface NextStep {
  action: string;
  arguments: Record<string, unknown>;
  by: string;
}

/** What a caller may hand in: a denial as the server sends it. The same shape locks a button before anybody tries. */
export interface DenialView {
  readonly policyId: string;
  readonly builtin?: boolean | undefined;
  readonly title: string;
  readonly why: string;
  readonly facts?: Readonly<Record<string, unknown>> | undefined;
  readonly next?: readonly NextStep[] | undefined;
  readonly override?:
    | { readonly possible: boolean; readonly by: string; readonly action: string }
    | undefined;
}

/** One policy that said no, with nothing left out. */
export interface Denial {
  policyId: string;
  builtin: boolean;
  title: string;
  why: string;
  facts: Record<string, unknown>;
  next: NextStep[];
  override: { possible: boolean; by: string; action: string };
}

export interface ConflictDetails {
  /** The row that is there now; null where the server sent none. */
  readonly current: { readonly version?: number | undefined; readonly state?: string | undefined } | null;
  readonly changed: readonly {
    readonly field: string;
    readonly from?: unknown;
    readonly to?: unknown;
    readonly by?: unknown;
    readonly at?: string | undefined;
  }[];
}

/** Why a call did not do what was asked, told apart by what a person can do about it. */
export type Refusal =
  | { readonly kind: 'denied'; readonly action: string; readonly denials: readonly Denial[] }
  | { readonly kind: 'conflict'; readonly conflict: ConflictDetails }
  | {
      readonly kind: 'other';
      readonly code: string;
      readonly message: string;
      readonly hint: string;
      readonly retryable: boolean;
      readonly issues: readonly string[];
    }
  | { readonly kind: 'offline' };

/**
 * Reads an error of any door by its shape: tRPC puts the body under `data.body`. Anything without a body never reached
 * the server's pipeline, so nothing is known and the same call may be repeated with its key.
 */
export function refusalOf(error: unknown): Refusal {
  const body = bodyOf(error);
  if (body === null) return { kind: 'offline' };
  const { code, message } = body;
  const details = recordOf(body.details);
  if (code === 'POLICY_DENIED') {
    const denials = listOf(details.denials, readDenial);
    if (denials.length > 0) return { kind: 'denied', action: textOf(details.action), denials };
  }
  if (code === 'CONFLICT') return { kind: 'conflict', conflict: readConflict(details) };
  if (typeof details.rule === 'string')
    return { kind: 'denied', action: '', denials: [ruleDenial(message, details.rule, details)] };
  return {
    kind: 'other',
    code,
    message,
    hint: textOf(body.hint),
    retryable: body.retryable === true,
    issues: listOf(details.issues, readIssue),
  };
}

/** The same denial with everything that may be left out filled in. */
export function wholeDenial(denial: DenialView): Denial {
  return {
    ...denial,
    builtin: denial.builtin ?? true,
    facts: { ...denial.facts },
    next: [...(denial.next ?? [])],
    override: denial.override ?? NO_OVERRIDE,
  };
}

const NO_OVERRIDE = { possible: false, by: '', action: '' };

function readDenial(value: unknown): Denial | null {
  if (!isRecord(value) || typeof value.policyId !== 'string') return null;
  const override = recordOf(value.override);
  return {
    policyId: value.policyId,
    builtin: value.builtin !== false,
    title: textOf(value.title),
    why: textOf(value.why),
    facts: recordOf(value.facts),
    next: listOf(value.next, readStep),
    override: {
      possible: override.possible === true,
      by: textOf(override.by),
      action: textOf(override.action),
    },
  };
}

function readStep(value: unknown): NextStep | null {
  if (!isRecord(value) || typeof value.action !== 'string') return null;
  return { action: value.action, arguments: recordOf(value.arguments), by: textOf(value.by) };
}

function readConflict({ current, changed }: Readonly<Record<string, unknown>>): ConflictDetails {
  return {
    current: isRecord(current)
      ? {
          ...current,
          version: typeof current.version === 'number' ? current.version : undefined,
          state: typeof current.state === 'string' ? current.state : undefined,
        }
      : null,
    changed: listOf(changed, (value) =>
      isRecord(value) && typeof value.field === 'string'
        ? {
            field: value.field,
            from: value.from,
            to: value.to,
            by: value.by,
            at: typeof value.at === 'string' ? value.at : undefined,
          }
        : null,
    ),
  };
}

/** What a rule of the domain refused: no policy and no exception, but it has facts and a next step as well. */
function ruleDenial(message: string, policyId: string, details: Readonly<Record<string, unknown>>): Denial {
  const { rule: _, next, ...facts } = details;
  return {
    policyId,
    builtin: true,
    title: message,
    why: '',
    facts,
    next: listOf(next, readStep),
    override: NO_OVERRIDE,
  };
}

/** `path: message`, where the path is a text or its parts. */
function readIssue(value: unknown): string | null {
  if (!isRecord(value) || typeof value.message !== 'string') return null;
  const path = Array.isArray(value.path) ? value.path.join('.') : textOf(value.path);
  return `${path}: ${value.message}`;
}

function bodyOf(error: unknown): { code: string; message: string; [key: string]: unknown } | null {
  const body = recordOf(recordOf(error).data).body;
  if (!isRecord(body) || typeof body.code !== 'string' || typeof body.message !== 'string') return null;
  return { ...body, code: body.code, message: body.message };
}
