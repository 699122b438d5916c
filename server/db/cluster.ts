// The embedded PostgreSQL of a data folder: one owner at a time, started, watched, ended.
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { loadSecrets } from '../secrets';
import { assertSafeDatabase } from './assertions';
import { clusterHome } from './cluster-binaries';
import { type LockHolder, type LockPurpose, lockHolder, releaseLock, takeLock } from './cluster-lock';
import {
  endPostmaster,
  initialise,
  type Postmaster,
  type PostmasterOptions,
  runningPostmaster,
  startPostmaster,
} from './cluster-postmaster';
import { APP_ROLE, DATABASE, type DatabaseUrls, ensureEmbeddedRoles, OWNER_ROLE } from './roles';

export interface ClusterOptions {
  /** the data folder (LLMGENIE_DATA); made when absent */
  dataDir: string;
  /** fixed port; absent: any free one, kept while this process runs */
  port?: number | undefined;
  /** a `command` shares the cluster of a running server instead of failing beside it */
  purpose?: LockPurpose | undefined;
  /** a `command` that wants the cluster for itself fails beside a running server as well */
  alone?: boolean | undefined;
  /** false only for throwaway clusters of tests */
  durable?: boolean | undefined;
  /** called when the server died and could not be brought back within its 15 s */
  onLost?: ((error: Error) => void) | undefined;
  log?: ((line: string) => void) | undefined;
}

export interface Cluster extends DatabaseUrls {
  /** database superuser: making and dropping databases (restore, tests) */
  superUrl: string;
  port: number;
  /** pid of the PostgreSQL server as of now; it changes when a killed server is replaced */
  postmasterPid(): number;
  /** Ends the server and frees the folder; nothing to do for a command that shares a running one. */
  stop(): Promise<void>;
}

/** The data folder belongs to a living process; the message is the one line to print. */
export class DataFolderInUse extends Error {
  constructor(
    dataDir: string,
    readonly holder: LockHolder,
  ) {
    super(
      `${dataDir} is in use by the ${holder.purpose} with pid ${holder.pid}; stop it first or set LLMGENIE_DATA`,
    );
    this.name = 'DataFolderInUse';
  }
}

/** Commands are short: whoever meets one waits this long for it to finish. */
const COMMAND_PATIENCE_MS = 60_000;
/** A server that has just taken the folder needs this long at most until its cluster answers. */
const SHARE_PATIENCE_MS = 30_000;
const POLL_MS = 50;

function urlsOf(dataDir: string, port: number): Omit<Cluster, 'postmasterPid' | 'stop' | 'port'> {
  const secrets = loadSecrets(dataDir);
  const url = (user: string, password: string, database: string) =>
    `postgresql://${user}:${password}@127.0.0.1:${port}/${database}`;
  return {
    superUrl: url('postgres', secrets.superuserPassword, 'postgres'),
    ownerUrl: url(OWNER_ROLE, secrets.ownerPassword, DATABASE),
    appUrl: url(APP_ROLE, secrets.appPassword, DATABASE),
  };
}

/**
 * Opens the embedded cluster of a data folder, making it on first use.
 * Rejects with DataFolderInUse when a living server has the folder (and this is not a command).
 */
export async function openCluster(options: ClusterOptions): Promise<Cluster> {
  const dataDir = resolve(options.dataDir);
  const purpose = options.purpose ?? 'server';
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  const lock = join(dataDir, 'lock.json');
  for (const deadline = Date.now() + COMMAND_PATIENCE_MS; ; await pause(POLL_MS)) {
    const holder = takeLock(lock, purpose);
    if (holder === null) break;
    if (holder.purpose === 'server' && purpose === 'command' && options.alone !== true) {
      const shared = await share(dataDir, lock);
      if (shared) return shared;
    } else if (holder.purpose === 'server' || Date.now() > deadline) {
      throw new DataFolderInUse(dataDir, holder);
    }
  }
  try {
    return await own({ ...options, dataDir }, lock);
  } catch (error) {
    releaseLock(lock);
    throw error;
  }
}

/** Waits for the cluster of the server that holds the lock; null when that server went away meanwhile. */
async function share(dataDir: string, lock: string): Promise<Cluster | null> {
  for (const deadline = Date.now() + SHARE_PATIENCE_MS; Date.now() < deadline; await pause(POLL_MS)) {
    const running = runningPostmaster(clusterHome(dataDir).pgData);
    if (running?.ready) {
      const urls = urlsOf(dataDir, running.port);
      try {
        await assertSafeDatabase(urls.appUrl, { durable: false });
        return { ...urls, port: running.port, postmasterPid: () => running.pid, stop: async () => {} };
      } catch (error) {
        // A first start is still making the roles and the database; anything else shows at the deadline.
        if (Date.now() + POLL_MS >= deadline) throw error;
      }
    }
    if (lockHolder(lock) === null) return null;
  }
  const holder = lockHolder(lock);
  if (holder === null) return null;
  throw new Error(`the server with pid ${holder.pid} has ${dataDir}, but its database does not answer`);
}

async function own(options: ClusterOptions & { dataDir: string }, lock: string): Promise<Cluster> {
  const { dataDir } = options;
  const log = options.log ?? (() => {});
  const durable = options.durable ?? true;
  const secrets = loadSecrets(dataDir);
  const home = clusterHome(dataDir);
  const settings: PostmasterOptions = {
    home,
    superuserPassword: secrets.superuserPassword,
    port: options.port,
    durable,
    logFile: join(dataDir, 'postgres.log'),
  };
  if (!existsSync(join(home.pgData, 'PG_VERSION'))) {
    log(`making a PostgreSQL cluster in ${home.pgData}`);
    await initialise(settings);
  }
  let server = await startPostmaster(settings);
  const urls = urlsOf(dataDir, server.port);
  let stopping = false;

  const endAtExit = () => {
    if (server.child.exitCode === null) server.child.kill('SIGINT');
  };
  const watch = (watched: Postmaster) => {
    watched.child.once('exit', async () => {
      if (stopping) return;
      log('PostgreSQL ended unexpectedly; starting it again');
      try {
        server = await startPostmaster({ ...settings, port: watched.port });
        if (stopping) await endPostmaster(server.pid);
        else watch(server);
      } catch (error) {
        options.onLost?.(error instanceof Error ? error : new Error(String(error)));
      }
    });
  };
  const stop = async () => {
    stopping = true;
    process.removeListener('exit', endAtExit);
    await endPostmaster(server.pid);
    releaseLock(lock);
  };
  watch(server);
  process.once('exit', endAtExit);
  try {
    await ensureEmbeddedRoles(urls.superUrl, secrets);
    await assertSafeDatabase(urls.appUrl, { durable });
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...urls, port: server.port, postmasterPid: () => server.pid, stop };
}
