import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { createPool } from '@/server/db/pool';
import { type Doors, openDoors } from './door';
import { openElsewhere } from './elsewhere';
import { Field } from './field';
import { checkInvariants } from './invariants';
import { makePlan, type Plan } from './plan';
import { makeProduct, type Product } from './product';
import { follow, type Reader } from './reader';
import { interruptStarts } from './starts';
import { ringLateBells } from './time';
import { makeSeats, PROJECTS, type Seat } from './world';
import { type Notes, Writer } from './writer';

/** The product under 16 writers and its readers, to be disturbed. */
export interface Storm {
  readonly product: Product;
  readonly plan: Plan;
  readonly notes: Notes;
  /** As the owner, on whatever port the database has now. */
  withDatabase<T>(work: (pool: pg.Pool) => Promise<T>): Promise<T>;
  /** Writers stop, every call comes to its end, readers catch up; then every promise is held against what is there. */
  calm(): Promise<Report>;
  /** Ends everything; the data folder stays where a promise was broken. */
  close(): Promise<void>;
}

export interface Report {
  readonly events: number;
  readonly acknowledged: number;
  readonly sent: number;
  readonly late: number;
  readonly returns: number;
  readonly lateBells: number;
  /** By promise; empty where all were kept. */
  readonly broken: ReadonlyMap<string, readonly string[]>;
  readonly counts: ReadonlyMap<string, number>;
}

const CATCH_UP_MS = 60_000;
const LOOK_MS = 100;
const READERS_A_PROJECT = 2;

export interface StormOptions {
  readonly seed: number;
  readonly print: (line: string) => void;
  /** The first start is broken off at each of its moments before it may come to its end. */
  readonly interrupted?: boolean | undefined;
}

function startReaders(url: string, seats: readonly Seat[], fields: ReadonlyMap<string, Field>): Reader[] {
  return PROJECTS.flatMap((project) => {
    const own = seats.filter((seat) => seat.project === project);
    return Array.from({ length: READERS_A_PROJECT }, (_, index) => {
      const who = own[index];
      if (who === undefined) throw new Error(`nobody follows ${project}`);
      // One of them keeps the board that the writers go by.
      return follow(url, who, index === 0 ? (told) => fields.get(project)?.tell(told) : undefined);
    });
  });
}

async function headsOf(pool: pg.Pool): Promise<ReadonlyMap<string, number>> {
  const { rows } = await pool.query<{ key: string; seq: number }>(
    'SELECT p.key, c.seq FROM project p JOIN project_clock c ON c.project_id = p.id WHERE p.key = ANY($1)',
    [PROJECTS],
  );
  return new Map(rows.map(({ key, seq }) => [key, seq]));
}

/** Whatever was done to a handoff; who was seen when is noted beside, and a moment late. */
async function movesOf(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ moves: number }>(
    "SELECT count(*)::int AS moves FROM event WHERE type LIKE 'handoff.%'",
  );
  return rows[0]?.moves ?? 0;
}

/** Until every reader has the newest event, and nobody wrote another one meanwhile. */
async function caughtUp(
  readers: readonly Reader[],
  headsNow: () => Promise<ReadonlyMap<string, number>>,
): Promise<void> {
  for (const end = Date.now() + CATCH_UP_MS; Date.now() < end; await pause(LOOK_MS)) {
    const heads = await headsNow();
    if (readers.every(({ project, seen }) => (seen.at(-1) ?? 0) === heads.get(project))) return;
  }
}

function startWriters(
  seats: readonly Seat[],
  shared: { doors: Doors; fields: ReadonlyMap<string, Field>; plan: Plan; notes: Notes; run: string },
): Writer[] {
  const { doors, fields, plan, notes, run } = shared;
  return seats.map((seat, index) => {
    const field = fields.get(seat.project);
    if (field === undefined) throw new Error(`no board of ${seat.project}`);
    return new Writer({ seat, doors, field, turns: plan.turns(index), notes, run });
  });
}

/** A data folder of its own, the product on it by the one command, and everybody at work. */
export async function raiseStorm({ seed, print, interrupted }: StormOptions): Promise<Storm> {
  const { default: check } = await import('fast-check');
  const dataDir = mkdtempSync(join(tmpdir(), 'llmgenie-chaos-'));
  // As root, the database's own user has to walk through it.
  chmodSync(dataDir, 0o711);
  const elsewhere = await openElsewhere();
  const product = await makeProduct(dataDir, elsewhere);
  if (interrupted) await interruptStarts(product, print);
  print(`first start: ${((await product.start()) / 1000).toFixed(1)} s, ${product.url}, ${dataDir}`);
  const seats = await makeSeats(product);
  const plan = makePlan(check, seed);
  const notes: Notes = { acknowledged: [], sent: new Map(), counts: new Map(), problems: [], late: 0 };
  const fields = new Map(PROJECTS.map((project) => [project as string, new Field()]));
  const doors = openDoors(product.url);
  const writers = startWriters(seats, { doors, fields, plan, notes, run: `s${seed}` });
  const readers = startReaders(product.url, seats, fields);
  let over = false;
  let broken = false;
  const playing = Promise.all(
    writers.map(async (writer) => {
      await writer.begin();
      await writer.play(() => over);
    }),
  );

  async function withDatabase<T>(work: (pool: pg.Pool) => Promise<T>): Promise<T> {
    const pool = createPool(product.databaseUrls().owner, { max: 2, statementTimeoutMs: 120_000 });
    try {
      return await work(pool);
    } finally {
      await pool.end();
    }
  }

  return {
    product,
    plan,
    notes,
    withDatabase,
    async calm() {
      over = true;
      await playing;
      const findings = new Map<string, string[]>();
      const found = {
        add: (promise: string, what: string) => {
          findings.set(promise, [...(findings.get(promise) ?? []), what]);
        },
      };
      return withDatabase(async (pool) => {
        const before = await movesOf(pool);
        const lateBells = await ringLateBells(pool);
        const after = await movesOf(pool);
        if (before !== after)
          found.add('deadlines of what moved on do nothing', `${before} moves before them, ${after} after`);
        await caughtUp(readers, () => headsOf(pool));
        const { events } = await checkInvariants(pool, notes, readers, found);
        broken = findings.size > 0;
        return {
          events,
          acknowledged: notes.acknowledged.length,
          sent: notes.sent.size,
          late: notes.late,
          returns: readers.reduce((sum, reader) => sum + reader.returns, 0),
          lateBells,
          broken: findings,
          counts: notes.counts,
        };
      });
    },
    async close() {
      over = true;
      for (const reader of readers) reader.close();
      await product.stop();
      doors.close();
      if (broken) return;
      await elsewhere?.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
