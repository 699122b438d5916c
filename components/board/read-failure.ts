import { z } from 'zod';
import { HandoffCard } from '@/server/domain/handoff/handoff.schema';
import type { Blocker } from './drop-targets';

/* Reads whatever a call was answered with into what a person can be told. */

const Step = z.object({ action: z.string(), arguments: z.record(z.string(), z.unknown()), by: z.string() });
const Denial = z.object({
  policyId: z.string(),
  title: z.string(),
  why: z.string(),
  facts: z.record(z.string(), z.unknown()).default({}),
  next: z.array(Step).default([]),
  override: z
    .object({ possible: z.boolean(), by: z.string(), action: z.string() })
    .default({ possible: false, by: '', action: '' }),
});
const Changed = z.object({
  field: z.string(),
  from: z.unknown().optional(),
  to: z.unknown().optional(),
  by: z.string().optional(),
  at: z.string().optional(),
});
export type Changed = z.infer<typeof Changed>;

const Body = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.string().default(''),
  retryable: z.boolean().default(false),
  details: z.record(z.string(), z.unknown()).default({}),
});
export type FailureBody = z.infer<typeof Body>;

export type Failure =
  | { readonly kind: 'denied'; readonly denial: Blocker }
  /** The workflow has no such hop; said without asking the server. */
  | { readonly kind: 'no-route' }
  | { readonly kind: 'conflict'; readonly current: HandoffCard | null; readonly changed: readonly Changed[] }
  /** Fields that the server would not take, by name. */
  | {
      readonly kind: 'invalid';
      readonly fields: Readonly<Record<string, string>>;
      readonly body: FailureBody;
    }
  | { readonly kind: 'refused'; readonly body: FailureBody }
  /** No answer at all: the same call with the same key can be made again. */
  | { readonly kind: 'silent' };

/** @param error whatever a call was rejected with; `error.data.body` is the server's ErrorBody */
export function readFailure(error: unknown): Failure {
  const data = z.object({ data: z.object({ body: Body }) }).safeParse(error);
  if (!data.success) return { kind: 'silent' };
  const { body } = data.data.data;
  if (body.code === 'POLICY_DENIED') {
    const denials = z.object({ denials: z.array(Denial).min(1) }).safeParse(body.details);
    const first = denials.success ? denials.data.denials[0] : undefined;
    if (first !== undefined) return { kind: 'denied', denial: first };
  }
  if (body.code === 'CONFLICT') {
    const details = z
      .object({ current: HandoffCard.nullish(), changed: z.array(Changed).default([]) })
      .safeParse(body.details);
    if (details.success)
      return { kind: 'conflict', current: details.data.current ?? null, changed: details.data.changed };
  }
  if (body.code === 'INVALID_ARGUMENTS') return { kind: 'invalid', fields: invalidFields(body), body };
  return { kind: 'refused', body };
}

function invalidFields({ details }: FailureBody): Record<string, string> {
  const issues = z
    .array(
      z.object({
        path: z.union([z.string(), z.array(z.union([z.string(), z.number()]))]),
        message: z.string(),
      }),
    )
    .safeParse(details.issues);
  if (!issues.success) return {};
  const fields: Record<string, string> = {};
  for (const { path, message } of issues.data) {
    const names = (typeof path === 'string' ? path.split('.') : path.map(String)).filter(
      (name) => name !== 'arguments',
    );
    const name = names.join('.');
    fields[name] ??= message;
  }
  return fields;
}
