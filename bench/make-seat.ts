import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import type { Credential } from '@/server/actions/credential';
import { execute } from '@/server/actions/execute';
import type { PipelineRuntime } from '@/server/actions/pipeline-runtime';
import { hashAgentToken } from '@/server/auth/agent-token';
import { withTransaction } from '@/server/db/pool';
import { domainPacks } from '@/server/domain/pack/domain-packs';
import { addMember, createProject } from '@/server/domain/project/create-project';

/** One client: an agent with a token, an active session and handoffs it made. */
export interface Seat {
  readonly token: string;
  readonly secretHash: Buffer;
  readonly project: string;
  readonly projectId: string;
  /** Short numbers. */
  readonly handoffs: readonly string[];
  /** Version and fence of each, as the last answer said. */
  readonly seen: Map<string, { version: number; fence: number }>;
}

/** A whole package, as an agent would write it. */
export const packageOf = (summary: string) => ({
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
export async function makeProject(
  ownerPool: pg.Pool,
  key: string,
): Promise<{ id: string; admin: Credential }> {
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

export async function makeSeat(
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
    project: project.key,
    projectId: project.id,
    handoffs: made,
    seen: new Map(made.map((handoff) => [handoff, { version: 1, fence: 1 }])),
  };
}
