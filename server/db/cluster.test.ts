import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { assertSafeDatabase } from './assertions';
import { type Cluster, DataFolderInUse, openCluster } from './cluster';
import { processStarted } from './cluster-lock';

interface Said {
  port?: number;
  postmaster?: number;
  error?: string;
}

const HOLDER = 'node_modules/.cache/llmgenie/hold-cluster.mjs';

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  // The server may be killed under this connection; the query's own rejection tells it.
  client.on('error', () => client.end());
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('the embedded cluster', () => {
  let dataDir: string;
  const holders = new Set<ChildProcess>();
  let mine: Cluster | undefined;

  async function hold(
    purpose: 'server' | 'command' = 'server',
  ): Promise<{ child: ChildProcess; said: Said }> {
    const child = spawn(process.execPath, [HOLDER, dataDir, purpose], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    holders.add(child);
    for await (const line of createInterface({ input: child.stdout }))
      return { child, said: JSON.parse(line) };
    throw new Error('the holder said nothing');
  }
  async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
    holders.delete(child);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }
  async function open(options: { purpose?: 'server' | 'command' } = {}): Promise<Cluster> {
    mine = await openCluster({ dataDir, ...options });
    return mine;
  }

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'cluster-'));
    await build({
      entryPoints: ['server/db/fixtures/hold-cluster.ts'],
      outfile: HOLDER,
      bundle: true,
      format: 'esm',
      platform: 'node',
      packages: 'external',
    });
    const first = await openCluster({ dataDir });
    await query(first.ownerUrl, 'CREATE TABLE kept (id int); GRANT SELECT, INSERT ON kept TO llmgenie_app');
    await first.stop();
  });
  afterEach(async () => {
    await mine?.stop();
    mine = undefined;
    for (const child of holders) await end(child, 'SIGTERM');
  });
  afterAll(() => rmSync(dataDir, { recursive: true }));

  it('refuses a second server and names the pid of the first', async () => {
    const { child } = await hold();
    const refused = await open().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(DataFolderInUse);
    expect(String(refused)).toContain(`pid ${child.pid}`);
    expect(String(refused).split('\n')).toHaveLength(1);
  });

  it('lets a command share a running server, and leaves it running', async () => {
    const { said } = await hold();
    const command = await open({ purpose: 'command' });
    expect(command.port).toBe(said.port);
    expect(await query(command.appUrl, 'SELECT current_user::text AS name')).toEqual([
      { name: 'llmgenie_app' },
    ]);
    await command.stop();
    expect(processStarted(said.postmaster ?? 0)).not.toBeNull();
  });

  it('lets commands work one after another where no server runs, and leaves nothing running', async () => {
    const { child, said } = await hold('command');
    const second = open({ purpose: 'command' });
    await end(child, 'SIGTERM');
    const command = await second;
    expect(command.postmasterPid()).not.toBe(said.postmaster);
    await command.stop();
    expect(processStarted(command.postmasterPid())).toBeNull();
    expect(existsSync(join(dataDir, 'lock.json'))).toBe(false);
  });

  it('recovers after kill -9 of node: the orphan is ended and acknowledged rows are there', async () => {
    const { child, said } = await hold();
    await end(child, 'SIGKILL');
    expect(processStarted(said.postmaster ?? 0)).not.toBeNull();
    const cluster = await open();
    expect(processStarted(said.postmaster ?? 0)).toBeNull();
    await query(cluster.appUrl, 'INSERT INTO kept VALUES (1)');
  });

  it('recovers after kill -9 of node and PostgreSQL together', async () => {
    const { child, said } = await hold();
    await query(`postgresql://${app()}@127.0.0.1:${said.port}/llmgenie`, 'INSERT INTO kept VALUES (2)');
    process.kill(said.postmaster ?? 0, 'SIGKILL');
    await end(child, 'SIGKILL');
    const cluster = await open();
    expect(await query(cluster.appUrl, 'SELECT id FROM kept WHERE id = 2')).toEqual([{ id: 2 }]);
  });

  it('brings PostgreSQL back on the same port after kill -9 of it alone', async () => {
    const cluster = await open();
    const killed = cluster.postmasterPid();
    await query(cluster.appUrl, 'INSERT INTO kept VALUES (3)');
    process.kill(killed, 'SIGKILL');
    const back = () => query(cluster.appUrl, 'SELECT id FROM kept WHERE id = 3').catch(() => 'not yet');
    await expect.poll(back, { timeout: 15_000 }).toEqual([{ id: 3 }]);
    expect(cluster.postmasterPid()).not.toBe(killed);
  });

  it('finishes a first start that was killed before roles and database were made', async () => {
    const cluster = await open();
    await query(cluster.superUrl, 'CREATE DATABASE spare');
    await query(cluster.superUrl, 'ALTER DATABASE llmgenie RENAME TO aside');
    await query(cluster.superUrl, 'ALTER ROLE llmgenie_app RENAME TO former_app');
    await cluster.stop();
    mkdirSync(join(dataDir, 'postgres.new'), { recursive: true });
    writeFileSync(join(dataDir, 'postgres.new', 'PG_VERSION'), '18\n');
    const again = await open();
    expect(await query(again.appUrl, 'SELECT current_database()::text AS name')).toEqual([
      { name: 'llmgenie' },
    ]);
    await query(again.superUrl, 'DROP DATABASE llmgenie WITH (FORCE)');
    await query(again.superUrl, 'ALTER DATABASE aside RENAME TO llmgenie');
  });

  it('is not fooled by files that name a recycled pid', async () => {
    const first = await open();
    const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
    const lines = readFileSync(pidFile, 'utf8').split('\n');
    await first.stop();
    writeFileSync(pidFile, [process.pid, ...lines.slice(1)].join('\n'));
    writeFileSync(
      join(dataDir, 'lock.json'),
      JSON.stringify({ pid: process.pid, started: 'before', purpose: 'server' }),
    );
    const cluster = await open();
    expect(await query(cluster.appUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('refuses a database that would lose commits, and an application that is superuser', async () => {
    const cluster = await open();
    await expect(assertSafeDatabase(cluster.superUrl, { durable: true })).rejects.toThrow(/superuser/);
    await query(cluster.superUrl, 'ALTER ROLE llmgenie_app SET synchronous_commit = off');
    await expect(assertSafeDatabase(cluster.appUrl, { durable: true })).rejects.toThrow(
      /synchronous_commit is off/,
    );
    await query(cluster.superUrl, 'ALTER ROLE llmgenie_app RESET synchronous_commit');
  });

  function app(): string {
    const secrets = JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8'));
    return `llmgenie_app:${secrets.appPassword}`;
  }
});
