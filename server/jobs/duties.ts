import type { ProcessWatch } from '../observe/process-watch';
import type { Runtime } from '../runtime';
import { buryProject } from './bury-project';
import { startCleanup } from './cleanup';
import { lapseLease } from './lapse-lease';
import { lapseSession } from './lapse-session';
import { putBackWork } from './put-back-work';
import { startTimers } from './timers';

/** What has to be done without anybody asking. */
export interface Duties {
  /** Ends after what is under way. */
  stop(): Promise<void>;
}

/** Deadlines and cleaning up. Any number of processes may do them beside each other; one has to. */
export function startDuties(
  runtime: Runtime,
  watch: Pick<ProcessWatch, 'job'>,
  trouble: (what: string) => (error: unknown) => void,
): Duties {
  const { pool } = runtime;
  const deadlines = watch.job('deadlines', trouble('a deadline was not dealt with'));
  const cleaning = watch.job('cleanup', trouble('what is out of date was not removed'));
  const timers = startTimers({
    pool,
    handlers: {
      bury: buryProject(pool),
      lease: lapseLease(runtime),
      session: lapseSession(runtime),
      'put-back': putBackWork(runtime),
    },
    ...deadlines,
  });
  const cleanup = startCleanup({ pool, ...cleaning });
  return {
    async stop() {
      await Promise.all([timers.stop(), cleanup.stop()]);
    },
  };
}
