import { type LiveEvent, readEvent, readHead } from './live-event';

/** connecting: not yet open. on: events arrive. lost: it broke and is tried again. */
export type LiveState = 'connecting' | 'on' | 'lost';

/**
 * at: everything up to `seq` has happened already; who has read less reads again. Once to each listener at first.
 * reset: events were missed for good, or the log was restored and counts anew; everybody reads again.
 * event: the next one, in order, each once.
 */
export type StreamMessage =
  | { readonly kind: 'at' | 'reset'; readonly seq: number }
  | { readonly kind: 'event'; readonly event: LiveEvent };

export interface ProjectStream {
  /** Listens until the answer is called. The connection opens with the first listener and closes with the last. */
  listen(listener: (message: StreamMessage) => void): () => void;
  /** Tells of each change of the state; the answer ends it. */
  watch(watcher: () => void): () => void;
  state(): LiveState;
}

/** Waits between attempts to connect again, in ms; the browser itself retries a stream that merely broke off. */
const WAITS = [500, 1000, 2000, 5000, 10_000];
/** A page that leaves for another of the same project hands the connection over within this time (ms). */
const LINGER_MS = 1000;
/** EventSource.CLOSED: the browser has given up. */
const CLOSED = 2;

/** What is needed of an EventSource. */
interface Source {
  readonly readyState: number;
  addEventListener(kind: string, listener: (event: Event) => void): void;
  close(): void;
}

const dataOf = (event: Event) => (event instanceof MessageEvent ? String(event.data) : '');

/** One connection to the events of a project, shared by everything on the page that looks at them. */
export function createProjectStream(
  project: string,
  open: (address: string) => Source = (address) => new EventSource(address),
): ProjectStream {
  const listeners = new Set<(message: StreamMessage) => void>();
  const watchers = new Set<() => void>();
  let source: Source | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempts = 0;
  let state: LiveState = 'connecting';
  /** Newest event that was heard; null before the first hello. */
  let seq: number | null = null;
  /** The log those numbers belong to: a restored one has another. */
  let epoch = '';

  function become(next: LiveState): void {
    if (state === next) return;
    state = next;
    for (const watcher of [...watchers]) watcher();
  }

  function tell(message: StreamMessage): void {
    for (const listener of [...listeners]) listener(message);
  }

  function greet(data: string): void {
    const head = readHead(data);
    become('on');
    if (head === null) return;
    if (seq === null) {
      ({ seq, epoch } = head);
      tell({ kind: 'at', seq });
    } else if (head.epoch !== epoch) reset(data);
    // Else it is the same log, and what was missed follows by itself.
  }

  function reset(data: string): void {
    const head = readHead(data);
    if (head === null) return;
    ({ seq, epoch } = head);
    tell({ kind: 'reset', seq });
  }

  function connect(): void {
    const after = seq === null ? '' : `&after=${seq}`;
    source = open(`/api/events?project=${encodeURIComponent(project)}${after}`);
    source.addEventListener('open', () => {
      attempts = 0;
      become('on');
    });
    source.addEventListener('hello', (event) => greet(dataOf(event)));
    source.addEventListener('reset', (event) => reset(dataOf(event)));
    source.addEventListener('event', (message) => {
      const event = readEvent(dataOf(message));
      if (event === null || (seq !== null && event.seq <= seq)) return;
      seq = event.seq;
      tell({ kind: 'event', event });
    });
    source.addEventListener('error', () => {
      become('lost');
      if (source === null || source.readyState !== CLOSED) return;
      timer = setTimeout(connect, WAITS[Math.min(attempts, WAITS.length - 1)]);
      attempts += 1;
    });
  }

  function end(): void {
    source?.close();
    source = null;
    seq = null;
    attempts = 0;
    state = 'connecting';
  }

  return {
    listen(listener) {
      listeners.add(listener);
      if (listeners.size === 1) {
        clearTimeout(timer);
        timer = undefined;
        if (source === null || source.readyState === CLOSED) connect();
      }
      if (seq !== null) listener({ kind: 'at', seq });
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearTimeout(timer);
        timer = setTimeout(end, LINGER_MS);
      };
    },
    watch(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    state: () => state,
  };
}

const streams = new Map<string, ProjectStream>();

/** The page's one stream of this project. */
export function projectStream(project: string): ProjectStream {
  const known = streams.get(project);
  if (known) return known;
  const made = createProjectStream(project);
  streams.set(project, made);
  return made;
}
