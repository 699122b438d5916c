import { select } from '../actions/admission';
import { execute } from '../actions/execute';
import type { PipelineRuntime } from '../actions/pipeline-runtime';
import { sql } from '../actions/sql';
import { withClient } from '../db/pool';
import { lastHeard } from '../domain/session/recovery-facts';
import { SILENCE_SECONDS } from '../domain/session/session.rules';
import type { TimerHandler } from './timers';

interface Silence {
  readonly state: string;
  /** When it is to be looked at again: silence ends with a line, an action or a lease that runs on. */
  readonly again: string;
  readonly over: boolean;
}

/**
 * A session nobody hears of is lost. A live lease counts as being heard of: whoever renews it is there. So does
 * an open question: whoever waits for an answer has nothing to say.
 */
export function lapseSession(runtime: PipelineRuntime): TimerHandler {
  return async (timer) => {
    const [silence] = await withClient(runtime.pool, (client) =>
      select(
        client,
        sql<Silence>`SELECT d.state, d.again, d.again <= now() AS over FROM (
          SELECT s.state, greatest(${lastHeard} + make_interval(secs => CASE a.kind WHEN 'person' THEN ${SILENCE_SECONDS.person}::int
              ELSE ${SILENCE_SECONDS.agent}::int END),
            (SELECT max(CASE h.state WHEN 'input_required' THEN now() + make_interval(secs => ${SILENCE_SECONDS.agent}::int)
              ELSE h.lease_until END) FROM handoff h WHERE h.project_id = s.project_id AND h.holder_id = s.actor_id)) AS again
          FROM session s JOIN actor a ON a.project_id = s.project_id AND a.id = s.actor_id
          WHERE s.project_id = ${timer.projectId}::uuid AND s.id = ${timer.subjectId}::uuid) d`,
      ),
    );
    if (silence === undefined || silence.state !== 'active') return null;
    if (!silence.over) return new Date(silence.again).toISOString();
    await execute(runtime, {
      action: 'session.lose',
      credential: { kind: 'system', causedBy: 'timer:session' },
      project: timer.projectKey,
      arguments: { session: timer.subjectId },
    });
    return null;
  };
}
