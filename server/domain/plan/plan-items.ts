import { defineQuery } from '../../actions/action';
import { raw, sql } from '../../actions/sql';
import { fitPage } from './fit-page';
import { clip } from './import-plan.rules';
import { ListPlanItems, PlanItems, type PlanItemView } from './plan.schema';

/** Characters of a text where the answer has to stay small; `full` has all of them. */
const SHORT = 240;
/** Links shown of one item in a small answer. */
const LINKS = 5;

/** Handoffs of the item `i`, newest first, as far as a plan shows them. */
const linksJson =
  raw(`CASE WHEN EXISTS (SELECT FROM plan_link l WHERE l.project_id = i.project_id AND l.plan_id = i.plan_id AND l.item_key = i.key)
  THEN (SELECT jsonb_agg(jsonb_build_object('handoff', pr.prefix || '-' || h.number, 'title', h.title, 'state', h.state, 'stage', h.stage_key,
    'holder', (SELECT jsonb_build_object('kind', a.kind, 'name', a.name) FROM actor a WHERE a.project_id = h.project_id AND a.id = h.holder_id),
    'stale', h.stale_at IS NOT NULL, 'returned', h.state = 'offered' AND (SELECT t.kind FROM transfer t
      WHERE t.project_id = h.project_id AND t.handoff_id = h.id ORDER BY t.at DESC LIMIT 1) = 'return') ORDER BY h.number DESC)
    FROM plan_link l JOIN handoff h ON h.project_id = l.project_id AND h.id = l.handoff_id JOIN project pr ON pr.id = h.project_id
    WHERE l.project_id = i.project_id AND l.plan_id = i.plan_id AND l.item_key = i.key)
  ELSE '[]'::jsonb END`);

interface Row extends PlanItemView {
  readonly version: number;
}

export const planItems = defineQuery({
  name: 'plan.items',
  title: 'Items of a plan',
  description:
    'Items in the order of the file, with their marks and the state of their linked handoffs; by pages.',
  input: ListPlanItems,
  output: PlanItems,
  permission: 'viewer',
  scope: 'read',
  read: async ({ projectId, rows }, input) => {
    const [plan] = await rows(sql<{ id: string; version: number }>`SELECT pl.id, pl.version FROM plan pl
      WHERE pl.project_id = ${projectId}::uuid AND pl.key = ${input.plan}`);
    if (plan === undefined) return null;
    const phase = input.phase === undefined ? sql`` : sql`AND i.phase_key = ${input.phase}`;
    const open = input.open === true ? sql`AND NOT i.checked` : sql``;
    const search =
      input.search === undefined
        ? sql``
        : sql`AND i.text ILIKE ${`%${input.search.replace(/[\\%_]/g, '\\$&')}%`}`;
    const found =
      await rows(sql<Row>`SELECT i.ordinal AS item, i.key, i.phase_key AS phase, i.parent_key AS parent, i.section,
        i.section_title AS "sectionTitle", i.depth, i.leaf, i.text, i.checked, ${linksJson} AS links
      FROM plan_item i WHERE i.project_id = ${projectId}::uuid AND i.plan_id = ${plan.id}::uuid AND i.ordinal > ${input.after}::int
        ${phase} ${open} ${search} ORDER BY i.ordinal LIMIT ${input.limit}::int + 1`);
    const page = found.slice(0, input.limit);
    const items = input.full ? page : fitPage(page.map(small));
    return {
      plan: input.plan,
      version: plan.version,
      items,
      next: items.length < found.length ? (items.at(-1)?.item ?? null) : null,
      untrusted: true as const,
    };
  },
});

const small = (item: Row): Row => ({
  ...item,
  text: clip(item.text, SHORT),
  sectionTitle: item.sectionTitle === null ? null : clip(item.sectionTitle, 120),
  links: item.links.slice(0, LINKS).map((link) => ({ ...link, title: clip(link.title, 80) })),
});
