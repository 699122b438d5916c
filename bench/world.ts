import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import type { PipelineRuntime } from '@/server/actions/pipeline-runtime';
import { openCluster } from '@/server/db/cluster';
import { migrate } from '@/server/db/migrate';
import { createPool } from '@/server/db/pool';
import { pipelineParts } from '@/server/runtime';
import { makeProject, makeSeat, type Seat } from './make-seat';

/** As many as the goals name; each acts through an agent of its own. */
export const CLIENTS = 16;
const SPREAD = 8;
/** Connections of every measured party, as of the server itself. */
export const POOL_SIZE = 16;

export interface BenchWorld {
  readonly appUrl: string;
  readonly dataDir: string;
  readonly ownerPool: pg.Pool;
  readonly runtime: PipelineRuntime;
  /** 16 agents, two in each of 8 projects. */
  readonly spread: readonly Seat[];
  /** 16 agents in one project: its clock row makes their commits wait for each other. */
  readonly single: readonly Seat[];
  close(): Promise<void>;
}

/**
 * A temporary cluster with durable settings (fsync and synchronous_commit on) and the projects, agents and handoffs
 * that the measurements work on. Call close(), also after a failure.
 */
export async function openWorld(handoffsPerSeat: number): Promise<BenchWorld> {
  const dataDir = mkdtempSync(join(tmpdir(), 'llmgenie-bench-'));
  const undo: (() => Promise<unknown>)[] = [async () => rmSync(dataDir, { recursive: true, force: true })];
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const cluster = await openCluster({ dataDir });
    undo.push(() => cluster.stop());
    await migrate(cluster.ownerUrl);
    const ownerPool = createPool(cluster.ownerUrl, { max: 4, statementTimeoutMs: 120_000 });
    undo.push(() => ownerPool.end());
    const pool = createPool(cluster.appUrl, { max: POOL_SIZE });
    undo.push(() => pool.end());
    const runtime: PipelineRuntime = { pool, wake: { notify: () => undefined }, ...pipelineParts() };
    const seatsOf = async (key: string, count: number) => {
      const project = { key, ...(await makeProject(ownerPool, key)) };
      const seats: Seat[] = [];
      for (let index = 0; index < count; index += 1) {
        seats.push(await makeSeat(runtime, project, `agent-${index}`, handoffsPerSeat));
      }
      return seats;
    };
    const keys = Array.from({ length: SPREAD }, (_, index) => `bench-${index}`);
    const spread = await Promise.all(keys.map((key) => seatsOf(key, CLIENTS / SPREAD)));
    const single = await seatsOf('bench-one', CLIENTS);
    await ownerPool.query('ANALYZE');
    return { appUrl: cluster.appUrl, dataDir, ownerPool, runtime, spread: spread.flat(), single, close };
  } catch (error) {
    await close();
    throw error;
  }
}
