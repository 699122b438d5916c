import { sql } from '../../actions/sql';

/** The head of a stage as JSON. Expects `s` (stage) in scope. */
export const stageHeads = sql`jsonb_build_object('key', s.key, 'name', s.name,
  'role', (SELECT jsonb_build_object('key', r.key, 'name', r.name, 'icon', r.icon) FROM role r WHERE r.project_id = s.project_id AND r.key = s.role_key),
  'kind', s.kind, 'position', s.position, 'wipLimit', s.wip_limit, 'inHand', s.in_hand,
  'count', (SELECT count(*) FROM handoff c WHERE c.project_id = s.project_id AND c.version_id = s.version_id AND c.stage_key = s.key
    AND c.state IN ('offered', 'active', 'input_required')),
  'doneThisWeek', (SELECT count(*) FROM handoff c WHERE c.project_id = s.project_id AND c.version_id = s.version_id AND c.stage_key = s.key
    AND c.state = 'done' AND c.moved_at > now() - interval '7 days'),
  'oldestMovedAt', (SELECT min(o.moved_at) FROM (VALUES ('offered'::handoff_state), ('active'), ('input_required')) live(state), LATERAL
    (SELECT c.moved_at FROM handoff c WHERE c.project_id = s.project_id AND c.version_id = s.version_id AND c.stage_key = s.key
      AND c.state = live.state ORDER BY c.moved_at LIMIT 1) o))`;
