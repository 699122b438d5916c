import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import type pg from 'pg';
import type { Head, Observer, ProcessTold } from '../actions/observer';
import type { ProcessView } from '../actions/process.schema';
import { VERSION } from '../version';
import type { Log } from './log';
import { createMeters, type Meters } from './meters';
import { createObserver } from './observer';
import type { Tracer } from './tracer';

/** Signing in and what comes before it go by no action that would be told of. */
const TOLD: ReadonlySet<string> = new Set(['auth', 'identity']);
/** Rows of the slowest actions. */
const SLOWEST = 10;
/** Milliseconds between two looks at the event loop. */
const LOOP_LOOK_MS = 20;
/** Delays of so long a time count; older ones are forgotten. */
const LOOP_WINDOW_MS = 5 * 60_000;
const NS_A_MS = 1e6;

type Job = ProcessView['jobs'][number];

/** What only the doors know: filled in by them. */
interface Doors {
  streams: () => number;
  waitingAgents: () => number;
  heads: () => ReadonlyMap<string, number>;
}

/** What this process sees of itself. */
export interface ProcessWatch {
  readonly observer: Observer;
  readonly meters: Meters;
  readonly doors: Doors;
  told(): Promise<ProcessTold>;
  /** A request to the API was answered. */
  request(door: string, status: number, ms: number, requestId: string): void;
  /** Counts the runs of a job; answers what it calls after a run and in trouble. */
  job(
    name: Job['name'],
    trouble: (error: unknown) => void,
  ): { onRun: (items: number, ms: number) => void; onTrouble: (error: unknown) => void };
  close(): void;
}

interface Parts {
  readonly log: Log;
  readonly tracer?: Tracer | undefined;
  readonly pool: pg.Pool;
  /** Most connections of the pool. */
  readonly most: number;
  readonly wake: { heads(): ReadonlyMap<string, number> };
  readonly role: ProcessView['role'];
}

const rounded = (ms: number) => Math.round(ms * 100) / 100;

function loopDelay(loop: IntervalHistogram): ProcessView['loopDelayMs'] {
  // Asked each LOOP_LOOK_MS: that much of what it measures is no delay.
  const late = (percent: number) => rounded(Math.max(0, loop.percentile(percent) / NS_A_MS - LOOP_LOOK_MS));
  return { p50: late(50), p99: late(99) };
}

function headsOf(consumer: Head['consumer'], heads: ReadonlyMap<string, number>): Head[] {
  return [...heads].map(([projectId, at]) => ({ consumer, projectId, at }));
}

export function createProcessWatch({ log, tracer, pool, most, wake, role }: Parts): ProcessWatch {
  const meters = createMeters();
  const jobs = new Map<Job['name'], Job>();
  const doors: Doors = { streams: () => 0, waitingAgents: () => 0, heads: () => new Map() };
  const loop = monitorEventLoopDelay({ resolution: LOOP_LOOK_MS });
  loop.enable();
  const forget = setInterval(() => loop.reset(), LOOP_WINDOW_MS);
  forget.unref();

  return {
    observer: createObserver({ log, meters, tracer }),
    meters,
    doors,
    async told() {
      const actions = await meters.actions();
      const slowest = actions
        .sort((a, b) => b.totalMs - a.totalMs)
        .slice(0, SLOWEST)
        .map(({ action, calls, totalMs, p50Ms, p95Ms }) => ({
          action,
          calls,
          totalMs: rounded(totalMs),
          p50Ms: rounded(p50Ms),
          p95Ms: rounded(p95Ms),
        }));
      return {
        view: {
          pid: process.pid,
          role,
          node: process.version,
          version: VERSION,
          upSeconds: Math.floor(process.uptime()),
          memoryBytes: process.memoryUsage.rss(),
          loopDelayMs: loopDelay(loop),
          pool: { most, open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount },
          streams: doors.streams(),
          waitingAgents: doors.waitingAgents(),
          rateLimited: await meters.rateLimited(),
          slowest,
          jobs: [...jobs.values()],
        },
        heads: [...headsOf('streams', doors.heads()), ...headsOf('waits', wake.heads())],
      };
    },
    request(door, status, ms, requestId) {
      meters.request(door, status);
      if (status === 429 && door !== 'mcp') meters.limited(door);
      const level = status >= 400 || TOLD.has(door) ? 'info' : 'debug';
      if (log.enabled(level)) log[level]('request', { requestId, door, status, ms: rounded(ms) });
    },
    job(name, trouble) {
      const job: Job = { name, runs: 0, failures: 0, items: 0, lastMs: 0, lastAt: null };
      jobs.set(name, job);
      return {
        onRun(items, ms) {
          job.runs += 1;
          job.items += items;
          job.lastMs = rounded(ms);
          job.lastAt = new Date().toISOString();
        },
        onTrouble(error) {
          job.failures += 1;
          trouble(error);
        },
      };
    },
    close() {
      clearInterval(forget);
      loop.disable();
    },
  };
}
