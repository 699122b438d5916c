import type pg from 'pg';
import type { PolicyEngine } from '../policy/policy.types';
import { json } from './respond';

/** Milliseconds a database may take to say that it is there. */
const PATIENCE_MS = 2_000;

async function databaseAnswers(pool: pg.Pool): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE_MS);
  });
  const answer = pool.query('SELECT 1').then(
    () => true,
    () => false,
  );
  const there = await Promise.race([answer, late]);
  clearTimeout(timer);
  return there;
}

/** Whether this process should get requests: 200, else 503 with what is missing. Says nothing else to strangers. */
export async function readiness(
  runtime: { pool: pg.Pool; policy: PolicyEngine },
  draining: boolean,
): Promise<Response> {
  const state = {
    stopping: draining,
    database: await databaseAnswers(runtime.pool),
    policy: runtime.policy.healthy(),
  };
  const ready = !draining && state.database && state.policy;
  return json({ ready, ...state }, ready ? 200 : 503);
}
