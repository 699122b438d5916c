import { type Cluster, openCluster } from '../db/cluster';
import type { LockPurpose } from '../db/cluster-lock';
import { freePort } from '../db/cluster-postmaster';
import { migrate } from '../db/migrate';
import { type DatabaseUrls, ensureExternalRoles } from '../db/roles';
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
}

/**
 * Environment, database, migrations: the common beginning of the server and of every command.
 * Rejects with an error whose message is one line to print.
 */
export async function boot(options: BootOptions): Promise<Runtime> {
  const env = readEnv();
  // next-auth reads these two by itself, also in code that Next bundled on its own.
  process.env.NEXTAUTH_SECRET = env.sessionSecret;
  if (options.purpose === 'server') {
    if (env.port === 0) env.port = await freePort();
    process.env.NEXTAUTH_URL =
      env.publicUrl ?? `http://${env.host.includes(':') ? `[${env.host}]` : env.host}:${env.port}`;
  }
  if (env.databaseUrl !== undefined) {
    const urls = await ensureExternalRoles(env.databaseUrl);
    await announce(urls.ownerUrl, options.log);
    return { env, ...urls, cluster: undefined, stop: async () => {} };
  }
  const cluster = await openCluster({
    dataDir: env.dataDir,
    purpose: options.purpose,
    onLost: options.onLost,
    log: options.log,
  });
  try {
    await announce(cluster.ownerUrl, options.log);
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  return { env, ownerUrl: cluster.ownerUrl, appUrl: cluster.appUrl, cluster, stop: () => cluster.stop() };
}

async function announce(ownerUrl: string, log: (line: string) => void): Promise<void> {
  for (const name of await migrate(ownerUrl)) log(`applied migration ${name}`);
}
