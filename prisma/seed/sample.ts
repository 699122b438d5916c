import type pg from 'pg';
import type { Credential } from '../../server/actions/credential';
import { execute } from '../../server/actions/execute';
import type { PipelineRuntime } from '../../server/actions/pipeline-runtime';
import { hashAgentToken } from '../../server/auth/agent-token';
import { hashPassword } from '../../server/auth/password';
import { createPool, withTransaction } from '../../server/db/pool';
import { domainPacks } from '../../server/domain/pack/domain-packs';
import { addMember, createProject } from '../../server/domain/project/create-project';
import { pipelineParts } from '../../server/runtime';
import { SAMPLE_PASSWORD, sampleAgents, samplePeople } from './sample-people';
import { sampleStory } from './sample-story';
import { setTime, tell } from './story';

/** How long before now the sample story begins, in minutes. */
const BEGINNING = 7 * 24 * 60;
/** Sample agents are not connected to anything; their claims outlast a visit all the same, in hours. */
const SAMPLE_LEASE_HOURS = 12;

/**
 * Makes the two sample projects, their people and a story of a week. Does nothing where any person exists.
 * @returns whether it was made
 */
export async function seedSample(ownerUrl: string): Promise<boolean> {
  // One connection: the story's time is a setting of it.
  const pool = createPool(ownerUrl, { max: 1, applicationName: 'llmgenie-seed' });
  try {
    const { rows } = await pool.query<{ some: boolean }>('SELECT EXISTS (SELECT FROM "user") AS some');
    if (rows[0]?.some !== false) return false;
    const runtime: PipelineRuntime = { pool, wake: { notify: () => undefined }, ...pipelineParts() };
    await setTime(pool, new Date(Date.now() - BEGINNING * 60_000));
    const actors = await makePeople(pool);
    await makeInstanceAdmin(runtime);
    await makeAgents(runtime, actors);
    await tell(runtime, pool, 'llmgenie', actors, sampleStory);
    await keepSampleClaims(pool);
    return true;
  } finally {
    await pool.end();
  }
}

async function makePeople(pool: pg.Pool): Promise<Record<string, Credential>> {
  const passwordHash = await hashPassword(SAMPLE_PASSWORD);
  return withTransaction(pool, async (client) => {
    const projects = {
      llmgenie: await createProject(client, {
        key: 'llmgenie',
        name: 'llmgenie',
        pack: domainPacks.software,
        sample: true,
      }),
      lab: await createProject(client, { key: 'lab', name: 'Lab', pack: domainPacks.science, sample: true }),
    };
    const actors: Record<string, Credential> = { system: { kind: 'system', causedBy: 'timer:lease' } };
    for (const person of samplePeople) {
      await client.query(
        'INSERT INTO "user" (id, email, name, password_hash, sample) VALUES ($1, $2, $3, $4, true)',
        [person.id, person.email, person.name, passwordHash],
      );
      await addMember(client, projects[person.project], { ...person, userId: person.id });
      actors[person.name] = { kind: 'person', userId: person.id, tokenVersion: 1 };
    }
    return actors;
  });
}

/** Whoever administers the sample project administers the instance as well. */
async function makeInstanceAdmin(runtime: PipelineRuntime): Promise<void> {
  await execute(runtime, {
    action: 'user.setAdmin',
    credential: { kind: 'system', causedBy: 'set-up' },
    project: 'instance',
    arguments: { email: 'admin@llmgenie.test', admin: true },
  });
}

/** Tokens for the telling only; they are revoked when it is told. */
async function makeAgents(runtime: PipelineRuntime, actors: Record<string, Credential>): Promise<void> {
  const admin = actors['Jonas Weber'];
  if (admin === undefined) throw new Error('the sample has no admin');
  const run = (action: string, args: unknown) =>
    execute(runtime, { action, credential: admin, project: 'llmgenie', arguments: args });
  for (const agent of sampleAgents) {
    await run('agent.create', agent);
    const { result } = await run('token.create', { agent: agent.name, days: 8 });
    const { token } = Object(result);
    actors[agent.name] = { kind: 'token', secretHash: hashAgentToken(String(token)) };
  }
}

async function keepSampleClaims(pool: pg.Pool): Promise<void> {
  await withTransaction(pool, async (client) => {
    await client.query(
      `UPDATE handoff h SET lease_until = now() + make_interval(hours => $1) FROM actor a
       WHERE a.project_id = h.project_id AND a.id = h.holder_id AND h.lease_until < now() + make_interval(hours => $1)`,
      [SAMPLE_LEASE_HOURS],
    );
    await client.query(
      'DELETE FROM timer t USING handoff h WHERE h.project_id = t.project_id AND h.id = t.subject_id AND h.holder_id IS NULL',
    );
    await client.query(
      'UPDATE timer t SET due_at = h.lease_until FROM handoff h WHERE h.project_id = t.project_id AND h.id = t.subject_id',
    );
    // Nobody holds these tokens; an open door less.
    await client.query('UPDATE agent_token SET revoked_at = now()');
  });
}
