import { AppError } from '../errors';
import { isPlaced } from './admission';
import type { Outcome, Request } from './execute.types';
import { type CallWatch, UNWATCHED } from './observer';
import type { PipelineRuntime } from './pipeline-runtime';
import { runAction } from './run-action';
import { runQuery } from './run-query';

async function run(runtime: PipelineRuntime, request: Request, watch: CallWatch): Promise<Outcome> {
  const action = runtime.registry.actions.get(request.action);
  // What the system keeps to itself is unknown to everybody else, schema included.
  const theirs = action?.audience !== 'system' || request.credential.kind === 'system';
  if (action && theirs) return runAction(runtime, action, request, watch);
  const query = runtime.registry.queries.get(request.action);
  if (query) return runQuery(runtime, query, request, watch);
  throw new AppError('UNKNOWN_ACTION', 'There is no such action.', {
    details: {
      actions: [...runtime.registry.actions.values(), ...runtime.registry.queries.values()]
        .filter((entry) => entry.audience !== 'system' && isPlaced(entry, request.project ?? ''))
        .map((entry) => entry.name)
        .sort(),
    },
  });
}

/**
 * The only way in. Every door calls it: same schema, same policies, same commit, same log.
 * Throws AppError; anything else is a fault of ours.
 */
export async function execute(runtime: PipelineRuntime, request: Request): Promise<Outcome> {
  const { actions, queries } = runtime.registry;
  // Names that callers make up would be a line each, of whatever they like.
  const name = actions.has(request.action) || queries.has(request.action) ? request.action : 'unknown';
  const watch = runtime.observer?.begin(name, request.origin) ?? UNWATCHED;
  try {
    const outcome = await run(runtime, request, watch);
    watch.done(outcome);
    return outcome;
  } catch (error) {
    watch.failed(error);
    throw error;
  }
}
