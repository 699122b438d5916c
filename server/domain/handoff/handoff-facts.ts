import type { Json } from '../../actions/change';
import { type Fragment, type Sql, sql } from '../../actions/sql';
import type { TemplateItem } from '../checklist/checklist.schema';
import type { HandoffCard, HandoffState, Package } from './handoff.schema';
import { actorJson, cardJson } from './handoff-card.sql';

export interface ActorRef {
  readonly id: string;
  readonly kind: 'person' | 'agent' | 'system';
  readonly name: string;
  readonly owner: { readonly id: string; readonly name: string } | null;
}

export interface StageFacts {
  readonly key: string;
  readonly roleKey: string;
  readonly kind: 'start' | 'work' | 'final';
  readonly position: number;
  readonly wipLimit: number | null;
  readonly inHand: number;
  readonly template: { readonly id: string; readonly items: readonly TemplateItem[] } | null;
}

export interface ItemFacts {
  readonly id: string;
  readonly key: string;
  readonly state: 'open' | 'passed' | 'failed' | 'not_applicable';
  readonly tickedHash: string | null;
  readonly template: TemplateItem;
  /** Kinds of the evidence attached. */
  readonly evidence: readonly string[];
}

export interface QuestionFacts {
  readonly id: string;
  readonly newest: boolean;
  readonly askerId: string;
  readonly roleKey: string | null;
  readonly askedId: string | null;
  readonly options: number;
  /** What whoever was first answered; stored content. */
  readonly first: Json | null;
}

/** What every rule about one handoff looks at; null where the number names none in this project. */
export interface HandoffFacts {
  readonly handoff: {
    readonly id: string;
    readonly number: number;
    readonly version: number;
    readonly fence: number;
    readonly state: HandoffState;
    readonly versionId: string;
    readonly stageKey: string;
    readonly mode: string;
    readonly branch: string | null;
    readonly author: ActorRef;
    readonly giver: ActorRef;
    readonly holder: ActorRef | null;
    readonly assignee: ActorRef | null;
    readonly leaseUntil: string | null;
    /** By the database's clock. */
    readonly leaseOver: boolean;
    readonly package: Package;
    readonly packageScore: number;
    readonly contentHash: string;
    readonly returns: number;
    readonly hops: number;
  } | null;
  readonly stages: readonly StageFacts[];
  readonly routes: readonly {
    readonly from: string;
    readonly to: string;
    readonly requiresReview: boolean;
  }[];
  /** Stages for which a checklist instance exists already. */
  readonly checklistStages: readonly string[];
  /** Items of the present stage's checklist. */
  readonly items: readonly ItemFacts[];
  readonly lastTransfer: { readonly kind: string; readonly from: string; readonly to: string } | null;
  readonly overrides: readonly { readonly id: string; readonly policyId: string }[];
  /** The open one; where a question is answered, the one named. */
  readonly question: QuestionFacts | null;
  /** Only where the caller's expected version is not the present one. */
  readonly conflict: {
    readonly current: HandoffCard;
    readonly changed: readonly {
      readonly field: string;
      readonly by: string;
      readonly at: string;
      readonly seq: number;
    }[];
  } | null;
}

/** Short number to the number itself, 0 where it is none; the project's prefix is compared in SQL. */
function split(handoff: string): { prefix: string; number: number } {
  const [, prefix = '', digits = '0'] = /^([A-Z]+)-([1-9][0-9]{0,8})$/.exec(handoff) ?? [];
  return { prefix, number: Number(digits) };
}

/** What a caller who saw another version has to know. Left out where none was named: even unused it takes an eighth. */
function conflictWith(expectedVersion: number): Fragment<HandoffFacts['conflict']> {
  return sql<HandoffFacts['conflict']>`(SELECT jsonb_build_object('current', ${cardJson},
    'changed', coalesce((SELECT jsonb_agg(jsonb_build_object('field', ev.type, 'by', ev.body -> 'actor' ->> 'name', 'at', ev.at, 'seq', ev.seq) ORDER BY ev.seq)
      FROM event ev JOIN event_payload ep ON ep.project_id = ev.project_id AND ep.seq = ev.seq
      WHERE ev.project_id = h.project_id AND ev.subject_id = h.id AND (ep.payload ->> 'version')::int > ${expectedVersion}::bigint), '[]'))
  FROM h, p pr WHERE h.version <> ${expectedVersion}::bigint)`;
}

