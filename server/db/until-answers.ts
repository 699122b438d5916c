import { setTimeout as pause } from 'node:timers/promises';
import { withConnection } from './roles';
import { databaseTrouble } from './trouble';

const PATIENCE_MS = 30_000;
const LOOK_MS = 250;

/**
 * Resolves once the database takes connections. One that is still starting or recovering does in a moment, and a pooler
 * goes on refusing for a while after it was back (pgbouncer: `server_login_retry`, 15 s).
 * Rejects with the database's own error where waiting cannot help, or half a minute did not.
 */
export async function untilAnswers(
  url: string,
  log: (line: string) => void,
  patienceMs: number = PATIENCE_MS,
): Promise<void> {
  const end = Date.now() + patienceMs;
  for (let told = false; ; told = true) {
    try {
      return await withConnection(url, async () => {});
    } catch (error) {
      if (databaseTrouble(error) === null || Date.now() > end) throw error;
      if (!told) log(`the database does not answer yet: ${error instanceof Error ? error.message : error}`);
      await pause(LOOK_MS);
    }
  }
}
