// The server side of goals 1 and 2: a process of its own, so that its CPU time is its own. Started by server-process.ts.
import { z } from 'zod';
import { readEnv } from '@/server/env';
import { serve } from '@/server/main';
import { serveBaseline } from './baseline-server';

const Start = z.object({
  party: z.enum(['subject', 'baseline']),
  appUrl: z.string(),
  sampleToken: z.string(),
  sampleHandoff: z.string(),
});
export type Start = z.infer<typeof Start>;

export type Told =
  | { readonly kind: 'ready'; readonly url: string }
  /** CPU time of this process so far, in milliseconds. */
  | { readonly kind: 'cpu'; readonly ms: number };

const tell = (message: Told) => process.send?.(message);

async function start(options: Start): Promise<void> {
  const env = readEnv();
  // As the launcher does it: next-auth reads the environment by itself.
  process.env.NEXTAUTH_SECRET = env.sessionSecret;
  process.env.NEXTAUTH_URL ??= `http://${env.host}:${env.port}`;
  const server =
    options.party === 'subject'
      ? await serve({ env, appUrl: options.appUrl, pages: false })
      : await serveBaseline(options);
  process.on('message', (message) => {
    if (message === 'cpu') {
      const { user, system } = process.cpuUsage();
      tell({ kind: 'cpu', ms: (user + system) / 1000 });
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
