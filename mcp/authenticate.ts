import { readFacts } from '@/server/actions/admission';
import type { Credential } from '@/server/actions/credential';
import type { PipelineRuntime } from '@/server/actions/pipeline-runtime';
import { AppError } from '@/server/errors';

/** For what no action stands behind, such as listing the tools. Throws UNAUTHENTICATED. */
export async function authenticate(runtime: PipelineRuntime, credential: Credential): Promise<void> {
  const { credential: token, actor } = await readFacts(runtime, { credential, project: null }, null);
  const active = actor !== null && !actor.disabled && actor.owner?.disabled !== true;
  if (token.known && !token.revoked && !token.expired && active) return;
  throw new AppError('UNAUTHENTICATED', 'The token is unknown, revoked or expired.');
}
