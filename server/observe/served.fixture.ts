import { encode } from 'next-auth/jwt';
import { sessionCookieName } from '../auth/session-cookie';
import { freePort } from '../db/cluster-postmaster';
import type { Env } from '../env';
import { type RunningServer, serve } from '../main';
import { createWorld, type World } from '../world.fixture';
import { createLog } from './log';

const SECRET = 'observed'.repeat(8);

/** A server as it runs, on a world of its own, with every line of its log at hand. */
export interface Served {
  readonly world: World;
  readonly server: RunningServer;
  /** The whole log so far, as it was written. */
  text(): string;
  lines(): Record<string, unknown>[];
  /** Headers of a browser in which this person is signed in. */
  browser(name: string): Promise<Record<string, string>>;
  close(): Promise<void>;
}

export async function openServed(more: Partial<Env> = {}): Promise<Served> {
  process.env.NEXTAUTH_SECRET = SECRET;
  const world = await createWorld();
  const port = await freePort();
  process.env.NEXTAUTH_URL = `http://127.0.0.1:${port}`;
  const env: Env = {
    host: '127.0.0.1',
    port,
    dataDir: '/nonexistent',
    databaseUrl: undefined,
    publicUrl: undefined,
    sessionSecret: SECRET,
    sample: false,
    ...more,
  };
  let text = '';
  const log = createLog('debug', {
    write: (line) => {
      text += line;
    },
  });
  const server = await serve({ env, appUrl: world.db.appUrl, pages: false, log });
  return {
    world,
    server,
    text: () => text,
    lines: () =>
      text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line)),
    browser: async (name) => {
      const person = world.people[name];
      if (person?.kind !== 'person') throw new Error(`nobody is called ${name}`);
      const value = await encode({ token: { sub: person.userId, tv: 1 }, secret: SECRET });
      return {
        cookie: `${sessionCookieName(false)}=${value}`,
        origin: server.url,
        'content-type': 'application/json',
      };
    },
    close: async () => {
      await server.close();
      await world.db.drop();
    },
  };
}
