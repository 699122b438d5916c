import { setTimeout as pause } from 'node:timers/promises';
import type { Answer, Call, Doors } from './door';
import type { Field } from './field';
import type { Turn } from './plan';
import { type Step, scriptOf, skewed } from './script';
import type { Seat } from './world';

/** A call whose answer came back: from then on it must be there. */
export interface Acknowledged {
  readonly seat: Seat;
  readonly step: Step;
  readonly key: string;
  readonly result: unknown;
  readonly eventSeq: number | null;
}

/** What all writers note together. */
export interface Notes {
  readonly acknowledged: Acknowledged[];
  /** Keys that were sent at least once. */
  readonly sent: Map<string, { readonly seat: Seat; readonly step: Step }>;
  /** Answers by action and code. */
  readonly counts: Map<string, number>;
  /** What should not have been. */
  readonly problems: string[];
  /** Late retries that were answered as the first time. */
  late: number;
}

const AGAIN_MS = 150;
/** Everything is up again long before. */
const SETTLE_MS = 150_000;
/** Waiting helps; everything else is an answer. */
const PASSING: ReadonlySet<string> = new Set(['OVERLOADED', 'BUSY', 'RATE_LIMITED']);
/** No disturbance explains these: the call was right, and so was whoever made it. */
const WRONG: ReadonlySet<string> = new Set([
  'INTERNAL',
  'UNAUTHENTICATED',
  'INSUFFICIENT_SCOPE',
  'NOT_FOUND',
  'INVALID_ARGUMENTS',
  'UNKNOWN_ACTION',
  'TOO_LARGE',
  'IDEMPOTENCY_CONFLICT',
  'FORBIDDEN_ORIGIN',
  'METHOD_NOT_ALLOWED',
  'UNSUPPORTED_MEDIA_TYPE',
]);
/** Right when it was meant, and wrong where the handoff is by now: a rule says so, no schema. */
const isOvertaken = ({ code, details }: Extract<Answer, { kind: 'refused' }>) =>
  code === 'INVALID_ARGUMENTS' && typeof details.rule === 'string';
const OPENS: ReadonlySet<string> = new Set(['session.start', 'session.recover']);
const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

export class Writer {
  readonly seat: Seat;
  readonly #doors: Doors;
  readonly #field: Field;
  readonly #turns: Iterator<Turn>;
  readonly #notes: Notes;
  readonly #mine: Acknowledged[] = [];
  readonly #run: string;
  #ticket: string | undefined;
  #made = 0;

  constructor(given: {
    seat: Seat;
    doors: Doors;
    field: Field;
    turns: Iterator<Turn>;
    notes: Notes;
    /** Tells keys of this run from those of another on the same data. */
    run: string;
  }) {
    this.seat = given.seat;
    this.#doors = given.doors;
    this.#field = given.field;
    this.#turns = given.turns;
    this.#notes = given.notes;
    this.#run = given.run;
  }

