import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort, readPostmasterFile } from '@/server/db/cluster-postmaster';
import { APP_ROLE, DATABASE, OWNER_ROLE } from '@/server/db/roles';
import { loadSecrets } from '@/server/secrets';
import type { Elsewhere } from './elsewhere';

/** A start may have to recover the database first. */
const START_PATIENCE_MS = 300_000;
const GONE_PATIENCE_MS = 10_000;
const LOOK_MS = 20;

/** The product as `npm start` runs it, on a port and a data folder of its own. */
export interface Product {
  readonly url: string;
  readonly dataDir: string;
  /** Whether it brings its database with it. */
  readonly ownDatabase: boolean;
  /** Everything it printed. */
  readonly said: string[];
  /** As the owner of the schema and as the application; the port changes with every start. */
  databaseUrls(): { owner: string; app: string };
  /** One command. Answers the milliseconds until it was ready. */
  start(): Promise<number>;
  /** SIGTERM; answers its exit code. */
  stop(): Promise<number | null>;
  /** kill -9 of node alone: its database stays behind. */
  killServer(): Promise<void>;
  /** kill -9 of the postmaster, or of one of its processes. */
  killPostgres(which: 'postmaster' | number): Promise<void>;
  /** kill -9 of node, the postmaster and everything below them. */
  killTree(): Promise<void>;
  /** SIGSTOP and, after a while, SIGCONT. */
  pause(what: 'server' | 'postgres', milliseconds: number): Promise<void>;
  alive(): boolean;
}

/** Processes whose parent is that one, and theirs. */
export function descendants(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      // The command's name stands in parentheses and may hold anything.
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It ended while we looked.
    }
  }
  const found = [pid];
  for (const one of found) {
    for (const [child, parent] of parents) if (parent === one) found.push(child);
  }
  return found.slice(1);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

export async function makeProduct(dataDir: string, elsewhere: Elsewhere | null): Promise<Product> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const said: string[] = [];
  let child: ChildProcess | undefined;

  const postmaster = () => {
    if (elsewhere !== null) return elsewhere.postmaster();
    const file = readPostmasterFile(join(dataDir, 'postgres'));
    if (file === null) throw new Error('no PostgreSQL runs on the data folder');
    return file.pid;
  };
  const serverPid = () => {
    if (child?.pid === undefined) throw new Error('the product does not run');
    return child.pid;
  };
  const alive = () => child !== undefined && child.exitCode === null && child.signalCode === null;
  async function gone(): Promise<void> {
    if (child !== undefined && alive()) await once(child, 'exit');
  }

  return {
    url,
    dataDir,
    ownDatabase: elsewhere === null,
    said,
    alive,
    databaseUrls() {
      if (elsewhere !== null) return { owner: elsewhere.url, app: elsewhere.url };
      const secrets = loadSecrets(dataDir);
      const running = readPostmasterFile(join(dataDir, 'postgres'));
      const at = (user: string, password: string) =>
        `postgresql://${user}:${password}@127.0.0.1:${running?.port ?? 0}/${DATABASE}`;
      return { owner: at(OWNER_ROLE, secrets.ownerPassword), app: at(APP_ROLE, secrets.appPassword) };
    },
    async start() {
      const began = performance.now();
      const started = spawn(process.execPath, ['server/cli/start.mjs'], {
        env: {
          ...process.env,
          PORT: String(port),
          HOST: '127.0.0.1',
          LLMGENIE_DATA: dataDir,
          LLMGENIE_SAMPLE: '0',
          LLMGENIE_RATE: '0',
          DATABASE_URL: elsewhere?.url ?? '',
          DATABASE_POOL_URL: elsewhere?.poolUrl ?? '',
          NEXTAUTH_URL: '',
          NEXTAUTH_SECRET: '',
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child = started;
      started.stderr.on('data', (chunk) => said.push(String(chunk).trimEnd()));
      const late = pause(START_PATIENCE_MS).then(() => {
        throw new Error('it was not ready in time');
      });
      const ready = new Promise<void>((resolve, reject) => {
        createInterface({ input: started.stdout }).on('line', (line) => {
          said.push(line);
          if (line.startsWith('ready ')) resolve();
        });
        started.once('exit', (code, signal) =>
          reject(new Error(`it ended with ${signal ?? code} before it was ready`)),
        );
      });
      await Promise.race([ready, late]).catch((error: unknown) => {
        throw new Error(`the product did not start: ${said.slice(-20).join('\n')}`, { cause: error });
      });
      return performance.now() - began;
    },
    async stop() {
      if (!alive()) return child?.exitCode ?? null;
      send(serverPid(), 'SIGTERM');
      await gone();
      return child?.exitCode ?? null;
    },
    async killServer() {
      send(serverPid(), 'SIGKILL');
      await gone();
    },
    async killPostgres(which) {
      const main = postmaster();
      const below = descendants(main);
      send(which === 'postmaster' ? main : (below[which % below.length] ?? main), 'SIGKILL');
      if (elsewhere !== null && which === 'postmaster') await elsewhere.revive();
    },
    async killTree() {
      const server = serverPid();
      // A first start may not have come so far.
      const runs = elsewhere !== null || existsSync(join(dataDir, 'postgres', 'postmaster.pid'));
      const main = runs ? postmaster() : server;
      // Nobody of them may see another go: all stand still before the first is killed.
      const all = [...new Set([server, ...descendants(server), main, ...descendants(main)])];
      for (const pid of all) send(pid, 'SIGSTOP');
      for (const pid of all) send(pid, 'SIGKILL');
      await gone();
      for (const end = Date.now() + GONE_PATIENCE_MS; descendants(main).length > 0 && Date.now() < end; )
        await pause(LOOK_MS);
      if (elsewhere !== null) await elsewhere.revive();
    },
    async pause(what, milliseconds) {
      const main = what === 'server' ? serverPid() : postmaster();
      const all = what === 'server' ? [main] : [main, ...descendants(main)];
      for (const pid of all) send(pid, 'SIGSTOP');
      await pause(milliseconds);
      for (const pid of all) send(pid, 'SIGCONT');
    },
  };
}
