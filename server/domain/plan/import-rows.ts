import type { Insert, Json } from '../../actions/change';
import type { StoredItem } from './import-plan.rules';
import { allItems } from './plan.rules';
import type { ParsedPlan } from './plan.types';

/** The phases, items and links of a plan as rows; links and their counters go with the items that stay. */
export function importRows(planId: string, parsed: ParsedPlan, stored: readonly StoredItem[]): Insert[] {
  const items = allItems(parsed);
  const parents = new Set(items.map(({ parentKey }) => parentKey));
  const linked = new Map(
    stored.filter(({ handoffs }) => handoffs.length > 0).map((item) => [item.key, item]),
  );
  const phases = parsed.phases.map((phase) => ({
    plan_id: planId,
    key: phase.key,
    ordinal: phase.ordinal,
    number: phase.number,
    title: phase.title,
    goals: phase.goals.map((goal) => goal.text),
    technologies: phase.technologies.flatMap((line) => line.names),
  }));
  const rows = items.map((item) => ({
    plan_id: planId,
    ordinal: item.ordinal,
    key: item.key,
    phase_key: item.phaseKey,
    parent_key: item.parentKey,
    section: item.section,
    section_title: item.sectionTitle,
    depth: item.depth,
    leaf: !parents.has(item.key),
    text: item.text,
    checked: item.checked,
    mark_byte: item.markOffset.byte,
    open_links: linked.get(item.key)?.openLinks ?? 0,
  }));
  const links = items.flatMap(({ key }) =>
    (linked.get(key)?.handoffs ?? []).map((handoff) => ({
      plan_id: planId,
      item_key: key,
      handoff_id: handoff,
    })),
  );
  const tables = [
    { table: 'plan_phase', rows: phases },
    { table: 'plan_item', rows },
    { table: 'plan_link', rows: links },
  ] as const;
  return tables.filter((one) => one.rows.length > 0);
}

/** Characters kept of a section outside of the phases: they are shown, and the source has the whole. */
const NOTE = 4_000;
const NOTES = 20;

/** What the source says besides its phases. */
export function aboutOf(parsed: ParsedPlan): { readonly [key: string]: Json } {
  return {
    date: parsed.date,
    author: parsed.author,
    metadata: parsed.metadata
      .slice(0, NOTES)
      .map(({ label, value }) => ({ label, value: value.slice(0, 300) })),
    notes: parsed.notes
      .slice(0, NOTES)
      .map(({ title, text }) => ({ title: title.slice(0, 200), text: text.slice(0, NOTE) })),
  };
}
