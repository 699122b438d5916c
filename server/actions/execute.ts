import { AppError } from '../errors';
import { isPlaced } from './admission';
import type { Outcome, Request } from './execute.types';
import type { PipelineRuntime } from './pipeline-runtime';
import { runAction } from './run-action';
import { runQuery } from './run-query';

/**
 * The only way in. Every door calls it: same schema, same policies, same commit, same log.
 * Throws AppError; anything else is a fault of ours.
 */
export async function execute(runtime: PipelineRuntime, request: Request): Promise<Outcome> {
  const action = runtime.registry.actions.get(request.action);
  // What the system keeps to itself is unknown to everybody else, schema included.
  const theirs = action?.audience !== 'system' || request.credential.kind === 'system';
  if (action && theirs) return runAction(runtime, action, request);
  const query = runtime.registry.queries.get(request.action);
  if (query) return runQuery(runtime, query, request);
  throw new AppError('UNKNOWN_ACTION', 'There is no such action.', {
    details: {
      actions: [...runtime.registry.actions.values(), ...runtime.registry.queries.values()]
        .filter((entry) => entry.audience !== 'system' && isPlaced(entry, request.project ?? ''))
        .map((entry) => entry.name)
        .sort(),
    },
  });
}
