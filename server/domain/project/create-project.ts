import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import { foundingSteps } from '../../actions/commit-rows';
import { render, sql } from '../../actions/sql';
import type { EventDraft } from '../../events/catalogue';
import {
  actorRow,
  foundProject,
  memberAdded,
  type NewMember,
  type NewProject,
  SYSTEM_NAME,
} from './found-project';

/**
 * Makes a project from a domain pack during set-up, as the owner of the schema and inside the caller's transaction,
 * with the statement that project.create commits. Answers its id and the id of its system actor.
 */
export async function createProject(
  client: pg.ClientBase,
  { sample = false, ...given }: NewProject & { readonly sample?: boolean },
): Promise<{ projectId: string; systemId: string }> {
  const founding = foundProject(given, [], uuid);
  const { id, systemId } = founding;
  const steps = foundingSteps(
    { ...founding, project: { ...founding.project, sample } },
    { actor: { id: systemId, kind: 'system', name: SYSTEM_NAME }, causedBy: 'set-up' },
  );
  const all = steps.reduce(
    (before, step) => sql`${before}, ${step}`,
    sql`n AS MATERIALIZED (SELECT commit_time() AS at)`,
  );
  const { text, values } = render(sql`WITH ${all} SELECT count(*) FROM fe`);
  await client.query(text, values);
  return { projectId: id, systemId };
}

/** One event outside the pipeline: only set-up, before anybody can act in the project, writes this way. */
async function appendEvent(
  client: pg.ClientBase,
  projectId: string,
  systemId: string,
  draft: EventDraft,
): Promise<void> {
  const body = {
    ...draft,
    actor: { id: systemId, kind: 'system', name: SYSTEM_NAME },
    causedBy: 'set-up',
    bumpsRules: true,
  };
  await client.query('INSERT INTO event (project_id, body) VALUES ($1, $2)', [
    projectId,
    JSON.stringify(body),
  ]);
}

/** Adds a person to a project during set-up. */
export async function addMember(
  client: pg.ClientBase,
  project: { projectId: string; systemId: string },
  member: NewMember,
): Promise<void> {
  const row = { project_id: project.projectId, ...actorRow(member) };
  await client.query(
    `INSERT INTO actor (project_id, id, kind, name, user_id, permission)
     SELECT project_id, id, kind, name, user_id, permission FROM jsonb_populate_record(NULL::actor, $1::jsonb)`,
    [JSON.stringify(row)],
  );
  for (const role of member.roles) {
    await client.query('INSERT INTO actor_role (project_id, actor_id, role_key) VALUES ($1, $2, $3)', [
      project.projectId,
      member.userId,
      role,
    ]);
  }
  await appendEvent(client, project.projectId, project.systemId, memberAdded(member));
}
