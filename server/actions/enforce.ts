import type { z } from 'zod';
import { AppError, isAppError } from '../errors';
import { builtinPolicies } from '../policy/builtin-policies';
import type { Caller } from './admission';
import { denialsOf } from './enforce.rules';
import type { Enforce, Enforced } from './enforce.schema';
import { execute } from './execute';
import type { PipelineRuntime } from './pipeline-runtime';

/** A misspelt name would otherwise never deny. */
function assertPolicy(name: string): void {
  const policies = builtinPolicies().map(({ id }) => id);
  if (policies.includes(name)) return;
  throw new AppError('INVALID_ARGUMENTS', 'There is no such policy.', {
    hint: 'Use one of the names in details.policies, or leave policy out.',
    details: { policies },
  });
}

async function refusals(runtime: PipelineRuntime, caller: Caller, input: z.output<typeof Enforce>) {
  try {
    const { action, arguments: args } = input;
    await execute(runtime, { ...caller, action, arguments: args, dryRun: true });
    return [];
  } catch (error) {
    const denials = isAppError(error) ? denialsOf(error) : null;
    if (denials === null) throw error;
    return denials;
  }
}

/**
 * Whether the caller's call would be allowed now, and what denies it. Everything the call itself runs but the commit:
 * writes nothing, not even a refusal. Throws AppError for what is no refusal, such as arguments that are not valid.
 */
export async function enforce(
  runtime: PipelineRuntime,
  caller: Caller,
  input: z.output<typeof Enforce>,
): Promise<z.input<typeof Enforced>> {
  const { policy } = input;
  const all = await refusals(runtime, caller, input);
  const denials = all.filter(({ policyId }) => policy === undefined || policyId === policy);
  if (policy !== undefined && denials.length === 0) assertPolicy(policy);
  return { allowed: denials.length === 0, denials: [...denials] };
}
