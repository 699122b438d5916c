import { v7 as uuid } from 'uuid';
import type { Credential } from './actions/credential';
import { execute } from './actions/execute';
import type { PipelineRuntime } from './actions/pipeline-runtime';
import { hashAgentToken } from './auth/agent-token';
import { withTransaction } from './db/pool';
import { createTestDatabase, type TestDatabase } from './db/test-database';
import { domainPacks } from './domain/pack/domain-packs';
import { addMember, createProject } from './domain/project/create-project';
import { pipelineParts } from './runtime';

type Permission = 'viewer' | 'member' | 'lead' | 'admin';

const PEOPLE: readonly { name: string; permission: Permission; roles: readonly string[] }[] = [
  { name: 'admin', permission: 'admin', roles: ['lead'] },
  { name: 'lead', permission: 'lead', roles: ['lead'] },
  { name: 'reviewer', permission: 'member', roles: ['reviewer'] },
  { name: 'reviewer-2', permission: 'member', roles: ['reviewer'] },
  { name: 'analyst', permission: 'member', roles: ['analyst'] },
  { name: 'coder', permission: 'member', roles: ['coder'] },
  { name: 'librarian', permission: 'member', roles: ['librarian'] },
  { name: 'viewer', permission: 'viewer', roles: [] },
];

/** A project of the software pack on a database of its own, with a person for each permission and role. */
export interface World {
  readonly db: TestDatabase;
  readonly runtime: PipelineRuntime;
  readonly projectId: string;
  readonly people: Readonly<Record<string, Credential>>;
  /** Runs one action as somebody; throws AppError. */
  as(
    who: Credential | string,
    action: string,
    args?: unknown,
    options?: {
      key?: string;
      dryRun?: boolean;
      project?: string | null;
      sealed?: Record<string, string>;
      ticket?: string | undefined;
    },
  ): Promise<Answer>;
  /** An agent with an active token. */
  agent(
    name: string,
    roles: readonly string[],
    options?: { owner?: string; scopes?: readonly string[] },
  ): Promise<Credential>;
}

export interface Answer {
  readonly result: Record<string, unknown> & {
    readonly handoff?: string;
    readonly version?: number;
    readonly fence?: number;
  };
  readonly eventSeq: number | null;
  readonly replayed: boolean;
}

export async function createWorld(options: { max?: number } = {}): Promise<World> {
  const db = await createTestDatabase(options.max === undefined ? {} : { max: options.max });
  const runtime: PipelineRuntime = { pool: db.pool, wake: { notify: () => undefined }, ...pipelineParts() };
  const people: Record<string, Credential> = {};
  const projectId = await withTransaction(db.ownerPool, async (client) => {
    const project = await createProject(client, {
      key: 'llmgenie',
      name: 'llmgenie',
      pack: domainPacks.software,
    });
    const lab = await createProject(client, { key: 'lab', name: 'Lab', pack: domainPacks.science });
    const add = async (
      to: typeof project,
      name: string,
      permission: Permission,
      roles: readonly string[],
    ) => {
      const userId = uuid();
      await client.query('INSERT INTO "user" (id, email, name) VALUES ($1, $2, $3)', [
        userId,
        `${name}@llmgenie.test`,
        name,
      ]);
      await addMember(client, to, { userId, name, permission, roles });
      people[name] = { kind: 'person', userId, tokenVersion: 1 };
    };
    for (const person of PEOPLE) await add(project, person.name, person.permission, person.roles);
    await add(lab, 'curie', 'admin', ['lead']);
    await client.query(
      `UPDATE actor a SET permission = 'admin' FROM project p WHERE p.id = a.project_id AND p.key = 'instance' AND a.name = 'admin@llmgenie.test'`,
    );
    return project.projectId;
  });
  const credential = (who: Credential | string): Credential => {
    if (typeof who !== 'string') return who;
    const known = people[who];
    if (known === undefined) throw new Error(`nobody is called ${who}`);
    return known;
  };
  const world: World = {
    db,
    runtime,
    projectId,
    people,
    as: async (who, action, args = {}, { key, dryRun, project = 'llmgenie', sealed, ticket } = {}) => {
      const outcome = await execute(runtime, {
        action,
        credential: credential(who),
        project,
        arguments: args,
        idempotencyKey: key,
        dryRun,
        sealed,
        ticket,
      });
      return { ...outcome, result: Object(outcome.result) };
    },
    agent: async (name, roles, { owner = 'coder', scopes = ['read', 'act'] } = {}) => {
      await world.as('admin', 'agent.create', { name, roles, owner: `${owner}@llmgenie.test` });
      const { result } = await world.as('admin', 'token.create', { agent: name, scopes });
      return { kind: 'token', secretHash: hashAgentToken(String(result.token)) };
    },
  };
  return world;
}
