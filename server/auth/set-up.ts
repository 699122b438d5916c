import { execute } from '../actions/execute';
import type { PipelineRuntime } from '../actions/pipeline-runtime';
import { isAppError } from '../errors';
import { linkAddress } from './link-secret';
import { ownOrigin } from './own-origin';

/** The link for the first admin, to be shown on the console alone; null where somebody administers the instance. */
export async function offerSetUp(runtime: PipelineRuntime): Promise<string | null> {
  try {
    const { result } = await execute(runtime, {
      action: 'user.setUpLink',
      credential: { kind: 'system', causedBy: 'start' },
      project: 'instance',
      arguments: {},
    });
    return linkAddress(ownOrigin(), String(Object(result).secret));
  } catch (error) {
    if (isAppError(error) && error.code === 'RULE_REFUSED') return null;
    throw error;
  }
}
