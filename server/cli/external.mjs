// `npm run external -- npm test`: runs a command with DATABASE_URL and DATABASE_POOL_URL of a throwaway PostgreSQL and a
// pgbouncer in transaction mode in front of it, both from the system's packages (Debian: apt install postgresql pgbouncer).
// PG_BIN and PGBOUNCER name them where they are elsewhere. Nothing of it survives the command.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DEBIAN = '/usr/lib/postgresql';
const APP_ROLE = 'llmgenie_app';
const AGAIN_MS = 200;

function newestBinaries() {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const found = [process.env.PG_BIN, ...versions.map((version) => join(DEBIAN, version, 'bin'))].find(
    (folder) => folder && existsSync(join(folder, 'initdb')),
  );
  if (!found)
    throw new Error('no PostgreSQL of the system: install it (postgresql), or set PG_BIN to its folder');
  return found;
}

function pgbouncer() {
  const found = [process.env.PGBOUNCER, '/usr/sbin/pgbouncer', '/usr/bin/pgbouncer'].find(
    (file) => file && existsSync(file),
  );
  if (!found) throw new Error('no pgbouncer: install it, or set PGBOUNCER to its program');
  return found;
}

/** Neither of them runs as root. */
function unprivileged() {
  if (process.getuid?.() !== 0) return undefined;
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((each) => each.startsWith('postgres:'));
  if (!line) throw new Error('there is no system user postgres to run as');
  const [, , uid, gid] = line.split(':').map(Number);
  return { uid, gid };
}

const freePort = () =>
  new Promise((done, fail) => {
    const probe = createServer().once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });

const user = unprivileged();
const scratch = mkdtempSync(join(tmpdir(), 'llmgenie-external-'));
const ends = [];

function own(path) {
  if (user) chownSync(path, user.uid, user.gid);
}

/** Runs until the end, and is started again when it dies before, as a service manager would. */
function start(program, args) {
  let ending = false;
  let child;
  const exited = new Promise((done) => {
    (function run() {
      child = spawn(program, args, { ...user, cwd: '/', stdio: 'ignore', detached: true });
      child.once('error', done).once('exit', () => {
        if (ending) done();
        else setTimeout(() => ending || run(), AGAIN_MS);
      });
    })();
  });
  ends.unshift(async () => {
    ending = true;
    // Between two runs there is nobody to end.
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGINT');
    await exited;
  });
}

async function answers(port) {
  for (const until = Date.now() + 30_000; Date.now() < until; ) {
    const open = await new Promise((done) => {
      const socket = connect(port, '127.0.0.1', () => done(true)).once('error', () => done(false));
      socket.once('connect', () => socket.destroy());
    });
    if (open) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`nothing answers on port ${port}`);
}

async function startPostgres(binaries, password) {
  const data = join(scratch, 'data');
  const file = join(scratch, 'password');
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  own(data);
  own(file);
  const flags = ['-D', data, '-U', 'postgres', `--pwfile=${file}`, '--auth=scram-sha-256', '--encoding=UTF8'];
  const made = spawnSync(join(binaries, 'initdb'), [...flags, '--locale=C.UTF-8', '--no-sync'], {
    ...user,
    cwd: '/',
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr ?? made.error}`);
  const port = await freePort();
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    jit: 'off',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  start(join(binaries, 'postgres'), ['-D', data, '-p', String(port), ...options]);
  await answers(port);
  return port;
}

async function startPooler(program, server, password) {
  const users = join(scratch, 'users.txt');
  const config = join(scratch, 'pgbouncer.ini');
  const port = await freePort();
  writeFileSync(users, `"${APP_ROLE}" "${password}"\n`, { mode: 0o600 });
  writeFileSync(
    config,
    `[databases]
* = host=127.0.0.1 port=${server}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${users}
pool_mode = transaction
default_pool_size = 20
max_client_conn = 1000
query_wait_timeout = 5
server_login_retry = 1
`,
  );
  own(users);
  own(config);
  start(program, [config]);
  await answers(port);
  return port;
}

async function finish(code) {
  for (const end of ends) await end();
  rmSync(scratch, { recursive: true, force: true });
  process.exit(code);
}
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.once(signal, () => finish(1));

try {
  const [command, ...args] = process.argv.slice(2);
  if (!command) throw new Error('usage: npm run external -- COMMAND …');
  chmodSync(scratch, 0o711);
  const [superuser, application] = [randomBytes(16).toString('hex'), randomBytes(16).toString('hex')];
  const pooler = pgbouncer();
  const server = await startPostgres(newestBinaries(), superuser);
  const pool = await startPooler(pooler, server, application);
  const env = {
    ...process.env,
    DATABASE_URL: `postgresql://postgres:${superuser}@127.0.0.1:${server}/postgres`,
    DATABASE_POOL_URL: `postgresql://${APP_ROLE}:${application}@127.0.0.1:${pool}/postgres`,
  };
  const child = spawn(command, args, { env, stdio: 'inherit' });
  const code = await new Promise((done, fail) =>
    child.once('error', fail).once('exit', (value) => done(value ?? 1)),
  );
  await finish(code);
} catch (error) {
  process.stderr.write(`external: ${error.message}\n`);
  await finish(1);
}
