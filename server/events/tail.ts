import { setTimeout as pause } from 'node:timers/promises';
import type { LoggedEvent } from './read-events';
import type { WakeBus } from './wake';

/** Events kept in memory a project: what a client that was away for a moment missed. */
const KEPT = 512;
/** Events read at once. */
const PAGE = 200;
/**
 * The first event after a rest is read at once; of a lively project, whatever comes within this time is read together.
 * A read for each commit took a third of the throughput of 16 writers.
 */
const GATHER_MS = 75;
/** Pause after a failed read. */
const RETRY_MS = 1_000;

/** One event, ready to be written to any number of streams. */
export interface Frame {
  readonly seq: number;
  readonly bytes: Uint8Array;
  readonly bumpsRules: boolean;
}

/** The log, seen from a stream. */
export interface EventLog {
  /** the next events after a sequence number, oldest first, without gaps */
  read(projectId: string, after: number, limit: number): Promise<LoggedEvent[]>;
  clock(projectId: string): Promise<{ seq: number; epoch: string } | null>;
}

/** Who follows a tail. */
export interface Follower {
  /** there may be more to write */
  advance(): void;
  /** the numbers begin anew: forget the cursor */
  restart(seq: number): void;
}

const encoder = new TextEncoder();

function toFrame({ view, bumpsRules }: LoggedEvent): Frame {
  // JSON has no line breaks, so one data line always holds it.
  const text = `id: ${view.seq}\nevent: event\ndata: ${JSON.stringify(view)}\n\n`;
  return { seq: view.seq, bytes: encoder.encode(text), bumpsRules };
}

/**
 * The newest events of one project, read and serialised once for everybody who follows them in this process.
 * INVARIANT: `#frames` has no gaps and ends at `head`.
 */
export class ProjectTail {
  readonly projectId: string;
  readonly #log: EventLog;
  readonly #followers = new Set<Follower>();
  readonly #stop: () => void;
  #frames: Frame[] = [];
  #head: number;
  #epoch: string;
  #target: number;
  #suspect = false;
  #reading = false;
  #readAt = Number.NEGATIVE_INFINITY;
  #again: NodeJS.Timeout | undefined;
  readonly #onTrouble: (error: unknown) => void;

  constructor(
    projectId: string,
    clock: { seq: number; epoch: string },
    log: EventLog,
    bus: Pick<WakeBus, 'subscribe'>,
    onTrouble: (error: unknown) => void,
  ) {
    this.projectId = projectId;
    this.#log = log;
    this.#head = clock.seq;
    this.#target = clock.seq;
    this.#epoch = clock.epoch;
    this.#onTrouble = onTrouble;
    // Woken from here on, and whoever follows reads on from its own cursor: nothing falls between the two.
    this.#stop = bus.subscribe(projectId, (seq) => this.woken(seq));
  }

  get head(): number {
    return this.#head;
  }

  get epoch(): string {
    return this.#epoch;
  }

  get followers(): number {
    return this.#followers.size;
  }

  follow(follower: Follower): () => void {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }

  /** That event, when it is among the newest. */
  frame(seq: number): Frame | undefined {
    const first = this.#frames[0]?.seq;
    return first === undefined ? undefined : this.#frames[seq - first];
  }

  /** Events before the kept ones, for a client that was away for longer. */
  async older(after: number): Promise<Frame[]> {
    return (await this.#log.read(this.projectId, after, PAGE)).map(toFrame);
  }

  close(): void {
    clearTimeout(this.#again);
    this.#stop();
  }

  /** There are events up to this number. */
  woken(seq: number): void {
    if (seq < this.#head) this.#suspect = true;
    else this.#target = Math.max(this.#target, seq);
    if (this.#reading || (!this.#suspect && this.#target === this.#head)) return;
    this.#reading = true;
    void this.#catchUp();
  }

  async #catchUp(): Promise<void> {
    try {
      while (this.#suspect || this.#head < this.#target) {
        if (this.#suspect) await this.#askEpoch();
        else await this.#readOn();
      }
    } catch (error) {
      this.#onTrouble(error);
      // What was announced once may not be announced again.
      this.#again = setTimeout(() => this.woken(this.#target), RETRY_MS);
      this.#again.unref();
    } finally {
      this.#reading = false;
    }
  }

  async #readOn(): Promise<void> {
    const early = this.#readAt + GATHER_MS - performance.now();
    if (early > 0) await pause(early, undefined, { ref: false });
    this.#readAt = performance.now();
    const frames = (await this.#log.read(this.projectId, this.#head, PAGE)).map(toFrame);
    this.#head = frames.at(-1)?.seq ?? this.#head;
    // Announced, and not there: by the clock of before a restore. The next wake-up tells more.
    if (frames.length === 0) this.#target = this.#head;
    this.#frames = [...this.#frames, ...frames].slice(-KEPT);
    for (const follower of [...this.#followers]) follower.advance();
  }

  /** A lower number is a late wake-up, unless the epoch changed: then the database was restored. */
  async #askEpoch(): Promise<void> {
    this.#suspect = false;
    const clock = await this.#log.clock(this.projectId);
    if (clock === null || clock.epoch === this.#epoch) return;
    this.#frames = [];
    this.#head = clock.seq;
    this.#target = clock.seq;
    this.#epoch = clock.epoch;
    for (const follower of [...this.#followers]) follower.restart(clock.seq);
  }
}
