import type { z } from 'zod';
import { Inbox, type NextItem } from '@/server/domain/inbox/inbox.schema';
import { AppError, type ErrorCode, isAppError } from '@/server/errors';
import type { Exchange, InboxWait, WaitOptions } from './exchange';
import { bytesOf } from './tool-result';

/** Calls of one token that may wait at the same time. */
const WAITS_A_TOKEN = 4;
const RETRY_SECONDS = 5;
/** A busy project wakes everybody with each event: look again at most ten times a second. */
const LOOK_GAP_MS = 100;
/** A larger package is read through handoff.get, when it is wanted. */
const PACKAGE_BYTES = 5 * 1024;

/** Somebody else was quicker, or the stage filled up: there will be another one. */
const LOST: ReadonlySet<ErrorCode> = new Set(['RULE_REFUSED', 'CONFLICT', 'WIP_LIMIT', 'BUSY', 'NOT_FOUND']);

interface Claim {
  readonly fence: number;
  readonly version: number;
}

/** Ends by itself, when the client is gone, or when the server stops; rings in between. */
class Alarm {
  #ring: () => void = () => undefined;
  #rung = false;
  #over = false;
  readonly #timer: NodeJS.Timeout;
  readonly #stop = () => this.end();
  readonly #gone: AbortSignal;

