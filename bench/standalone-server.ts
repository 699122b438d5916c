import { createHTTPServer } from '@trpc/server/adapters/standalone';
import type { PipelineRuntime } from '@/server/actions/pipeline-runtime';
import { hashAgentToken } from '@/server/auth/agent-token';
import { createPool } from '@/server/db/pool';
import { pipelineParts } from '@/server/runtime';
import { appRouter } from '@/server/trpc/root';
import { listen } from './listen';
import { POOL_SIZE } from './world';

/** The same router behind tRPC's own server: no Host and Origin checks, no limits, no headers, no pages. */
export async function serveStandalone(options: {
  appUrl: string;
}): Promise<{ url: string; close(): Promise<void> }> {
  const pool = createPool(options.appUrl, { max: POOL_SIZE });
  const runtime: PipelineRuntime = { pool, wake: { notify: () => undefined }, ...pipelineParts() };
  const server = createHTTPServer({
    router: appRouter,
    createContext: ({ req }) => {
      const token = (req.headers.authorization ?? '').slice('Bearer '.length);
      return { runtime, credential: { kind: 'token', secretHash: hashAgentToken(token) }, requestId: '' };
    },
  });
  return listen(server, pool);
}
