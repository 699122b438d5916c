import * as z from 'zod/mini';

/** A step that would unlock a refused action; `by` is 'you', a permission such as 'lead', or 'role:<key>'. */
export const NextStep = z.object({
  action: z.string(),
  arguments: z.record(z.string(), z.unknown()),
  by: z.string(),
});
export type NextStep = z.infer<typeof NextStep>;

/** One policy that said no. The same shape locks a button before anybody tries. */
export const Denial = z.object({
  policyId: z.string(),
  builtin: z._default(z.boolean(), true),
  title: z.string(),
  why: z.string(),
  facts: z._default(z.record(z.string(), z.unknown()), {}),
  next: z._default(z.array(NextStep), []),
  override: z._default(z.object({ possible: z.boolean(), by: z.string(), action: z.string() }), {
    possible: false,
    by: '',
    action: '',
  }),
});
export type Denial = z.infer<typeof Denial>;
/** What a caller may hand in: a denial as the server sends it, read-only. */
export type DenialView = Readonly<z.input<typeof Denial>>;

export const DeniedDetails = z.object({
  action: z._default(z.string(), ''),
  denials: z.array(Denial).check(z.minLength(1)),
});

export const ConflictDetails = z.object({
  current: z._default(
    z.nullable(z.looseObject({ version: z.optional(z.number()), state: z.optional(z.string()) })),
    null,
  ),
  changed: z._default(
    z.array(
      z.object({
        field: z.string(),
        from: z.optional(z.unknown()),
        to: z.optional(z.unknown()),
        by: z.optional(z.unknown()),
        at: z.optional(z.string()),
      }),
    ),
    [],
  ),
});
export type ConflictDetails = z.infer<typeof ConflictDetails>;

const Body = z.object({
  code: z.string(),
  message: z.string(),
  hint: z._default(z.string(), ''),
  retryable: z._default(z.boolean(), false),
  details: z._default(z.record(z.string(), z.unknown()), {}),
});

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
  const parsed = Body.safeParse(bodyOf(error));
  if (!parsed.success) return { kind: 'offline' };
  const { code, message, hint, retryable, details } = parsed.data;
  if (code === 'POLICY_DENIED') {
    const denied = DeniedDetails.safeParse(details);
    if (denied.success) return { kind: 'denied', ...denied.data };
  }
  if (code === 'CONFLICT') {
    const conflict = ConflictDetails.safeParse(details);
    if (conflict.success) return { kind: 'conflict', conflict: conflict.data };
  }
  const rule = RuleDetails.safeParse(details);
  if (rule.success) return { kind: 'denied', action: '', denials: [ruleDenial(message, rule.data)] };
  return { kind: 'other', code, message, hint, retryable, issues: issuesOf(details) };
}

/** What a rule of the domain refused: no policy and no exception, but it has facts and a next step as well. */
const RuleDetails = z.looseObject({ rule: z.string(), next: z._default(z.array(NextStep), []) });

function ruleDenial(message: string, { rule, next, ...facts }: z.infer<typeof RuleDetails>): Denial {
  return {
    policyId: rule,
    builtin: true,
    title: message,
    why: '',
    facts,
    next,
    override: { possible: false, by: '', action: '' },
  };
}

function bodyOf(error: unknown): unknown {
  if (typeof error !== 'object' || error === null || !('data' in error)) return null;
  const { data } = error;
  return typeof data === 'object' && data !== null && 'body' in data ? data.body : null;
}

const Issues = z.array(
  z.object({ path: z.union([z.string(), z.array(z.union([z.string(), z.number()]))]), message: z.string() }),
);

function issuesOf(details: Readonly<Record<string, unknown>>): readonly string[] {
  const parsed = Issues.safeParse(details.issues);
  if (!parsed.success) return [];
  return parsed.data.map(({ path, message }) => `${Array.isArray(path) ? path.join('.') : path}: ${message}`);
}