  constructor(ms: number, gone: AbortSignal) {
    this.#gone = gone;
    this.#timer = setTimeout(this.#stop, ms);
    if (gone.aborted) this.#over = true;
    gone.addEventListener('abort', this.#stop);
  }

  get over(): boolean {
    return this.#over;
  }

  ring(): void {
    this.#rung = true;
    this.#ring();
  }

  end(): void {
    this.#over = true;
    clearTimeout(this.#timer);
    this.#gone.removeEventListener('abort', this.#stop);
    this.#ring();
  }

  /** Until somebody rings, which may have happened already, or it is over. */
  async next(): Promise<void> {
    if (!this.#rung && !this.#over) await this.#pause();
    this.#rung = false;
  }

  /** So many milliseconds, whoever rings meanwhile. */
  async rest(ms: number): Promise<void> {
    const until = performance.now() + ms;
    for (let left = ms; left > 0 && !this.#over; left = until - performance.now()) {
      const timer = setTimeout(() => this.#ring(), left);
      await this.#pause();
      clearTimeout(timer);
    }
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      this.#ring = resolve;
    });
  }
}

async function look(exchange: Exchange, options: WaitOptions, { after, epoch }: Place) {
  // Each look goes through the pipeline: a token revoked or a role lost meanwhile counts at once.
  const { result } = await exchange.execute('inbox.next', {
    ...(after === undefined ? {} : { after }),
    ...(epoch === undefined ? {} : { epoch }),
    claimable: options.claim,
  });
  return Inbox.parse(result);
}

/** Where in the log a caller is. */
type Place = Pick<WaitOptions, 'after' | 'epoch'>;

function answer(
  item: NextItem | null,
  { cursor, epoch, reset }: Pick<z.infer<typeof Inbox>, 'cursor' | 'epoch' | 'reset'>,
  claim: Claim | null,
): Record<string, unknown> {
  // Said where it is so only: a cursor of before a restore counts in a log that is gone.
  const place = { cursor, epoch, ...(reset ? { reset } : {}) };
  if (item === null) return { item: null, ...place };
  const { package: carried, ...rest } = item;
  const fits = bytesOf(carried) <= PACKAGE_BYTES;
  return {
    item: {
      ...rest,
      // Left out whole rather than cut.
      ...(fits ? { package: carried } : { packageOmitted: 'handoff.get' }),
      ...(claim ?? {}),
    },
    ...place,
  };
}

type Ticket = WaitOptions['ticket'];

export interface InboxWaits {
  readonly wait: InboxWait;
  /** Calls that wait now. */
  count(): number;
  /** Ends every wait with what it has, and lets no new one last. */
  drain(): void;
}

/** The long poll behind wait_for_next, for all requests of this process. */
export function createInboxWaits(): InboxWaits {
  const perToken = new Map<string, number>();
  const alarms = new Set<Alarm>();
  const claims = new Map<string, Promise<Claim | null>>();
  let draining = false;

  async function claimItem(exchange: Exchange, item: NextItem, ticket: Ticket): Promise<Claim | null> {
    try {
      const { result } = await exchange.execute('handoff.claim', { handoff: item.handoff }, { ticket });
      const { fence, version } = Object(result);
      return { fence: Number(fence), version: Number(version) };
    } catch (error) {
      if (isAppError(error) && LOST.has(error.code)) return null;
      throw error;
    }
  }

  /** One after the other: when one agent of this process got it, the others need not even try. */
  async function claimAlone(
    exchange: Exchange,
    projectId: string,
    item: NextItem,
    ticket: Ticket,
  ): Promise<Claim | null> {
    const key = `${projectId} ${item.handoff}`;
    const other = claims.get(key);
    if (other !== undefined) {
      await other.catch(() => null);
      return null;
    }
    const own = claimItem(exchange, item, ticket).finally(() => claims.delete(key));
    claims.set(key, own);
    return own;
  }

  /** Nobody is there to work on it: back it goes, instead of resting until the lease runs out. */
  async function putBack(exchange: Exchange, item: NextItem, claim: Claim, ticket: Ticket): Promise<void> {
    try {
      const { version, fence } = claim;
      const args = { handoff: item.handoff, expectedVersion: version, fence };
      await exchange.execute('handoff.release', args, { ticket });
    } catch (error) {
      // The lease is the net below.
      if (!isAppError(error)) throw error;
    }
  }

  async function follow(exchange: Exchange, options: WaitOptions, alarm: Alarm) {
    let place: Place = { after: options.after, epoch: options.epoch };
    let lost = '';
    let unsubscribe: (() => void) | undefined;
    try {
      for (;;) {
        const looked = performance.now();
        const seen = await look(exchange, options, place);
        const { item, cursor, epoch, projectId } = seen;
        if (item !== null && (!options.claim || item.kind !== 'handoff')) return answer(item, seen, null);
        if (item !== null) {
          if (exchange.gone.aborted) return answer(null, seen, null);
          const claim = await claimAlone(exchange, projectId, item, options.ticket);
          if (claim !== null && !exchange.gone.aborted) return answer(item, seen, claim);
          if (claim !== null) await putBack(exchange, item, claim, options.ticket);
          // Looking again passes over what somebody took; what is still listed after a second refusal is passed over here.
          if (lost === `${item.handoff} ${item.seq}`) place = { after: item.seq, epoch };
          lost = `${item.handoff} ${item.seq}`;
          if (!alarm.over) continue;
        }
        // Who waits with a cursor of another log is told at once.
        if (alarm.over || seen.reset) return answer(null, seen, null);
        place = { after: cursor, epoch };
        if (unsubscribe === undefined) {
          // Between the look and here something may have come: look once more, from the cursor.
          unsubscribe = exchange.runtime.wake.subscribe(projectId, () => alarm.ring());
          continue;
        }
        await alarm.next();
        await alarm.rest(LOOK_GAP_MS - (performance.now() - looked));
      }
    } finally {
      unsubscribe?.();
    }
  }

  return {
    async wait(exchange, options) {
      const token = exchange.credential.secretHash.toString('hex');
      const waiting = perToken.get(token) ?? 0;
      if (waiting >= WAITS_A_TOKEN) {
        throw new AppError('RATE_LIMITED', 'This token waits in as many calls as it may.', {
          details: { limit: WAITS_A_TOKEN, retryAfterSeconds: RETRY_SECONDS },
        });
      }
      perToken.set(token, waiting + 1);
      const alarm = new Alarm(draining ? 0 : options.timeoutMs, exchange.gone);
      alarms.add(alarm);
      try {
        return await follow(exchange, options, alarm);
      } finally {
        alarm.end();
        alarms.delete(alarm);
        const left = (perToken.get(token) ?? 1) - 1;
        if (left === 0) perToken.delete(token);
        else perToken.set(token, left);
      }
    },
    count: () => alarms.size,
    drain() {
      draining = true;
      for (const alarm of [...alarms]) alarm.end();
    },
  };
}
