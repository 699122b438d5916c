import { execute } from '../actions/execute';
import type { PipelineRuntime } from '../actions/pipeline-runtime';
import { withClient } from '../db/pool';
import type { DueTimer, TimerHandler } from './timers';

interface Lease {
  handoff: string;
  /** null: nobody holds it */
  leaseUntil: string | null;
  fence: number;
  over: boolean;
}

async function readLease(runtime: PipelineRuntime, timer: DueTimer): Promise<Lease | undefined> {
  const { rows } = await withClient(runtime.pool, (client) =>
    client.query<Lease>(
      `SELECT p.prefix || '-' || h.number AS handoff, h.lease_until AS "leaseUntil", h.fence,
         coalesce(h.lease_until <= now(), false) AS over
       FROM handoff h JOIN project p ON p.id = h.project_id WHERE h.project_id = $1 AND h.id = $2`,
      [timer.projectId, timer.subjectId],
    ),
  );
  return rows[0];
}

/** A lease that ran out: the handoff is offered again. Renewed meanwhile: look again when the new lease ends. */
export function lapseLease(runtime: PipelineRuntime): TimerHandler {
  return async (timer) => {
    const lease = await readLease(runtime, timer);
    if (!lease || lease.leaseUntil === null || lease.fence !== timer.subjectVersion) return null;
    if (!lease.over) return lease.leaseUntil;
    await execute(runtime, {
      action: 'handoff.lapse',
      credential: { kind: 'system', causedBy: 'timer:lease' },
      project: timer.projectKey,
      arguments: { handoff: lease.handoff, fence: lease.fence },
    });
    return null;
  };
}
