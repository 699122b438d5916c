/**
 * Threads for what would hold up everybody else: reading a large Markdown text, searching megabytes for secrets. Hostile
 * text can make either run for minutes, so each task has a limit of time and of memory, and a thread that passes one is
 * ended. Threads start when first wanted and never keep the process alive by themselves.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { type Work, type WorkAnswer, WorkRefused, type WorkTask } from './work.types';

/**
 * Milliseconds a task may compute. Counted in the thread's own time where the system tells it: on a machine that is busy
 * with other things, honest work of half a second lasts several by the clock.
 */
const COMPUTE_MS = 2_000;
/** Milliseconds by the clock, whatever the thread was given of them. */
const CLOCK_MS = 20_000;
const LOOK_MS = 50;
/** Megabytes of heap: ten times what the largest plan needs. */
const HEAP_MB = 256;
const THREADS = 2;
/** Milliseconds per tick of /proc: 100 a second on every Linux that Node runs on. */
const TICK_MS = 10;

export interface WorkLimits {
  readonly computeMs: number;
  readonly clockMs: number;
  readonly heapMb: number;
  readonly threads: number;
}

interface Job {
  readonly task: WorkTask;
  readonly payload: unknown;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  proc: string | null;
  ready: boolean;
  job: Job | null;
  watch: NodeJS.Timeout | null;
}

/** Beside the bundle, or what the tests' set-up made of the source. */
function threadFile(): URL {
  const places = [
    new URL('./work-thread.js', import.meta.url),
    new URL('../work-thread.js', import.meta.url),
    new URL('../../node_modules/.cache/llmgenie/work-thread.mjs', import.meta.url),
  ];
  const found = places.find((place) => existsSync(fileURLToPath(place)));
  if (found === undefined) throw new Error('the code of the work thread is not built');
  return found;
}

/** Milliseconds the thread has computed so far; null where nobody counts them. */
function computed(proc: string | null): number | null {
  if (proc === null) return null;
  try {
    // Behind the name, which may hold anything: state is field 3 of the whole, user and system time 14 and 15.
    const fields = readFileSync(`/proc/${proc}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    const ticks = Number(fields[11]) + Number(fields[12]);
    return Number.isFinite(ticks) ? ticks * TICK_MS : null;
  } catch {
    return null;
  }
}

export function createWorkPool(limits: Partial<WorkLimits> = {}): Work {
  const {
    computeMs,
    clockMs,
    heapMb,
    threads: most,
  } = {
    computeMs: COMPUTE_MS,
    clockMs: CLOCK_MS,
    heapMb: HEAP_MB,
    threads: THREADS,
    ...limits,
  };
  const threads = new Set<Thread>();
  const waiting: Job[] = [];

  function start(): Thread {
    const worker = new Worker(threadFile(), { resourceLimits: { maxOldGenerationSizeMb: heapMb } });
    const thread: Thread = { worker, proc: null, ready: false, job: null, watch: null };
    threads.add(thread);
    worker.on('message', (answer: WorkAnswer) => take(thread, answer));
    worker.on('error', (error) => {
      const full = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      drop(thread, full ? new WorkRefused('memory') : error);
    });
    worker.on('exit', () => drop(thread, new Error('the work thread ended')));
    worker.unref();
    return thread;
  }

  function take(thread: Thread, answer: WorkAnswer): void {
    if (answer.kind === 'ready') {
      thread.ready = true;
      thread.proc = answer.thread;
      next();
      return;
    }
    const { job } = thread;
    release(thread);
    if (answer.kind === 'done') job?.resolve(answer.result);
    else job?.reject(new Error(answer.message));
    next();
  }

  function release(thread: Thread): void {
    if (thread.watch !== null) clearInterval(thread.watch);
    thread.watch = null;
    thread.job = null;
    thread.worker.unref();
  }

  function drop(thread: Thread, error: Error): void {
    const { job } = thread;
    release(thread);
    if (!threads.delete(thread)) return;
    // A thread that cannot even start would be started for ever.
    if (!thread.ready) for (const each of waiting.splice(0)) each.reject(error);
    job?.reject(error);
    next();
  }

  function begin(thread: Thread, job: Job): void {
    thread.job = job;
    thread.worker.ref();
    thread.worker.postMessage({ task: job.task, payload: job.payload });
    const began = { clock: Date.now(), own: computed(thread.proc) };
    thread.watch = setInterval(() => {
      const clock = Date.now() - began.clock;
      const now = began.own === null ? null : computed(thread.proc);
      const own = now === null || began.own === null ? clock : now - began.own;
      if (own < computeMs && clock < clockMs) return;
      drop(thread, new WorkRefused('time'));
      void thread.worker.terminate();
    }, LOOK_MS);
  }

  function next(): void {
    while (waiting.length > 0) {
      const free = [...threads].find(({ ready, job }) => ready && job === null);
      if (free === undefined) {
        const starting = [...threads].filter(({ ready }) => !ready).length;
        if (threads.size < most && starting < waiting.length) start().worker.ref();
        return;
      }
      const job = waiting.shift();
      if (job !== undefined) begin(free, job);
    }
  }

  return {
    run: <Result>(task: WorkTask, payload: unknown) =>
      new Promise<Result>((resolve, reject) => {
        waiting.push({ task, payload, resolve: (result) => resolve(result as Result), reject });
        next();
      }),
    async close() {
      const ending = [...threads];
      for (const thread of ending) drop(thread, new Error('the work threads are ended'));
      await Promise.all(ending.map(({ worker }) => worker.terminate()));
    },
  };
}
