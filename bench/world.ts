import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import type { Credential } from '@/server/actions/credential';
import { execute } from '@/server/actions/execute';
import type { PipelineRuntime } from '@/server/actions/pipeline-runtime';
import { hashAgentToken } from '@/server/auth/agent-token';
import { openCluster } from '@/server/db/cluster';
import { migrate } from '@/server/db/migrate';
import { createPool, withTransaction } from '@/server/db/pool';
import { domainPacks } from '@/server/domain/pack/domain-packs';
import { addMember, createProject } from '@/server/domain/project/create-project';
import { pipelineParts } from '@/server/runtime';

/** As many as the goals name; each acts through an agent of its own. */
export const CLIENTS = 16;
const SPREAD = 8;
/** Connections of every measured party, as of the server itself. */
export const POOL_SIZE = 16;

/** One client: an agent with a token, an active session and handoffs it made. */
export interface Seat {
  readonly token: string;
  readonly secretHash: Buffer;
  readonly projectId: string;
  /** Short numbers. */
  readonly handoffs: readonly string[];
  /** Version and fence of each, as the last answer said. */
  readonly seen: Map<string, { version: number; fence: number }>;
}

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

const packageOf = (summary: string) => ({
  summary,
  lessons: 'The retry belongs to the caller: only it knows whether the answer still matters.',
  checklist: 'Unit tests, a load test of ten minutes, a look at the log.',
  audit: 'Agreed in review; the decision stands in the record of decisions, number 14.',
  metadata: { commit: '9f2c1ab', tests: 'passed' },
  startupPrompt: 'Read the summary, then run the tests before you change anything.',
  controlQuestions: ['What happens to a late write?', 'Who is told of a lapse?', 'What is not done?'],
  successCriteria: ['Somebody else saw it work.'],
});

/** A project with one person who leads it; everything else is made through the pipeline. */
async function makeProject(ownerPool: pg.Pool, key: string): Promise<{ id: string; admin: Credential }> {
  const userId = uuid();
  const id = await withTransaction(ownerPool, async (client) => {
    const project = await createProject(client, { key, name: key, pack: domainPacks.software });
    await client.query('INSERT INTO "user" (id, email, name) VALUES ($1, $2, $3)', [
      userId,
      `${key}@llmgenie.test`,
      key,
    ]);
    await addMember(client, project, {
      userId,
      name: key,
      permission: 'admin',
      roles: ['lead', 'analyst', 'coder'],
    });
    return project.projectId;
  });
  return { id, admin: { kind: 'person', userId, tokenVersion: 1 } };
}

async function makeSeat(
  runtime: PipelineRuntime,
  project: { id: string; key: string; admin: Credential },
  name: string,
  handoffs: number,
): Promise<Seat> {
  const as = async (credential: Credential, action: string, args: object) => {
    const asked = { action, credential, project: project.key, arguments: args };
    const result: unknown = (await execute(runtime, asked)).result;
    return Object(result) as Record<string, unknown>;
  };
  await as(project.admin, 'agent.create', { name, roles: ['analyst'] });
  const token = String((await as(project.admin, 'token.create', { agent: name })).token);
  const secretHash = hashAgentToken(token);
  const agent: Credential = { kind: 'token', secretHash };
  await as(agent, 'session.start', { mode: 'meta', focus: 'benchmark' });
  const made: string[] = [];
  for (let index = 0; index < handoffs; index += 1) {
    const summary = `Step ${index} of ${name}: limit the retries of the sender and tell who waits.`;
    const created = await as(agent, 'handoff.create', {
      title: `Step ${index} of ${name}`,
      package: packageOf(summary),
    });
    made.push(String(created.handoff));
  }
  return {
    token,
    secretHash,
    projectId: project.id,
    handoffs: made,
    seen: new Map(made.map((handoff) => [handoff, { version: 1, fence: 1 }])),
  };
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
