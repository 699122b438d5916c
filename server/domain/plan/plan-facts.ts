import { type Fragment, raw, type Sql, sql } from '../../actions/sql';
import type { PlanItemRef } from './plan.schema';
import type { PlanItemFacts } from './plan-links.rules';

/** One plan and one item of it; null where the project has none of that name. */
export interface PlanFacts {
  readonly plan: { readonly id: string; readonly version: number } | null;
  readonly item: PlanItemFacts | null;
}

/** Of the rows `i` and `pl`. */
const itemJson =
  raw(`jsonb_build_object('planId', pl.id, 'plan', pl.key, 'revision', pl.revision, 'ordinal', i.ordinal,
  'item', i.key, 'markByte', i.mark_byte, 'checked', i.checked, 'leaf', i.leaf, 'openLinks', i.open_links,
  'links', (SELECT count(*) FROM plan_link l WHERE l.project_id = i.project_id AND l.plan_id = i.plan_id AND l.item_key = i.key))`);

const itemMatch = (item: PlanItemRef): Sql =>
  typeof item === 'number' ? sql`i.ordinal = ${item}::int` : sql`i.key = ${item}`;

/** The item as one JSON value, for the facts of an action. */
export const planItemJson = (plan: string, item: PlanItemRef): Fragment<PlanItemFacts | null> =>
  sql<PlanItemFacts | null>`(SELECT ${itemJson} FROM p JOIN plan pl ON pl.project_id = p.id
    JOIN plan_item i ON i.project_id = pl.project_id AND i.plan_id = pl.id WHERE pl.key = ${plan} AND ${itemMatch(item)})`;

export const planJson = (plan: string): Sql =>
  sql`(SELECT jsonb_build_object('id', pl.id, 'version', pl.version) FROM plan pl, p
    WHERE pl.project_id = p.id AND pl.key = ${plan})`;

export const planFacts = (plan: string, item: PlanItemRef): Fragment<PlanFacts> =>
  sql<PlanFacts>`(SELECT jsonb_build_object('plan', ${planJson(plan)}, 'item', ${planItemJson(plan, item)}))`;

/** What a handoff's move means for plans. */
export interface PlanWork {
  readonly linkVersion: number;
  readonly items: readonly PlanItemFacts[];
}

/** The facts of a handoff action with the items that it is linked to beside them. */
export function withPlanWork<Own>(
  own: Fragment<Own>,
  handoff: string,
): Fragment<Own & { readonly planWork: PlanWork | null }> {
  return sql<Own & { readonly planWork: PlanWork | null }>`(SELECT ${own} || jsonb_build_object('planWork',
    (SELECT jsonb_build_object('linkVersion', h.link_version, 'items', coalesce((SELECT jsonb_agg(${itemJson} ORDER BY pl.id, i.ordinal)
      FROM plan_link k JOIN plan pl ON pl.project_id = k.project_id AND pl.id = k.plan_id
      JOIN plan_item i ON i.project_id = k.project_id AND i.plan_id = k.plan_id AND i.key = k.item_key
      WHERE k.project_id = h.project_id AND k.handoff_id = h.id), '[]'))
    FROM handoff h, p WHERE h.project_id = p.id AND ${handoffMatch(handoff)})))`;
}

/** Of the rows `h` and `p`: the handoff of that short number. */
export function handoffMatch(handoff: string): Sql {
  const [, prefix = '', digits = '0'] = /^([A-Z]+)-([1-9][0-9]{0,8})$/.exec(handoff) ?? [];
  return sql`p.prefix = ${prefix} AND h.number = ${Number(digits)}::int`;
}
