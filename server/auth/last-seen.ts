import type pg from 'pg';
import type { Credential } from '../actions/credential';
import { withClient } from '../db/pool';

/** People follow a project for hours; a minute is all that a list of members shows. */
const ONCE_MS = 60_000;
/** Followers remembered; who is forgotten costs one statement that changes nothing. */
const REMEMBERED = 10_000;

export interface LastSeen {
  /** This person followed the project just now. Never waits, never throws; agents are seen by their tokens. */
  mark(projectId: string, credential: Credential): void;
}

/** Keeps `seen_at` of members true to the minute, beside the requests and not within them. */
export function createLastSeen(pool: pg.Pool, onTrouble: (error: unknown) => void): LastSeen {
  const marked = new Map<string, number>();
  return {
    mark(projectId, credential) {
      if (credential.kind !== 'person') return;
      const key = `${projectId} ${credential.userId}`;
      const now = performance.now();
      if (now - (marked.get(key) ?? -ONCE_MS) < ONCE_MS) return;
      if (marked.size >= REMEMBERED) marked.clear();
      marked.set(key, now);
      withClient(pool, (client) =>
        client.query({
          name: 'last-seen',
          text: `UPDATE actor SET seen_at = now() WHERE project_id = $1 AND user_id = $2
            AND (seen_at IS NULL OR seen_at < now() - interval '1 minute')`,
          values: [projectId, credential.userId],
        }),
      ).catch(onTrouble);
    },
  };
}
