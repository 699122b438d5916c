// The server side of a measurement: a process of its own, so that its CPU time is its own. Started by server-process.ts.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { z } from 'zod';
import { type Env, readEnv } from '@/server/env';
import { serve } from '@/server/main';
import { serveBaseline } from './baseline-server';
import { serveStandalone } from './standalone-server';

const Start = z.object({
  /** subject: the API alone. production: with the pages. baseline and standalone: what they stand beside. */
  party: z.enum(['subject', 'production', 'baseline', 'standalone']),
  appUrl: z.string(),
  sampleToken: z.string(),
  sampleHandoff: z.string(),
  /** connections to the database; absent: as many as a server has */
  poolSize: z.int().optional(),
});
export type Start = z.infer<typeof Start>;

export type Told =
  | { readonly kind: 'ready'; readonly url: string }
  /** CPU time of this process so far, in milliseconds. */
  | { readonly kind: 'cpu'; readonly ms: number }
  | ({ readonly kind: 'memory' } & Memory);

/** In bytes. */
export interface Memory {
  readonly resident: number;
  /** What a full collection leaves: all that somebody holds on to. */
  readonly live: number;
}

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

function memory(): Memory {
  const { rss } = process.memoryUsage();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return { resident: rss, live: heapUsed + external };
}

const tell = (message: Told) => process.send?.(message);

function serveParty(options: Start, env: Env): Promise<{ url: string; close(): Promise<void> }> {
  if (options.party === 'baseline') return serveBaseline(options);
  if (options.party === 'standalone') return serveStandalone(options);
  const { appUrl, poolSize, party } = options;
  return serve({ env, appUrl, poolSize, pages: party === 'production' });
}

async function start(options: Start): Promise<void> {
  const env = readEnv();
  // As the launcher does it: next-auth reads the environment by itself.
  process.env.NEXTAUTH_SECRET = env.sessionSecret;
  process.env.NEXTAUTH_URL ??= `http://${env.host}:${env.port}`;
  const server = await serveParty(options, env);
  process.on('message', (message) => {
    if (message === 'cpu') {
      const { user, system } = process.cpuUsage();
      tell({ kind: 'cpu', ms: (user + system) / 1000 });
    } else if (message === 'memory') {
      tell({ kind: 'memory', ...memory() });
    } else if (message === 'stop') {
      void server.close().then(() => process.disconnect?.());
    }
  });
  // The parent may die without a word.
  process.once('disconnect', () => process.exit());
  tell({ kind: 'ready', url: server.url });
}

process.once('message', (message) => {
  start(Start.parse(message)).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});