  /** Turn after turn; whatever is on its way when the time is over is brought to an end. */
  async play(over: () => boolean): Promise<void> {
    while (!over()) {
      const { value: turn } = this.#turns.next();
      const text = `${this.#run} ${this.seat.name} ${this.#made}`;
      if (turn.mishap === 'late') await this.#again(turn);
      else {
        for (const next of scriptOf(this.seat, this.#field, turn, text)) {
          if (!(await this.#do(typeof next === 'function' ? next() : next, turn))) break;
        }
      }
      await pause(turn.delay);
    }
  }

  /** Sends once more what was answered long ago. */
  async #again({ pick }: Turn): Promise<void> {
    const first = this.#mine[pick % Math.max(1, this.#mine.length)];
    if (first === undefined) return;
    const { step, key } = first;
    const answer = await this.#settle({ ...step, key, ticket: this.#ticket });
    if (answer.kind !== 'done' || !answer.replayed || !same(answer.result, first.result)) {
      this.#problem(step, `late retry of ${key} was answered ${JSON.stringify(answer).slice(0, 300)}`);
    } else this.#notes.late += 1;
  }

  /** One step to its end; false where the rest of the turn has lost its sense. */
  async #do(meant: Step, turn: Turn): Promise<boolean> {
    this.#made += 1;
    const key = `${this.#run}-${this.seat.project}-${this.seat.name}-${this.#made}`;
    const { step, date } =
      turn.mishap === 'skewed' ? skewed(meant, turn.pick) : { step: meant, date: undefined };
    const call: Call = { ...step, key, ticket: this.#ticket, date };
    this.#notes.sent.set(key, { seat: this.seat, step });
    const answer = await this.#send(call, turn);
    const code = answer.kind === 'refused' ? answer.code : answer.kind;
    const name = `${step.action} ${code}`;
    this.#notes.counts.set(name, (this.#notes.counts.get(name) ?? 0) + 1);
    if (answer.kind === 'done') {
      const done = { seat: this.seat, step, key, result: answer.result, eventSeq: answer.eventSeq };
      this.#notes.acknowledged.push(done);
      this.#mine.push(done);
      this.#learn(answer.result);
      return true;
    }
    if (answer.kind === 'unknown') this.#problem(step, `never answered: ${answer.why}`);
    else if (WRONG.has(answer.code) && !isOvertaken(answer))
      this.#problem(step, `${answer.status} ${answer.text}`);
    else if (!OPENS.has(step.action) && this.#lostSession(answer)) await this.#openSession();
    return false;
  }

  async #send(call: Call, { mishap, delay }: Turn): Promise<Answer> {
    if (mishap === 'lostAnswer') {
      const first = await this.#doors.call(this.seat, { ...call, hangUp: delay });
      return first.kind === 'unknown' ? this.#settle(call) : this.#settle(call, first);
    }
    if (mishap !== 'twice') return this.#settle(call);
    const [one, other] = await Promise.all([this.#settle(call), this.#settle(call)]);
    if (one.kind === 'done' && other.kind === 'done') {
      if (!same(one.result, other.result) || !(one.replayed || other.replayed))
        this.#problem(call, `sent twice, done twice: ${JSON.stringify([one, other]).slice(0, 400)}`);
      return one;
    }
    return one.kind === 'done' ? one : other;
  }

  /** With the same key until there is an answer. */
  async #settle(call: Call, first?: Answer): Promise<Answer> {
    let answer = first ?? (await this.#doors.call(this.seat, call));
    for (const end = Date.now() + SETTLE_MS; Date.now() < end; ) {
      if (answer.kind === 'done') return answer;
      if (answer.kind === 'refused') {
        if (!PASSING.has(answer.code)) return answer;
        if (answer.retryAfter === null && answer.status !== 200)
          this.#problem(call, `${answer.status} ${answer.code} without a time`);
      }
      await pause(AGAIN_MS);
      answer = await this.#doors.call(this.seat, call);
    }
    return answer;
  }

  #learn(result: unknown): void {
    const told: Record<string, unknown> = Object(result);
    if (typeof told.ticket === 'string') this.#ticket = told.ticket;
    this.#field.answered(told);
  }

  #lostSession({ details }: Extract<Answer, { kind: 'refused' }>): boolean {
    if (this.seat.as !== 'agent') return false;
    const denials = Array.isArray(details.denials) ? details.denials : [];
    return (
      details.rule === 'session.ticket' ||
      details.rule === 'session.none' ||
      denials.some((denial) => Object(denial).policyId === 'logging.session')
    );
  }

  /** As an agent does that finds itself without one: goes on with the last, else begins. */
  async #openSession(): Promise<void> {
    const plain: Turn = { act: 'recover', mishap: 'none', pick: 0, delay: 0 };
    if (await this.#do({ action: 'session.recover', args: {} }, plain)) return;
    await this.begin();
  }

  /** An agent logs its work in a session. */
  async begin(): Promise<void> {
    if (this.seat.as !== 'agent') return;
    const plain: Turn = { act: 'recover', mishap: 'none', pick: 0, delay: 0 };
    await this.#do({ action: 'session.start', args: { mode: 'code' } }, plain);
  }

  #problem({ action, args }: Step, what: string): void {
    this.#notes.problems.push(
      `${this.seat.project} ${this.seat.name} (${this.seat.door}) ${action} ${JSON.stringify(args).slice(0, 200)}: ${what}`,
    );
  }
}
