import { z } from 'zod';

/** Of the process that answers; its counts begin with it. */
export const ProcessView = z.object({
  pid: z.number(),
  role: z.enum(['all', 'web', 'worker']),
  node: z.string(),
  version: z.string(),
  upSeconds: z.number(),
  memoryBytes: z.number(),
  /** How long what is ready to run waits for its turn, of the last minutes. Milliseconds. */
  loopDelayMs: z.object({ p50: z.number(), p99: z.number() }),
  pool: z.object({ most: z.number(), open: z.number(), idle: z.number(), waiting: z.number() }),
  streams: z.number(),
  waitingAgents: z.number(),
  rateLimited: z.number(),
  /** Those that took the most time together, first. */
  slowest: z.array(
    z.object({
      action: z.string(),
      calls: z.number(),
      totalMs: z.number(),
      p50Ms: z.number(),
      p95Ms: z.number(),
    }),
  ),
  jobs: z.array(
    z.object({
      name: z.enum(['deadlines', 'cleanup']),
      runs: z.number(),
      failures: z.number(),
      /** What the runs dealt with. */
      items: z.number(),
      lastMs: z.number(),
      lastAt: z.string().nullable(),
    }),
  ),
});
export type ProcessView = z.infer<typeof ProcessView>;
