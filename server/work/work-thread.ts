/** The thread's own entry: takes one task after the other. What it does must hold no state and touch no database. */
import { readlinkSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { parsePlan } from '../domain/plan/parse-plan';
import { scanHere } from '../policy/secret-scan';
import type { WorkAnswer, WorkTask } from './work.types';

const tasks: Readonly<Record<WorkTask, (payload: unknown) => unknown>> = {
  'plan.parse': (source) => parsePlan(String(source)),
  'secrets.scan': (value) => scanHere(value),
};

/** Where Linux counts this thread's time, as a folder below /proc; null elsewhere. */
function ownThread(): string | null {
  try {
    return readlinkSync('/proc/thread-self');
  } catch {
    return null;
  }
}

const tell = (answer: WorkAnswer) => parentPort?.postMessage(answer);

parentPort?.on('message', async ({ task, payload }: { task: WorkTask; payload: unknown }) => {
  try {
    tell({ kind: 'done', result: await tasks[task](payload) });
  } catch (error) {
    tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
});
tell({ kind: 'ready', thread: ownThread() });
