import type { Cursor } from './cursor';
import { type EventLog, type Follower, type Frame, ProjectTail } from './tail';
import type { WakeBus } from './wake';

const HEARTBEAT_MS = 15_000;
/** Whether the reader may still read is asked again every so many heartbeats: each minute. */
const BEATS_A_CHECK = 4;
/** Further behind, a fresh snapshot costs less than the events. */
const LONGEST_CATCH_UP = 2_000;
/** Bytes waiting for a client before we stop adding to them. */
const BUFFER_BYTES = 64 * 1024;
/** Milliseconds a browser waits before it connects again: by itself, and when we close for a restart. */
const RETRY_MS = 2_000;
const RETRY_AFTER_DRAIN_MS = 500;

const encoder = new TextEncoder();
const HEARTBEAT = encoder.encode(':\n\n');

export interface StreamOptions {
  readonly projectId: string;
  readonly cursor: Cursor;
  /** Rejects when the reader may no longer read this project. */
  readonly authorise: () => Promise<unknown>;
}

export interface EventStreams {
  /** The body of an SSE answer. Rejects when the project does not exist. The caller has authorised the reader. */
  open(options: StreamOptions): Promise<ReadableStream<Uint8Array>>;
  /** Streams open now. */
  count(): number;
  /** How far each followed project has been read, by its id. */
  heads(): ReadonlyMap<string, number>;
  /** Ends every stream with a hint to come back soon, and opens no more. */
  close(): void;
}

export interface EventStreamsOptions {
  bus: Pick<WakeBus, 'subscribe'>;
  log: EventLog;
  heartbeatMs?: number | undefined;
  onTrouble?: ((error: unknown) => void) | undefined;
}

/** One client. Everything it gets is written by `#pump`, in order, from its own cursor. */
class Subscriber implements Follower {
  readonly #tail: ProjectTail;
  readonly #authorise: () => Promise<unknown>;
  readonly #onEnd: (self: Subscriber) => void;
  readonly #unfollow: () => void;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #cursor: number;
  #older: Frame[] = [];
  #mustAuthorise = false;
  #busy = false;
  #beats = 0;
  #stalled = false;
  readonly body: ReadableStream<Uint8Array>;

