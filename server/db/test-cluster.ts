// Vitest's global set-up: one throwaway cluster a run, started when the first test asks for a database, so that
// a run of pure tests pays nothing. Workers are other processes: they ask over a loopback socket.
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { type Cluster, openCluster } from './cluster';
import { clusterHome } from './cluster-binaries';
import { lockHolder } from './cluster-lock';
import { endPostmaster, runningPostmaster } from './cluster-postmaster';
import { migrate } from './migrate';

declare module 'vitest' {
  interface ProvidedContext {
    /** loopback port that answers one JSON line with the cluster's URLs (TestClusterUrls) */
    testClusterPort: number;
  }
}

/** `ownerUrl` and `appUrl` point at the migrated template database: clone it, never connect to it. */
export type TestClusterUrls = Pick<Cluster, 'superUrl' | 'ownerUrl' | 'appUrl'>;

const PREFIX = 'llmgenie-test-';
/** A folder younger than this may belong to a run that is just about to take its lock. */
const FRESH_MS = 60_000;

let door: Server | undefined;
let opened: Promise<Cluster> | undefined;
let dataDir: string | undefined;

async function openTemplate(): Promise<Cluster> {
  await sweepLeftovers();
  dataDir = mkdtempSync(join(tmpdir(), PREFIX));
  const cluster = await openCluster({ dataDir, durable: false });
  await migrate(cluster.ownerUrl);
  return cluster;
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
      ({ superUrl, ownerUrl, appUrl }) => socket.end(JSON.stringify({ superUrl, ownerUrl, appUrl })),
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
  const cluster = await opened?.catch(() => undefined);
  await cluster?.stop();
  if (dataDir) rmSync(dataDir, { recursive: true, force: true });
}
