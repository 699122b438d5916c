import { z } from 'zod';
import { AppError, isAppError } from '@/server/errors';
import type { Exchange } from './exchange';
import { defineTool } from './tool';

const EnforcePolicy = z.strictObject({
  action: z.string().max(80),
  arguments: z.record(z.string(), z.unknown()).default({}),
  policy: z.string().max(80).optional().describe('Ask about this one alone'),
});

type Input = z.output<typeof EnforcePolicy>;

const NO_OVERRIDE = { possible: false, by: '', action: '' };

/** The refusal as denials: of policies as they are, of a rule under the rule's own id; null when it is no refusal. */
function denialsOf(error: unknown): Record<string, unknown>[] | null {
  if (!isAppError(error)) return null;
  const { message, hint, details } = error;
  const plain = { builtin: true, title: message, why: message, fix: hint, override: NO_OVERRIDE };
  if (error.code === 'POLICY_DENIED') {
    const denials = z.array(z.looseObject({ policyId: z.string() })).parse(details.denials ?? []);
    if (denials.length > 0) return denials;
    // Of a query only the permission is asked.
    return [
      { policyId: 'permission.required', ...plain, facts: { permission: details.permission }, next: [] },
    ];
  }
  if (typeof details.rule !== 'string') return null;
  const { rule, next, ...facts } = details;
  return [{ policyId: rule, ...plain, facts, next: Array.isArray(next) ? next : [] }];
}

const Policies = z.object({ policies: z.array(z.object({ id: z.string() })) });

/** A misspelt name would otherwise never deny. */
async function assertPolicy(exchange: Exchange, name: string): Promise<void> {
  const { result } = await exchange.execute('policy.list', {});
  const policies = Policies.parse(result).policies.map(({ id }) => id);
  if (policies.includes(name)) return;
  throw new AppError('INVALID_ARGUMENTS', 'There is no such policy.', {
    hint: 'Use one of the names in details.policies, or leave policy out.',
    details: { policies },
  });
}

async function refusals(exchange: Exchange, input: Input) {
  try {
    await exchange.execute(input.action, input.arguments, { dryRun: true });
    return [];
  } catch (error) {
    const denials = denialsOf(error);
    if (denials === null) throw error;
    return denials;
  }
}

async function enforce(exchange: Exchange, input: Input) {
  const { policy } = input;
  const all = await refusals(exchange, input);
  const denials = all.filter(({ policyId }) => policy === undefined || policyId === policy);
  if (policy !== undefined && denials.length === 0) await assertPolicy(exchange, policy);
  return { allowed: denials.length === 0, denials };
}

export const enforcePolicy = defineTool({
  name: 'enforce_policy',
  title: 'Ask first',
  description: 'Whether run_action would be allowed now, or what denies and what unlocks it. Writes nothing.',
  input: EnforcePolicy,
  output: z.object({ allowed: z.boolean(), denials: z.array(z.looseObject({ policyId: z.string() })) }),
  annotations: { readOnlyHint: true },
  usage: 'enforce_policy {"action": "handoff.claim", "arguments": {"handoff": "LG-1"}}',
  run: enforce,
});
