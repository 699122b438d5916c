import { defineQuery } from '../../actions/action';
import { sql } from '../../actions/sql';
import { domainPacks } from '../pack/domain-packs';
import { NoInput, PackList, ProjectList, type ProjectRow, type TombstoneRow } from './project.schema';

/** Shown at once; an instance with more of them is administered by the command line. */
const MOST = 500;

export const listProjects = defineQuery({
  name: 'project.list',
  title: 'Projects of the instance',
  description: 'Every project with its size and state, and the tombstones of those that were removed.',
  input: NoInput,
  output: ProjectList,
  permission: 'admin',
  scope: 'admin-read',
  place: 'instance',
  adminAction: true,
  read: async ({ projectId, facts, rows }) => ({
    projects: await rows(sql<ProjectRow>`SELECT t.id, t.key, t.name, t.prefix, t.pack, t.sample,
        t.created_at AS "createdAt", t.archived_at AS "archivedAt", c.next_number - 1 AS handoffs,
        (SELECT count(*) FROM actor a WHERE a.project_id = t.id AND a.kind = 'person' AND a.removed_at IS NULL) AS people,
        (SELECT count(*) FROM actor a WHERE a.project_id = t.id AND a.kind = 'agent') AS agents,
        (SELECT m.permission FROM actor i JOIN actor m ON m.project_id = t.id AND m.user_id = i.user_id
          WHERE i.project_id = ${projectId}::uuid AND i.id = ${facts.actor?.id ?? null}::uuid AND m.disabled_at IS NULL) AS permission
      FROM project t JOIN project_clock c ON c.project_id = t.id
      WHERE t.id <> ${projectId}::uuid AND t.removed_at IS NULL ORDER BY t.created_at, t.id LIMIT ${MOST}::int`),
    tombstones:
      await rows(sql<TombstoneRow>`SELECT s.id, s.key, s.name, s.pack, s.handoffs, coalesce(u.name, a.name) AS by,
        s.removed_at AS "removedAt", s.buried_at AS "buriedAt", s.last_seq AS "lastSeq", encode(s.last_hash, 'hex') AS "lastHash"
      FROM project_tombstone s JOIN actor a ON a.project_id = s.project_id AND a.id = s.removed_by
      LEFT JOIN "user" u ON u.id = a.user_id
      WHERE s.project_id = ${projectId}::uuid ORDER BY s.removed_at DESC LIMIT ${MOST}::int`),
  }),
});

export const listPacks = defineQuery({
  name: 'project.packs',
  title: 'Domain packs that come with the product',
  description: 'What each pack brings: roles, stages, routes, checklists, rules and context.',
  input: NoInput,
  output: PackList,
  permission: 'admin',
  scope: 'admin-read',
  place: 'instance',
  adminAction: true,
  read: async () => ({
    packs: Object.values(domainPacks).map(({ key, name, prefix, ...view }) => ({ key, name, prefix, view })),
  }),
});
