import { defineQuery } from '../../actions/action';
import { type Fragment, sql } from '../../actions/sql';
import { NoInput, type PackView, ProjectView } from './project.schema';

interface Row extends PackView {
  readonly pack: string;
  readonly sample: boolean;
  readonly createdAt: string;
  readonly archivedAt: string | null;
}

/** What the project is made of now, in the shape in which a pack describes it. */
function projectView(projectId: string): Fragment<Row> {
  return sql<Row>`SELECT p.pack, p.sample, p.created_at AS "createdAt", p.archived_at AS "archivedAt", p.settings,
    coalesce((SELECT jsonb_agg(jsonb_build_object('key', r.key, 'name', r.name, 'icon', r.icon, 'briefing', r.briefing,
      'tags', to_jsonb(r.tags)) ORDER BY r.position) FROM role r WHERE r.project_id = p.id), '[]') AS roles,
    (SELECT jsonb_build_object('key', w.workflow, 'name', w.name, 'stages',
        (SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('key', s.key, 'name', s.name, 'role', s.role_key, 'kind', s.kind,
            'position', s.position, 'wipLimit', s.wip_limit, 'slaMinutes', s.sla_minutes, 'checklist', t.key)) ORDER BY s.position)
          FROM stage s LEFT JOIN checklist_template t ON t.project_id = s.project_id AND t.id = s.template_id
          WHERE s.project_id = w.project_id AND s.version_id = w.id),
        'routes', coalesce((SELECT jsonb_agg(jsonb_build_object('from', ro.from_key, 'to', ro.to_key, 'requiresReview', ro.requires_review))
          FROM route ro WHERE ro.project_id = w.project_id AND ro.version_id = w.id), '[]'))
      FROM workflow_version w WHERE w.project_id = p.id AND w.status = 'active' ORDER BY w.version DESC LIMIT 1) AS workflow,
    coalesce((SELECT jsonb_agg(jsonb_build_object('key', t.key, 'name', t.name, 'items', t.items) ORDER BY t.key)
      FROM checklist_template t WHERE t.project_id = p.id AND t.version = (SELECT max(n.version) FROM checklist_template n
        WHERE n.project_id = t.project_id AND n.key = t.key)), '[]') AS checklists,
    coalesce((SELECT jsonb_agg(jsonb_build_object('key', e.key, 'value', CASE WHEN jsonb_typeof(e.value) = 'string'
        THEN e.value #>> '{}' ELSE e.value::text END) ORDER BY e.key)
      FROM context_entry e WHERE e.project_id = p.id AND e.layer = 'project' AND e.removed_at IS NULL), '[]') AS context
    FROM project p WHERE p.id = ${projectId}::uuid`;
}

export const getProject = defineQuery({
  name: 'project.get',
  title: 'The project and what it is made of',
  description: 'Name, settings and state, with roles, stages, routes, checklists and project context.',
  input: NoInput,
  output: ProjectView,
  permission: 'viewer',
  scope: 'read',
  read: async ({ projectId, facts, rows }) => {
    const [row] = await rows(projectView(projectId));
    const { project } = facts;
    if (row === undefined || project === null) return null;
    const { pack, sample, createdAt, archivedAt, ...view } = row;
    return {
      key: project.key,
      name: project.name,
      prefix: project.prefix,
      pack,
      sample,
      createdAt,
      archivedAt,
      view,
    };
  },
});
