import { execute } from '../actions/execute';
import type { PipelineRuntime } from '../actions/pipeline-runtime';
import { withClient } from '../db/pool';
import { isAppError } from '../errors';
import type { TimerHandler } from './timers';

/**
 * A person was disabled everywhere: what they and their agents hold is offered again in every project, as when a member
 * is disabled in one. In an archived project claims rest with everything else.
 */
export function putBackWork(runtime: PipelineRuntime): TimerHandler {
  return async ({ subjectId }) => {
    const { rows } = await withClient(runtime.pool, (client) =>
      client.query<{ key: string }>(
        `SELECT p.key FROM actor a JOIN "user" u ON u.id = a.user_id JOIN project p ON p.id = a.project_id
         WHERE u.id = $1 AND u.disabled_at IS NOT NULL AND p.key <> 'instance' AND p.removed_at IS NULL AND p.archived_at IS NULL
         ORDER BY p.id`,
        [subjectId],
      ),
    );
    for (const { key } of rows) {
      try {
        await execute(runtime, {
          action: 'member.putBack',
          credential: { kind: 'system', causedBy: 'user.disable' },
          project: key,
          arguments: { member: subjectId },
        });
      } catch (error) {
        // Nothing to put back, or enabled again by now.
        if (!isAppError(error) || (error.code !== 'RULE_REFUSED' && error.code !== 'NOT_FOUND')) throw error;
      }
    }
    return null;
  };
}
