import { execute } from '@/server/actions/execute';
import type { PipelineRuntime } from '@/server/actions/pipeline-runtime';
import type { Move, MoveResult } from './moves';

/** One move through the whole pipeline, in this process. */
export async function runMove(runtime: PipelineRuntime, secretHash: Buffer, move: Move): Promise<MoveResult> {
  const credential = { kind: 'token', secretHash } as const;
  const outcome = await execute(runtime, { ...move, credential, project: null });
  return Object(outcome.result) as MoveResult;
}
