import { goal1 } from './goal-1';
import { goal3 } from './goal-3';
import { goal10 } from './goal-10';
import { load, machine, type Row, table, writeBetweenMarkers } from './report';
import { openWorld } from './world';

const DOCUMENT = 'docs/performance.md';

const FULL = { rounds: 5, seconds: 3, handoffsPerSeat: 20, items: 10_000 };
/** Only shows that everything runs: its figures mean nothing. */
const QUICK = { rounds: 1, seconds: 0.3, handoffsPerSeat: 2, items: 500 };

export interface CoreOptions {
  readonly quick: boolean;
  /** Puts the table into the document. */
  readonly write: boolean;
  /** Numbers of goals; 2 comes along with 1. */
  readonly only: readonly string[];
  /** A folder for CPU profiles of the measured servers. */
  readonly profileDir: string | undefined;
}

/** Goals 1, 2, 3 and 10 of the architecture, each beside its baseline in the same run. */
export async function core(options: CoreOptions, print: (line: string) => void): Promise<void> {
  const size = options.quick ? QUICK : FULL;
  const loadBefore = load();
  const world = await openWorld(size.handoffsPerSeat);
  try {
    const rows: Row[] = [];
    const { profileDir } = options;
    if (options.only.includes('1')) rows.push(...(await goal1(world, { ...size, profileDir })));
    if (options.only.includes('3')) rows.push(...(await goal3(world, size)));
    if (options.only.includes('10')) rows.push(...(await goal10(world, size.items)));
    const { rows: versions } = await world.ownerPool.query<{ server_version: string }>('SHOW server_version');
    const text = [
      table(rows),
      '',
      `Machine: ${machine(versions[0]?.server_version ?? '', loadBefore)}.`,
    ].join('\n');
    print(text);
    if (options.write) writeBetweenMarkers(DOCUMENT, text);
  } finally {
    await world.close();
  }
}
