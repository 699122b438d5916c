// The PostgreSQL server process: making its data directory, starting it, ending it.
//
// The postmaster outlives a node that was killed with -9, and a new one refuses to start beside it.
// Whoever holds the data folder's lock may therefore end any postmaster found there: its owner is dead.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ClusterHome } from './cluster-binaries';
import { processStarted } from './cluster-lock';

/** How long a start is retried: after a kill -9 the old backends hold the shared memory for a moment. */
const START_PATIENCE_MS = 15_000;
/** One attempt may need crash recovery; recovery of a large log takes longer than a plain start. */
const READY_PATIENCE_MS = 60_000;
const POLL_MS = 15;

export interface PostmasterOptions {
  home: ClusterHome;
  superuserPassword: string;
  /** 0 or absent: any free one */
  port?: number | undefined;
  /** false only for throwaway clusters of tests: commits are then lost with the machine */
  durable: boolean;
  logFile: string;
}

export interface Postmaster {
  pid: number;
  port: number;
  child: ChildProcess;
}

/** What the running server wrote into its own `postmaster.pid`. */
export interface PostmasterFile {
  pid: number;
  port: number;
  ready: boolean;
}

export function readPostmasterFile(pgData: string): PostmasterFile | null {
  let text: string;
  try {
    text = readFileSync(join(pgData, 'postmaster.pid'), 'utf8');
  } catch {
    return null;
  }
  const lines = text.split('\n');
  const pid = Number.parseInt(lines[0] ?? '', 10);
  if (!Number.isInteger(pid) || pid <= 0) return null;
  return { pid, port: Number.parseInt(lines[3] ?? '0', 10), ready: lines[7]?.trim() === 'ready' };
}

/** True when that pid is a PostgreSQL server on this data directory, and not some other process by now. */
function isPostmaster(pid: number, pgData: string): boolean {
  if (processStarted(pid) === null) return false;
  try {
    if (existsSync('/proc/self/cmdline')) {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(pgData);
    }
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(pgData);
  } catch {
    return false;
  }
}

/** The living server on this data directory, or null. */
export function runningPostmaster(pgData: string): PostmasterFile | null {
  const file = readPostmasterFile(pgData);
  return file !== null && isPostmaster(file.pid, pgData) ? file : null;
}

/** Makes the data directory. It appears under its name only when complete, so a killed first start leaves nothing half. */
export async function initialise(options: PostmasterOptions): Promise<void> {
  const { home } = options;
  const draft = `${home.pgData}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  // initdb wants its directory empty: the password file stands beside it.
  const beside = `${draft}.password`;
  writeFileSync(beside, `${options.superuserPassword}\n`, { mode: 0o600 });
  if (home.user) {
    chownSync(draft, home.user.uid, home.user.gid);
    chownSync(beside, home.user.uid, home.user.gid);
  }
  const flags = [
    `--pgdata=${draft}`,
    '--username=postgres',
    `--pwfile=${beside}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // With a libc "C" character type, Cyrillic trigrams, lower() and ILIKE do not work.
    '--locale=C.UTF-8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...(options.durable ? [] : ['--no-sync']),
  ];
  try {
    await runToEnd(join(home.binDir, 'initdb'), flags, home);
  } finally {
    rmSync(beside, { force: true });
  }
  renameSync(draft, home.pgData);
}

function runToEnd(file: string, args: string[], home: ClusterHome): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(file, args, {
      ...home.user,
      cwd: '/',
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      output += String(chunk);
    });
    child.on('error', fail);
    child.on('close', (code) => {
      if (code === 0) done();
      else fail(new Error(`initdb ended with ${code}: ${output.trim().split('\n').slice(-3).join(' ')}`));
    });
  });
}

/** A TCP port on the loopback address that is free right now. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.on('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? done(address.port) : fail(new Error('no port')),
      );
    });
  });
}

function serverFlags(pgData: string, port: number, durable: boolean): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '150',
    shared_buffers: '128MB',
    max_wal_size: '512MB',
    // Compiling a plan costs more than any query here takes.
    jit: 'off',
    log_min_messages: 'warning',
    log_checkpoints: 'off',
    fsync: durable ? 'on' : 'off',
    synchronous_commit: durable ? 'on' : 'off',
    full_page_writes: durable ? 'on' : 'off',
  };
  return [
    '-D',
    pgData,
    '-p',
    String(port),
    ...Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`]),
  ];
}

/** Starts the server, ending an orphan first, and retries with growing pauses for about 15 s. */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  const deadline = Date.now() + START_PATIENCE_MS;
  let lastError: unknown;
  for (let wait = 100; ; wait = Math.min(wait * 2, 2_000)) {
    try {
      await clearTheWay(options.home.pgData);
      return await attempt(options, options.port || (await freePort()));
    } catch (error) {
      lastError = error;
    }
    if (Date.now() + wait > deadline) throw lastError;
    await pause(wait);
  }
}

async function clearTheWay(pgData: string): Promise<void> {
  const file = readPostmasterFile(pgData);
  if (file === null) return;
  if (isPostmaster(file.pid, pgData)) await endPostmaster(file.pid);
  // PostgreSQL clears the file of a dead server itself, but takes a stranger with the recycled pid for a living one.
  else if (processStarted(file.pid) !== null) unlinkSync(join(pgData, 'postmaster.pid'));
}

async function attempt(options: PostmasterOptions, port: number): Promise<Postmaster> {
  const { home } = options;
  const log = openSync(options.logFile, 'a', 0o600);
  const child = spawn(join(home.binDir, 'postgres'), serverFlags(home.pgData, port, options.durable), {
    ...home.user,
    cwd: dirname(home.binDir),
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
    // A session of its own: Ctrl-C in the terminal must reach node first, which then ends the server in order.
    detached: true,
    // Straight into a file: a pipe would break under the server once this process is gone.
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let failure: Error | null = null;
  child.once('error', (error) => {
    failure = error;
  });
  child.once('exit', (code, signal) => {
    failure ??= new Error(`PostgreSQL ended with ${signal ?? code} while starting; see ${options.logFile}`);
  });
  child.unref();
  for (const deadline = Date.now() + READY_PATIENCE_MS; ; ) {
    if (failure !== null) throw failure;
    const file = readPostmasterFile(home.pgData);
    if (child.pid !== undefined && file?.pid === child.pid && file.ready)
      return { pid: child.pid, port, child };
    if (Date.now() > deadline) {
      if (child.pid !== undefined) await endPostmaster(child.pid);
      throw new Error(
        `PostgreSQL was not ready within ${READY_PATIENCE_MS / 1000} s; see ${options.logFile}`,
      );
    }
    await pause(POLL_MS);
  }
}

/** Ends a server: a fast shutdown, then ever less politely. Returns when the process is gone. */
export async function endPostmaster(pid: number): Promise<void> {
  const started = processStarted(pid);
  if (started === null) return;
  for (const [signal, patienceMs] of [
    ['SIGINT', 8_000],
    ['SIGQUIT', 4_000],
    ['SIGKILL', 4_000],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return; // gone between the look and the signal
    }
    for (const deadline = Date.now() + patienceMs; Date.now() < deadline; ) {
      if (processStarted(pid) !== started) return;
      await pause(POLL_MS);
    }
  }
  throw new Error(`PostgreSQL (pid ${pid}) does not end`);
}
