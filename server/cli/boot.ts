import { createServer } from 'node:net';
import { assertGuards, assertPooler, assertSafeDatabase } from '../db/assertions';
import { type Cluster, openCluster } from '../db/cluster';
import type { LockPurpose } from '../db/cluster-lock';
import { freePort } from '../db/cluster-postmaster';
import { ensureExternalRoles } from '../db/external-roles';
import { migrate } from '../db/migrate';
import type { DatabaseUrls } from '../db/roles';
import { untilAnswers } from '../db/until-answers';
import { type Env, readEnv } from '../env';

/** What a server or a command of ours works with. */
export interface Runtime extends DatabaseUrls {
  env: Env;
  /** absent on a database given by DATABASE_URL */
  cluster: Cluster | undefined;
  /** Ends what boot() started. */
  stop(): Promise<void>;
}

export interface BootOptions {
  purpose: LockPurpose;
  /** progress, one line each */
  log: (line: string) => void;
  /** the embedded server died and does not come back */
  onLost?: ((error: Error) => void) | undefined;
  /** the database as it is: nothing is migrated, no sample is made */
  asItIs?: boolean | undefined;
  /** refuses beside a running server, where a command would share its database */
  alone?: boolean | undefined;
}

/** Told now rather than after a build of a minute. */
function assertPortFree(host: string, port: number): Promise<void> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', (error) => {
      const taken = 'code' in error && error.code === 'EADDRINUSE';
      fail(taken ? new Error(`port ${port} of ${host} is in use; stop what has it or set PORT`) : error);
    });
    probe.listen(port, host, () => probe.close(() => done()));
  });
}

interface OpenDatabase extends DatabaseUrls {
  cluster: Cluster | undefined;
  stop(): Promise<void>;
}

async function openDatabase(env: Env, options: BootOptions): Promise<OpenDatabase> {
  if (env.databaseUrl !== undefined) {
    await untilAnswers(env.databaseUrl, options.log);
    const urls = await ensureExternalRoles(env.databaseUrl, env.databasePoolUrl);
    if (urls.poolUrl !== undefined) await untilAnswers(urls.poolUrl, options.log);
    await assertSafeDatabase(urls.appUrl, { durable: true });
    if (urls.poolUrl !== undefined) await assertPooler(urls.poolUrl, urls.appUrl);
    return { ...urls, cluster: undefined, stop: async () => {} };
  }
  const { purpose, alone, onLost, log } = options;
  const cluster = await openCluster({ dataDir: env.dataDir, purpose, alone, onLost, log });
  return { ownerUrl: cluster.ownerUrl, appUrl: cluster.appUrl, cluster, stop: () => cluster.stop() };
}

/** The listener's address for this process and for next-auth, which reads the environment by itself. */
async function settleAddress(env: Env): Promise<void> {
  if (env.port === 0) env.port = await freePort();
  await assertPortFree(env.host, env.port);
  const host = env.host.includes(':') ? `[${env.host}]` : env.host;
  process.env.NEXTAUTH_URL = env.publicUrl ?? `http://${host}:${env.port}`;
}

/**
 * Environment, database, migrations: the common beginning of the server and of every command.
 * Rejects with an error whose message is one line to print.
 */
export async function boot(options: BootOptions): Promise<Runtime> {
  const env = readEnv();
  process.env.NEXTAUTH_SECRET = env.sessionSecret;
  const database = await openDatabase(env, options);
  try {
    // After the folder's lock: of two starts alike, the second hears of the first and not of its port.
    if (options.purpose === 'server') await settleAddress(env);
    if (options.asItIs) return { env, ...database };
    for (const name of await migrate(database.ownerUrl)) options.log(`applied migration ${name}`);
    await assertGuards(database.appUrl);
    if (env.sample) {
      // Loaded only here: it brings the whole domain with it.
      const { seedSample } = await import('../../prisma/seed/sample');
      if (await seedSample(database.ownerUrl)) options.log('made the sample project');
    }
    return { env, ...database };
  } catch (error) {
    await database.stop();
    throw error;
  }
}
