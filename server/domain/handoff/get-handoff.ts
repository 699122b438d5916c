import { defineQuery } from '../../actions/action';
import { sql } from '../../actions/sql';
import { RETURN_BUDGET } from './handoff.rules';
import { GetHandoff, HandoffDetail } from './handoff.schema';
import { actorJson, cardJson } from './handoff-card.sql';

interface DetailRow {
  readonly view: Omit<HandoffDetail, 'returnBudget' | 'untrusted'>;
}

export const getHandoff = defineQuery({
  name: 'handoff.get',
  title: 'One handoff',
  description: 'Card, package, checklists with evidence, transfers, comments and history of one handoff.',
  input: GetHandoff,
  output: HandoffDetail,
  permission: 'viewer',
  scope: 'read',
  read: async ({ facts, projectId, rows }, input) => {
    const [row] =
      await rows(sql<DetailRow>`WITH pr AS MATERIALIZED (SELECT * FROM project WHERE id = ${projectId}::uuid),
    h AS MATERIALIZED (SELECT h.* FROM handoff h, pr WHERE h.project_id = pr.id
      AND pr.prefix = split_part(${input.handoff}, '-', 1) AND h.number = split_part(${input.handoff}, '-', 2)::int)
    SELECT jsonb_build_object('card', (SELECT ${cardJson} FROM h, pr), 'package', h.package, 'packageScore', h.package_score,
      'contentHash', h.content_hash,
      'checklists', coalesce((SELECT jsonb_agg(jsonb_build_object('stage', cl.stage_key, 'name', ct.name, 'items',
          (SELECT jsonb_agg((ti - 'evidence') || jsonb_build_object('evidenceKinds', ti -> 'evidence' -> 'kinds', 'evidenceMin', ti -> 'evidence' -> 'min',
              'state', CASE WHEN ti ->> 'kind' = 'auto' THEN CASE WHEN h.package_score = 8 THEN 'passed' ELSE 'open' END ELSE ci.state::text END,
              'stale', ci.state IN ('passed', 'not_applicable') AND ci.ticked_hash <> h.content_hash,
              'reason', ci.reason, 'tickedBy', ${actorJson('ci.project_id', 'ci.ticked_by')}, 'tickedAt', ci.ticked_at,
              'evidence', coalesce((SELECT jsonb_agg(jsonb_build_object('id', ev.id, 'kind', ev.kind, 'label', ev.label, 'url', ev.url,
                  'sha256', ev.blob_sha, 'actor', ${actorJson('ev.project_id', 'ev.actor_id')}, 'at', ev.at) ORDER BY ev.at)
                FROM evidence ev WHERE ev.project_id = ci.project_id AND ev.item_id = ci.id), '[]')) ORDER BY ci.position)
            FROM checklist_item ci CROSS JOIN LATERAL (SELECT ct.items -> ci.position AS ti) x
            WHERE ci.project_id = cl.project_id AND ci.checklist_id = cl.id)) ORDER BY st.position)
        FROM checklist cl JOIN checklist_template ct ON ct.project_id = cl.project_id AND ct.id = cl.template_id
        JOIN stage st ON st.project_id = cl.project_id AND st.version_id = h.version_id AND st.key = cl.stage_key
        WHERE cl.project_id = h.project_id AND cl.handoff_id = h.id), '[]'),
      'planItems', coalesce((SELECT jsonb_agg(jsonb_build_object('plan', pl.key, 'key', i.key, 'text', left(i.text, 300), 'checked', i.checked) ORDER BY pl.key, i.ordinal)
        FROM plan_link l JOIN plan pl ON pl.project_id = l.project_id AND pl.id = l.plan_id
        JOIN plan_item i ON i.project_id = l.project_id AND i.plan_id = l.plan_id AND i.key = l.item_key
        WHERE l.project_id = h.project_id AND l.handoff_id = h.id), '[]'),
      'transfers', coalesce((SELECT jsonb_agg(jsonb_build_object('kind', t.kind, 'from', t.from_key, 'to', t.to_key,
          'actor', ${actorJson('t.project_id', 't.actor_id')}, 'reason', t.reason, 'at', t.at) ORDER BY t.at)
        FROM transfer t WHERE t.project_id = h.project_id AND t.handoff_id = h.id), '[]'),
      'comments', coalesce((SELECT jsonb_agg(jsonb_build_object('id', c.id, 'author', ${actorJson('c.project_id', 'c.author_id')},
          'body', c.body, 'at', c.at, 'untrusted', true) ORDER BY c.at)
        FROM (SELECT * FROM comment x WHERE x.project_id = h.project_id AND x.handoff_id = h.id
          ORDER BY x.at DESC LIMIT ${input.history}::int) c), '[]'),
      'questions', coalesce((SELECT jsonb_agg(jsonb_build_object('id', q.id, 'asker', ${actorJson('q.project_id', 'q.asker_id')},
          'role', q.role_key, 'actor', ${actorJson('q.project_id', 'q.asked_id')}, 'question', q.body, 'options', q.options,
          'askedAt', q.asked_at, 'open', h.state = 'input_required' AND q.newest = 1,
          'answer', CASE WHEN q.answered_at IS NOT NULL THEN jsonb_build_object('by', ${actorJson('q.project_id', 'q.answerer_id')},
            'option', q.option, 'answer', q.answer, 'at', q.answered_at) END, 'untrusted', true) ORDER BY q.asked_at DESC)
        FROM (SELECT x.*, row_number() OVER (ORDER BY x.asked_at DESC) AS newest FROM question x
          WHERE x.project_id = h.project_id AND x.handoff_id = h.id ORDER BY x.asked_at DESC LIMIT ${input.history}::int) q), '[]'),
      'unread', coalesce((SELECT jsonb_agg(m.comment_id) FROM (SELECT x.comment_id FROM mention x WHERE x.project_id = h.project_id
          AND x.actor_id = ${facts.actor?.id ?? null}::uuid AND x.handoff_id = h.id LIMIT ${input.history}::int) m), '[]'),
      'history', coalesce((SELECT jsonb_agg(jsonb_build_object('seq', e.seq, 'at', e.at, 'type', e.type,
          'actor', ${actorJson('e.project_id', 'e.actor_id')}, 'payload', coalesce(d.payload, '{}'), 'sessionId', e.session_id) ORDER BY e.seq DESC)
        FROM (SELECT * FROM event x WHERE x.project_id = h.project_id AND x.subject_id = h.id ORDER BY x.seq DESC LIMIT ${input.history}::int) e
        LEFT JOIN event_payload d ON d.project_id = e.project_id AND d.seq = e.seq), '[]')) AS view
    FROM h`);
    if (row === undefined) return null;
    const { view } = row;
    return {
      ...view,
      returnBudget: { used: view.card.returns, limit: RETURN_BUDGET },
      untrusted: true as const,
    };
  },
});
