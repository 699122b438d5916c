// Vitest's global set-up: one throwaway cluster a run, started when the first test asks for a database, so that
// a run of pure tests pays nothing. Workers are other processes: they ask over a loopback socket.
// With DATABASE_URL it is that server instead, as a superuser of it, and with DATABASE_POOL_URL through its pooler.

import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { type Cluster, openCluster } from './cluster';
import { clusterHome } from './cluster-binaries';
import { lockHolder } from './cluster-lock';
import { endPostmaster, runningPostmaster } from './cluster-postmaster';
import { databaseAt } from './database-at';
import { ensureExternalRoles } from './external-roles';
import { migrate } from './migrate';
import type { DatabaseUrls } from './roles';

declare module 'vitest' {
  interface ProvidedContext {
    /** loopback port that answers one JSON line with the cluster's URLs (TestClusterUrls) */
    testClusterPort: number;
  }
}

/** `ownerUrl` and `appUrl` point at the migrated template database: clone it, never connect to it. */
export interface TestClusterUrls extends DatabaseUrls, Pick<Cluster, 'superUrl'> {}

interface Template {
  urls: TestClusterUrls;
  close(): Promise<void>;
}

const PREFIX = 'llmgenie-test-';
/** A folder younger than this may belong to a run that is just about to take its lock. */
const FRESH_MS = 60_000;

let door: Server | undefined;
let opened: Promise<Template> | undefined;

async function openTemplate(): Promise<Template> {
  const given = process.env.DATABASE_URL;
  if (given) return openGiven(given, process.env.DATABASE_POOL_URL || undefined);
  await sweepLeftovers();
  const dataDir = mkdtempSync(join(tmpdir(), PREFIX));
  const cluster = await openCluster({ dataDir, durable: false });
  const { superUrl, ownerUrl, appUrl } = cluster;
  const close = async () => {
    await cluster.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await migrate(ownerUrl);
  } catch (error) {
    await close();
    throw error;
  }
  return { urls: { superUrl, ownerUrl, appUrl }, close };
}

/** A template of this run's own on a server somebody has started. */
async function openGiven(superUrl: string, poolUrl: string | undefined): Promise<Template> {
  const name = `test_template_${randomBytes(6).toString('hex')}`;
  await asSuperuser(superUrl, `CREATE DATABASE ${name} TEMPLATE template0`);
  const close = () => asSuperuser(superUrl, `DROP DATABASE ${name} WITH (FORCE)`);
  try {
    const urls = await ensureExternalRoles(databaseAt(superUrl, name), poolUrl && databaseAt(poolUrl, name));
    await migrate(urls.ownerUrl);
    return { urls: { superUrl, ...urls }, close };
  } catch (error) {
    await close();
    throw error;
  }
}

export async function asSuperuser(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** A run killed with -9 leaves its server and folder behind. */
async function sweepLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    if (!existsSync(folder) || Date.now() - statSync(folder).mtimeMs < FRESH_MS) continue;
    if (lockHolder(join(folder, 'lock.json')) !== null) continue;
    const server = runningPostmaster(clusterHome(folder).pgData);
    if (server) await endPostmaster(server.pid);
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function setup(project: TestProject): Promise<void> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    opened ??= openTemplate();
    opened.then(
      ({ urls }) => socket.end(JSON.stringify(urls)),
      (error: unknown) => socket.end(JSON.stringify({ error: String(error) })),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (typeof address !== 'object' || address === null)
    throw new Error('no loopback port for the test cluster');
  project.provide('testClusterPort', address.port);
  door = server;
}

export async function teardown(): Promise<void> {
  door?.close();
  // Whoever asked for a template that could not be made was told so.
  const [template] = await Promise.allSettled([opened]);
  if (template.status === 'fulfilled') await template.value?.close();
}
