import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { median } from './measure';
import { backlog, memory, ours, type PeerSeat, type Place, taskMaster } from './peer-seats';
import { DOCUMENT, load, machine, writeBetweenMarkers } from './report';
import { type ServerProcess, startServer } from './server-process';
import { openWorld } from './world';

/** What anybody can install beside us; fetched for the run and thrown away. */
const PACKAGES = [
  '@modelcontextprotocol/server-memory@2026.8.31',
  'backlog.md@1.52.0',
  'task-master-ai@0.43.1',
];
const SIZES = [10, 1_000, 10_000];
const CALLS = 15;
/** Nobody waits longer for one party's calls of one kind. */
const LONGEST_S = 30;
const WRITERS = 16;
const WRITES = 10;

/** One item added and one read through MCP, at three sizes, beside what others keep in files; and what 16 writers keep. */
export async function peers(write: boolean, print: (line: string) => void): Promise<void> {
  const lines: string[] = [];
  const say = (line: string) => {
    print(line);
    lines.push(line);
  };
  const folder = mkdtempSync(join(tmpdir(), 'llmgenie-peers-'));
  const before = load();
  const world = await openWorld(1);
  let started: Promise<ServerProcess> | undefined;
  const server = () => {
    const start = { party: 'subject', appUrl: world.appUrl, sampleToken: '', sampleHandoff: '' } as const;
    started ??= startServer(start, world.dataDir, undefined);
    return started;
  };
  try {
    writeFileSync(join(folder, 'package.json'), '{"private": true}');
    const install = [
      'install',
      '--no-audit',
      '--no-fund',
      '--ignore-scripts',
      '--prefix',
      folder,
      ...PACKAGES,
    ];
    await promisify(execFile)('npm', install);
    const parties = {
      'server-memory': memory,
      'backlog.md': backlog,
      'task-master-ai': taskMaster,
      llmgenie: ours,
    };
    say('| what | party | 10 items | 1,000 items | 10,000 items | 10,000 to 10 |');
    say('| --- | --- | --- | --- | --- | --- |');
    for (const [name, open] of Object.entries(parties)) {
      const place = (items: number): Place => {
        const own = join(folder, `${name}-${items}`);
        mkdirSync(own);
        return { world, server, items, folder: own, modules: join(folder, 'node_modules') };
      };
      const times: { readonly add: number; readonly read: number }[] = [];
      for (const items of SIZES) times.push(await measure(await open(place(items))));
      for (const what of ['add', 'read'] as const) {
        const cells = times.map((each) => `${each[what].toFixed(1)} ms`);
        const ratio = (times.at(-1)?.[what] ?? Number.NaN) / (times[0]?.[what] ?? Number.NaN);
        say(`| ${what} one | ${name} | ${cells.join(' | ')} | ${ratio.toFixed(1)}x |`);
      }
      const { stored, acknowledged } = await crowd(open, place(0));
      say(
        `| stored of what ${WRITERS} writers were told is stored | ${name} | ${stored} of ${acknowledged} | | | ${(stored / acknowledged).toFixed(3)} |`,
      );
    }
    const { rows } = await world.ownerPool.query<{ server_version: string }>('SHOW server_version');
    say(`\nMachine: ${machine(rows[0]?.server_version ?? '', before)}.`);
    if (write) writeBetweenMarkers(DOCUMENT, 'peers', lines.join('\n'));
  } finally {
    await (await started)?.stop();
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(seat: PeerSeat): Promise<{ add: number; read: number }> {
  try {
    const p50 = async (call: () => Promise<unknown>) => {
      await call();
      const times: number[] = [];
      const end = performance.now() + LONGEST_S * 1000;
      while (times.length < CALLS && performance.now() < end) {
        const began = performance.now();
        await call();
        times.push(performance.now() - began);
      }
      return median(times);
    };
    return { add: await p50(() => seat.add()), read: await p50(() => seat.read()) };
  } finally {
    await seat.close();
  }
}

/** Writers at once, each a client of its own on the same store, as agents are. */
async function crowd(
  open: (place: Place) => Promise<PeerSeat>,
  place: Place,
): Promise<{ stored: number; acknowledged: number }> {
  const seats: PeerSeat[] = [];
  try {
    for (let at = 0; at < WRITERS; at += 1) seats.push(await open({ ...place, writer: at }));
    let acknowledged = 0;
    await Promise.all(
      seats.map(async (seat) => {
        for (let count = 0; count < WRITES; count += 1) {
          await seat.add();
          acknowledged += 1;
        }
      }),
    );
    return { stored: (await seats[0]?.count()) ?? 0, acknowledged };
  } finally {
    for (const seat of seats) await seat.close();
  }
}
