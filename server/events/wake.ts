import type pg from 'pg';
import { withClient } from '../db/pool';
import { Listener } from './listen';

const CHANNEL = 'llmgenie_wake';
/** Commits within this time share one NOTIFY a project. Sent per commit it made 16 writers 2.4 times slower. */
const FLUSH_MS = 25;
/** The floor: no event stays unseen for longer, whatever happens to the wake connection. */
const POLL_MS = 2_000;
/** A notice that could not be sent is worth keeping for a moment only: the others poll. */
const FLUSH_RETRY_MS = 250;

/** `seq` is the project's newest event as far as known; read the log from your own cursor. */
export type WakeListener = (seq: number) => void;

/**
 * Tells who waits for a project's events that there are new ones. A wake-up carries no data and may be lost,
 * doubled or late: the log and a cursor are the truth, and waking makes reading it timely.
 */
export interface WakeBus {
  /** After a commit: wakes this process at once and the others within FLUSH_MS. Never waits, never throws. */
  notify(projectId: string, seq: number): void;
  /** Calls `listener` after new events until the returned function is called. */
  subscribe(projectId: string, listener: WakeListener): () => void;
  /** The newest event known of each project that somebody listens to, by its id. */
  heads(): ReadonlyMap<string, number>;
  /** Resolves when every notice so far is on its way; for commands that end right after their work. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export interface WakeBusOptions {
  /** as the application's role; used for one connection of its own */
  connectionString: string;
  /** for the polling floor */
  pool: pg.Pool;
  flushMs?: number | undefined;
  pollMs?: number | undefined;
  onTrouble?: ((error: Error) => void) | undefined;
}

interface Watch {
  listeners: Set<WakeListener>;
  /** newest sequence number delivered; undefined until known */
  head: number | undefined;
  /** of the project's clock; another one means that the database was restored */
  epoch: string | undefined;
}

export function createWakeBus(options: WakeBusOptions): WakeBus {
  const watches = new Map<string, Watch>();
  const unsent = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> | undefined;
  let polling: Promise<void> | undefined;
  let closed = false;

  const trouble = (error: unknown) =>
    options.onTrouble?.(error instanceof Error ? error : new Error(String(error)));

  function deliver(watch: Watch, seq: number): void {
    watch.head = seq;
    for (const listener of [...watch.listeners]) {
      try {
        listener(seq);
      } catch (error) {
        // One waiting client must not keep the others asleep.
        trouble(error);
      }
    }
  }

  function heard(projectId: string, seq: number): void {
    const watch = watches.get(projectId);
    if (watch && (watch.head === undefined || seq > watch.head)) deliver(watch, seq);
  }

  async function readClocks(): Promise<void> {
    if (watches.size === 0) return;
    const { rows } = await withClient(options.pool, (client) =>
      client.query<{ id: string; seq: number; epoch: string }>(
        'SELECT project_id AS id, seq, epoch FROM project_clock WHERE project_id = ANY($1::uuid[])',
        [[...watches.keys()]],
      ),
    );
    for (const { id, seq, epoch } of rows) {
      const watch = watches.get(id);
      if (!watch) continue;
      const restored = watch.epoch !== undefined && watch.epoch !== epoch;
      watch.epoch = epoch;
      if (restored) deliver(watch, seq);
      else heard(id, seq);
    }
  }

  function poll(): Promise<void> {
    polling ??= readClocks()
      .catch(trouble)
      .finally(() => {
        polling = undefined;
      });
    return polling;
  }

  const listener = new Listener({
    connectionString: options.connectionString,
    channel: CHANNEL,
    onMessage: (payload) => {
      const [projectId, seq] = payload.split(':');
      if (projectId !== undefined && seq !== undefined) heard(projectId, Number(seq));
    },
    // LISTEN stands before the clocks are read: what commits in between is in one of the two.
    onListening: () => void poll(),
    onTrouble: trouble,
  });

  async function sendAll(): Promise<void> {
    const batch = [...unsent];
    unsent.clear();
    if (batch.length === 0) return;
    if (await listener.notify(batch.map(([projectId, seq]) => `${projectId}:${seq}`))) return;
    for (const [projectId, seq] of batch) unsent.set(projectId, Math.max(seq, unsent.get(projectId) ?? 0));
  }

  function send(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    sending ??= sendAll().finally(() => {
      sending = undefined;
      if (unsent.size > 0) arm(FLUSH_RETRY_MS);
    });
    return sending;
  }

  function arm(ms: number): void {
    if (closed || timer) return;
    timer = setTimeout(() => void send(), ms);
    timer.unref();
  }

  const floor = setInterval(() => void poll(), options.pollMs ?? POLL_MS);
  floor.unref();

  return {
    notify(projectId, seq) {
      heard(projectId, seq);
      if (closed) return;
      unsent.set(projectId, Math.max(seq, unsent.get(projectId) ?? 0));
      if (!sending) arm(options.flushMs ?? FLUSH_MS);
    },
    subscribe(projectId, wake) {
      const watch = watches.get(projectId) ?? { listeners: new Set(), head: undefined, epoch: undefined };
      watches.set(projectId, watch);
      watch.listeners.add(wake);
      void listener.ensure();
      return () => {
        watch.listeners.delete(wake);
        if (watch.listeners.size === 0 && watches.get(projectId) === watch) watches.delete(projectId);
      };
    },
    heads() {
      const known = new Map<string, number>();
      for (const [projectId, { head }] of watches) if (head !== undefined) known.set(projectId, head);
      return known;
    },
    async flush() {
      if (sending) await sending;
      await send();
    },
    async close() {
      closed = true;
      clearInterval(floor);
      clearTimeout(timer);
      if (sending) await sending;
      await sendAll();
      await polling;
      await listener.close();
    },
  };
}
