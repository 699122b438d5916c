import { Counter, Histogram, Registry } from 'prom-client';

/** Seconds; a read takes 2 to 5 ms here, and what takes longer than a few seconds has given up by then. */
const BUCKETS = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];

/** Calls of one action since the process started. Milliseconds; the quantiles are estimates from the buckets. */
export interface ActionTimes {
  readonly action: string;
  readonly calls: number;
  readonly totalMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

/** What is counted while calls go by. Labels are names of ours: no project, actor or address is one. */
export interface Meters {
  readonly registry: Registry;
  call(action: string, door: string, outcome: string, ms: number): void;
  request(door: string, status: number): void;
  /** Somebody was told to come back later for calling too much. */
  limited(door: string): void;
  rateLimited(): Promise<number>;
  actions(): Promise<ActionTimes[]>;
}

interface Buckets {
  count: number;
  sum: number;
  /** How many took at most so many seconds, ascending. */
  readonly upTo: { readonly le: number; readonly count: number }[];
}

/** As Prometheus estimates it: evenly spread within a bucket; above the last one, its bound. */
export function quantile({ count, upTo }: Pick<Buckets, 'count' | 'upTo'>, q: number): number {
  const rank = q * count;
  let below = { le: 0, count: 0 };
  for (const bucket of upTo) {
    if (bucket.count >= rank && bucket.count > below.count) {
      const share = (rank - below.count) / (bucket.count - below.count);
      return below.le + (bucket.le - below.le) * share;
    }
    below = bucket;
  }
  return below.le;
}

export function createMeters(): Meters {
  const registry = new Registry();
  const registers = [registry];
  const calls = new Counter({
    name: 'llmgenie_calls_total',
    help: 'Calls of actions and queries by door and outcome: ok, replayed, or the code of the refusal',
    labelNames: ['door', 'outcome'] as const,
    registers,
  });
  const times = new Histogram({
    name: 'llmgenie_action_seconds',
    help: 'Time that calls of actions and queries took in the pipeline',
    labelNames: ['action'] as const,
    buckets: BUCKETS,
    registers,
  });
  const requests = new Counter({
    name: 'llmgenie_http_requests_total',
    help: 'Requests to the API by door and HTTP status',
    labelNames: ['door', 'status'] as const,
    registers,
  });
  const limited = new Counter({
    name: 'llmgenie_rate_limited_total',
    help: 'Calls refused because their caller makes too many',
    labelNames: ['door'] as const,
    registers,
  });

  return {
    registry,
    call(action, door, outcome, ms) {
      calls.inc({ door, outcome });
      times.observe({ action }, ms / 1000);
    },
    request: (door, status) => requests.inc({ door, status }),
    limited: (door) => limited.inc({ door }),
    rateLimited: async () => (await limited.get()).values.reduce((sum, { value }) => sum + value, 0),
    async actions() {
      const byAction = new Map<string, Buckets>();
      for (const { labels, metricName, value } of (await times.get()).values) {
        const { action: name = '', le }: { action?: string; le?: unknown } = Object(labels);
        const entry = byAction.get(name) ?? { count: 0, sum: 0, upTo: [] };
        byAction.set(name, entry);
        if (metricName?.endsWith('_sum')) entry.sum = value;
        else if (metricName?.endsWith('_count')) entry.count = value;
        else if (typeof le === 'number') entry.upTo.push({ le, count: value });
      }
      return [...byAction].map(([action, buckets]) => ({
        action,
        calls: buckets.count,
        totalMs: buckets.sum * 1000,
        p50Ms: quantile(buckets, 0.5) * 1000,
        p95Ms: quantile(buckets, 0.95) * 1000,
      }));
    },
  };
}