/** The question of that id, or the newest, of the handoff `h`. */
export function questionOf(id: string | null): Fragment<QuestionFacts | null> {
  return sql<QuestionFacts | null>`(SELECT jsonb_build_object('id', q.id, 'newest', q.newest = 1, 'askerId', q.asker_id,
      'roleKey', q.role_key, 'askedId', q.asked_id, 'options', jsonb_array_length(q.options),
      'first', CASE WHEN q.answered_at IS NOT NULL THEN jsonb_build_object('by', ${actorJson('q.project_id', 'q.answerer_id')},
        'option', q.option, 'answer', q.answer, 'at', q.answered_at, 'untrusted', true) END)
    FROM (SELECT x.*, row_number() OVER (ORDER BY x.asked_at DESC, x.id DESC) AS newest FROM question x
      WHERE x.project_id = h.project_id AND x.handoff_id = h.id) q
    WHERE q.id = coalesce(${id}::uuid, q.id) ORDER BY q.newest LIMIT 1)`;
}

/** One round trip for everything the handoff actions decide upon. */
export function handoffFacts(handoff: string, expectedVersion?: number): Fragment<HandoffFacts> {
  const { prefix, number } = split(handoff);
  return handoffFactsWhere(sql`p.prefix = ${prefix} AND h.number = ${number}::int`, expectedVersion);
}

/** The same of a handoff found by another condition on `h`, which must hold for one at most. */
export function handoffFactsWhere(one: Sql, expectedVersion?: number): Fragment<HandoffFacts> {
  return sql<HandoffFacts>`(WITH h AS MATERIALIZED (SELECT h.* FROM handoff h, p
      WHERE h.project_id = p.id AND ${one})
    SELECT jsonb_build_object(
    'handoff', (SELECT jsonb_build_object('id', h.id, 'number', h.number, 'version', h.version, 'fence', h.fence,
      'state', h.state, 'versionId', h.version_id, 'stageKey', h.stage_key, 'mode', h.mode, 'branch', h.branch,
      'author', ${actorJson('h.project_id', 'h.author_id')}, 'giver', ${actorJson('h.project_id', 'h.giver_id')},
      'holder', ${actorJson('h.project_id', 'h.holder_id')}, 'assignee', ${actorJson('h.project_id', 'h.assignee_id')},
      'leaseUntil', h.lease_until, 'leaseOver', coalesce(h.lease_until <= commit_time(), false), 'package', h.package,
      'packageScore', h.package_score, 'contentHash', h.content_hash, 'returns', h.returns, 'hops', h.hops) FROM h),
    'stages', coalesce((SELECT jsonb_agg(jsonb_build_object('key', s.key, 'roleKey', s.role_key, 'kind', s.kind,
        'position', s.position, 'wipLimit', s.wip_limit, 'inHand', s.in_hand,
        'template', (SELECT jsonb_build_object('id', ct.id, 'items', ct.items) FROM checklist_template ct
          WHERE ct.project_id = s.project_id AND ct.id = s.template_id)) ORDER BY s.position)
      FROM stage s, h WHERE s.project_id = h.project_id AND s.version_id = h.version_id), '[]'),
    'routes', coalesce((SELECT jsonb_agg(jsonb_build_object('from', r.from_key, 'to', r.to_key, 'requiresReview', r.requires_review))
      FROM route r, h WHERE r.project_id = h.project_id AND r.version_id = h.version_id), '[]'),
    'checklistStages', coalesce((SELECT jsonb_agg(cl.stage_key) FROM checklist cl, h
      WHERE cl.project_id = h.project_id AND cl.handoff_id = h.id), '[]'),
    'items', coalesce((SELECT jsonb_agg(jsonb_build_object('id', ci.id, 'key', ci.key, 'state', ci.state,
        'tickedHash', ci.ticked_hash, 'template', ct.items -> ci.position,
        'evidence', coalesce((SELECT jsonb_agg(ev.kind) FROM evidence ev
          WHERE ev.project_id = ci.project_id AND ev.item_id = ci.id), '[]')) ORDER BY ci.position)
      FROM h JOIN checklist cl ON cl.project_id = h.project_id AND cl.handoff_id = h.id AND cl.stage_key = h.stage_key
      JOIN checklist_item ci ON ci.project_id = cl.project_id AND ci.checklist_id = cl.id
      JOIN checklist_template ct ON ct.project_id = cl.project_id AND ct.id = cl.template_id), '[]'),
    'lastTransfer', (SELECT jsonb_build_object('kind', t.kind, 'from', t.from_key, 'to', t.to_key) FROM transfer t, h
      WHERE t.project_id = h.project_id AND t.handoff_id = h.id ORDER BY t.at DESC LIMIT 1),
    'overrides', coalesce((SELECT jsonb_agg(jsonb_build_object('id', o.id, 'policyId', o.policy_id) ORDER BY o.expires_at, o.id) FROM override o, h, me
      WHERE o.project_id = h.project_id AND o.handoff_id = h.id AND o.actor_id = me.id
        AND o.used_at IS NULL AND o.expires_at > commit_time()), '[]'),
    'question', (SELECT CASE WHEN h.state = 'input_required' THEN ${questionOf(null)} END FROM h),
    'conflict', ${expectedVersion === undefined ? sql`NULL` : conflictWith(expectedVersion)}))`;
}