  /** `newest`: by the project's clock, which the tail may be a moment behind. */
  constructor(
    tail: ProjectTail,
    newest: number,
    { cursor, authorise }: StreamOptions,
    onEnd: (self: Subscriber) => void,
  ) {
    this.#tail = tail;
    this.#authorise = authorise;
    this.#onEnd = onEnd;
    this.#cursor = cursor.after ?? newest;
    const lost =
      (cursor.epoch !== null && cursor.epoch !== tail.epoch) ||
      this.#cursor > newest ||
      newest - this.#cursor > LONGEST_CATCH_UP;
    this.body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
          this.#write(`retry: ${RETRY_MS}\n\n`);
          this.#say('hello', { seq: newest, epoch: tail.epoch });
          if (lost) this.restart(newest);
        },
        pull: () => this.#pump(),
        cancel: () => this.#end(),
      },
      { highWaterMark: BUFFER_BYTES, size: (chunk) => chunk.byteLength },
    );
    this.#unfollow = tail.follow(this);
  }

  advance(): void {
    this.#pump();
  }

  restart(seq: number): void {
    this.#cursor = seq;
    this.#older = [];
    this.#say('reset', { seq, epoch: this.#tail.epoch });
  }

  beat(): void {
    const full = (this.#controller?.desiredSize ?? 0) <= 0;
    if (full && this.#stalled) {
      // It has taken nothing for a whole heartbeat: what waits for it would only grow old here.
      this.#controller?.error(new Error('the client reads too slowly'));
      this.#end();
      return;
    }
    this.#stalled = full;
    if (!full) this.#controller?.enqueue(HEARTBEAT);
    this.#beats += 1;
    if (this.#beats % BEATS_A_CHECK === 0) {
      this.#mustAuthorise = true;
      this.#pump();
    }
  }

  drain(): void {
    this.#write(`retry: ${RETRY_AFTER_DRAIN_MS}\n\n`);
    this.#close();
  }

  #pump(): void {
    while (this.#controller && !this.#busy) {
      if (this.#mustAuthorise) {
        this.#alone(() => this.#check());
        return;
      }
      if ((this.#controller.desiredSize ?? 0) <= 0) return; // pull() goes on when there is room
      const frame = this.#next();
      if (!frame) {
        if (this.#cursor < this.#tail.head) this.#alone(() => this.#catchUp());
        return;
      }
      this.#stalled = false;
      this.#cursor = frame.seq;
      if (frame.bumpsRules) this.#mustAuthorise = true;
      // Last: it may call pull(), and with it this method, before it returns.
      this.#controller.enqueue(frame.bytes);
    }
  }

  #next(): Frame | undefined {
    const seq = this.#cursor + 1;
    const kept = this.#tail.frame(seq);
    if (kept) {
      this.#older = [];
      return kept;
    }
    // Whatever was read before the cursor moved on is dropped: each event is written once.
    while (this.#older[0] && this.#older[0].seq < seq) this.#older.shift();
    return this.#older[0]?.seq === seq ? this.#older[0] : undefined;
  }

  /** One step at a time; then on from wherever things stand. */
  #alone(step: () => Promise<void>): void {
    this.#busy = true;
    step()
      .catch(() => this.#close())
      .finally(() => {
        this.#busy = false;
        this.#pump();
      });
  }

  async #check(): Promise<void> {
    await this.#authorise();
    this.#mustAuthorise = false;
  }

  async #catchUp(): Promise<void> {
    this.#older = await this.#tail.older(this.#cursor);
    if (this.#older[0]?.seq !== this.#cursor + 1) this.restart(this.#tail.head);
  }

  #say(event: 'hello' | 'reset', data: { seq: number; epoch: string }): void {
    this.#write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  #write(text: string): void {
    this.#controller?.enqueue(encoder.encode(text));
  }

  #close(): void {
    this.#controller?.close();
    this.#end();
  }

  #end(): void {
    this.#controller = undefined;
    this.#unfollow();
    this.#onEnd(this);
  }
}

/**
 * Live events for browsers and agents, as server-sent events: `hello` {seq, epoch} first, then `event` with the number
 * as its id, or `reset` {seq, epoch} when the cursor is too old, beyond the newest, or of another epoch: fetch a
 * snapshot and go on from `seq`. A stream ends when its reader loses access, reads too slowly, or we shut down.
 */
export function createEventStreams(options: EventStreamsOptions): EventStreams {
  const tails = new Map<string, ProjectTail>();
  const subscribers = new Set<Subscriber>();
  let closed = false;
  const heart = setInterval(() => {
    for (const subscriber of [...subscribers]) subscriber.beat();
  }, options.heartbeatMs ?? HEARTBEAT_MS);
  heart.unref();

  function tailOf(projectId: string, clock: { seq: number; epoch: string }): ProjectTail {
    const known = tails.get(projectId);
    if (known) {
      known.woken(clock.seq);
      return known;
    }
    const made = new ProjectTail(projectId, clock, options.log, options.bus, options.onTrouble ?? (() => {}));
    tails.set(projectId, made);
    return made;
  }

  function ended(subscriber: Subscriber, tail: ProjectTail): void {
    subscribers.delete(subscriber);
    if (tail.followers > 0 || tails.get(tail.projectId) !== tail) return;
    tails.delete(tail.projectId);
    tail.close();
  }

  return {
    async open(stream) {
      const clock = await options.log.clock(stream.projectId);
      if (clock === null) throw new Error('no such project');
      // No await from here on: a tail that nobody follows ends, and must not end between these lines.
      const tail = tailOf(stream.projectId, clock);
      const newest = Math.max(clock.seq, tail.head);
      const subscriber = new Subscriber(tail, newest, stream, (self) => ended(self, tail));
      subscribers.add(subscriber);
      if (closed) subscriber.drain();
      return subscriber.body;
    },
    count: () => subscribers.size,
    heads: () => new Map([...tails].map(([projectId, tail]) => [projectId, tail.head])),
    close() {
      closed = true;
      clearInterval(heart);
      for (const subscriber of [...subscribers]) subscriber.drain();
    },
  };
}
