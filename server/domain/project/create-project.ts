import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import { event } from '../../events/catalogue';
import type { Pack } from '../pack/pack.schema';

export interface NewProject {
  readonly key: string;
  readonly name: string;
  readonly pack: Pack;
  readonly sample?: boolean;
}

const rows = (table: string, columns: string) =>
  `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`;

/**
 * Makes a project from a domain pack: roles, one active workflow version, checklist templates, project context.
 * Runs as the owner of the schema inside the caller's transaction; a project has no log before it exists.
 * Answers its id and the id of its system actor.
 */
export async function createProject(
  client: pg.ClientBase,
  { key, name, pack, sample = false }: NewProject,
): Promise<{ projectId: string; systemId: string }> {
  const project_id = uuid();
  const systemId = uuid();
  const version_id = uuid();
  const insert = (table: string, columns: string, values: readonly object[]) =>
    values.length === 0
      ? Promise.resolve()
      : client.query(rows(table, columns), [
          JSON.stringify(values.map((value) => ({ project_id, ...value }))),
        ]);

  await client.query(
    'INSERT INTO project (id, key, name, prefix, pack, settings, sample) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [project_id, key, name, pack.prefix, pack.key, JSON.stringify(pack.settings), sample],
  );
  await client.query(
    'INSERT INTO project_clock (project_id, last_at, last_hash, epoch) VALUES ($1, commit_time(), sha256($2::bytea), $3)',
    [project_id, Buffer.from(project_id), uuid()],
  );
  await insert('actor', 'project_id, id, kind, name', [{ id: systemId, kind: 'system', name: 'llmgenie' }]);
  await insert(
    'role',
    'project_id, key, name, icon, briefing, tags, position',
    pack.roles.map((role, position) => ({ ...role, position })),
  );
  const templates = new Map(pack.checklists.map((list) => [list.key, { id: uuid(), ...list }]));
  await insert(
    'checklist_template',
    'project_id, id, key, version, name, items',
    [...templates.values()].map((template) => ({ ...template, version: 1 })),
  );
  await insert('workflow_version', 'project_id, id, workflow, version, name, status', [
    { id: version_id, workflow: pack.workflow.key, version: 1, name: pack.workflow.name, status: 'active' },
  ]);
  await insert(
    'stage',
    'project_id, version_id, key, name, role_key, kind, position, wip_limit, sla_minutes, template_id, in_hand',
    pack.workflow.stages.map((stage) => ({
      version_id,
      key: stage.key,
      name: stage.name,
      role_key: stage.role,
      kind: stage.kind,
      position: stage.position,
      wip_limit: stage.wipLimit ?? null,
      sla_minutes: stage.slaMinutes ?? null,
      template_id: stage.checklist === undefined ? null : (templates.get(stage.checklist)?.id ?? null),
      in_hand: 0,
    })),
  );
  await insert(
    'route',
    'project_id, version_id, from_key, to_key, requires_review',
    pack.workflow.routes.map((route) => ({
      version_id,
      from_key: route.from,
      to_key: route.to,
      requires_review: route.requiresReview,
    })),
  );
  await insert(
    'context_entry',
    'project_id, id, layer, key, value, version, author_id, source, updated_at',
    pack.context.map((entry) => ({
      id: uuid(),
      layer: 'project',
      ...entry,
      version: 1,
      author_id: systemId,
      source: `domain pack ${pack.key}`,
      updated_at: new Date().toISOString(),
    })),
  );
  const created = event(
    'project.created',
    { kind: 'project', id: project_id },
    { key, name, pack: pack.key },
  );
  await appendEvent(client, project_id, systemId, created);
  return { projectId: project_id, systemId };
}

/** One event outside the pipeline: only set-up, before anybody can act in the project, writes this way. */
async function appendEvent(
  client: pg.ClientBase,
  projectId: string,
  systemId: string,
  draft: { type: string; subject: object | null; payload: object },
): Promise<void> {
  const body = {
    ...draft,
    actor: { id: systemId, kind: 'system', name: 'llmgenie' },
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
  member: {
    userId: string;
    name: string;
    permission: 'viewer' | 'member' | 'lead' | 'admin';
    roles: readonly string[];
  },
): Promise<void> {
  await client.query(
    `INSERT INTO actor (project_id, id, kind, name, user_id, permission) VALUES ($1, $2, 'person', $3, $2, $4)`,
    [project.projectId, member.userId, member.name, member.permission],
  );
  for (const role of member.roles) {
    await client.query('INSERT INTO actor_role (project_id, actor_id, role_key) VALUES ($1, $2, $3)', [
      project.projectId,
      member.userId,
      role,
    ]);
  }
  const added = event(
    'member.added',
    { kind: 'actor', id: member.userId },
    {
      name: member.name,
      permission: member.permission,
      roles: [...member.roles],
    },
  );
  await appendEvent(client, project.projectId, project.systemId, added);
}
