import { goal1 } from './goal-1';
import { goal3 } from './goal-3';
import { goal4 } from './goal-4';
import { goal5 } from './goal-5';
import { goal6 } from './goal-6';
import { goal7 } from './goal-7';
import { goal9 } from './goal-9';
import { goal10 } from './goal-10';
import { HOLDER_TURN, player } from './moves';
import { DOCUMENT, load, machine, type Row, table, together, writeBetweenMarkers } from './report';
import { seedMany } from './seed-many';
import { openWorld } from './world';

const FULL = { rounds: 5, seconds: 3, handoffsPerSeat: 20, items: 10_000, pages: true };
/** Only shows that everything runs: its figures mean nothing. */
const QUICK = { rounds: 1, seconds: 0.3, handoffsPerSeat: 2, items: 500, pages: false };
/** What 10,000 handoffs are compared with. */
const FEW = 10;

export const GOALS = ['1', '3', '4', '5', '6', '7', '9', '10'];

export interface CoreOptions {
  readonly quick: boolean;
  readonly runs: number;
  /** Puts the table into the document. */
  readonly write: boolean;
  /** Numbers of goals; 2 comes along with 1. */
  readonly only: readonly string[];
  /** A folder for CPU profiles of the measured servers. */
  readonly profileDir: string | undefined;
}

/** One run of all goals of the architecture but that of the board (8), each beside its baseline. */
async function measure(options: CoreOptions): Promise<{ rows: Row[]; postgres: string }> {
  const size = options.quick ? QUICK : FULL;
  const world = await openWorld(size.handoffsPerSeat);
  try {
    const rows: Row[] = [];
    const { profileDir } = options;
    // One for both goals: what one has claimed, no other may begin with.
    const holders = player(world.spread, HOLDER_TURN);
    if (options.only.includes('1')) rows.push(...(await goal1(world, { ...size, profileDir })));
    if (options.only.includes('3')) rows.push(...(await goal3(world, holders, size)));
    if (options.only.includes('4')) rows.push(...(await goal4(world, holders, size)));
    if (options.only.includes('6')) rows.push(...(await goal6(world, size.rounds)));
    if (options.only.includes('7')) rows.push(...(await goal7(world, size)));
    if (options.only.includes('9')) rows.push(...(await goal9(world, size)));
    if (options.only.includes('5') || options.only.includes('10')) {
      const many = await seedMany(world, size.items);
      if (options.only.includes('5'))
        rows.push(...(await goal5(world, await seedMany(world, FEW), many, size)));
      if (options.only.includes('10')) rows.push(...(await goal10(world, many)));
    }
    const { rows: versions } = await world.ownerPool.query<{ server_version: string }>('SHOW server_version');
    return { rows, postgres: versions[0]?.server_version ?? '' };
  } finally {
    await world.close();
  }
}

/** So many runs, each in a world of its own, and one table of them. */
export async function core(options: CoreOptions, print: (line: string) => void): Promise<void> {
  const loadBefore = load();
  const runs: Row[][] = [];
  let postgres = '';
  while (runs.length < options.runs) {
    const run = await measure(options);
    runs.push(run.rows);
    postgres = run.postgres;
    if (runs.length < options.runs) print(`run ${runs.length}\n${table(run.rows)}\n`);
  }
  const text = [table(together(runs)), '', `Machine: ${machine(postgres, loadBefore)}.`].join('\n');
  print(text);
  if (options.write) writeBetweenMarkers(DOCUMENT, 'core', text);
}
