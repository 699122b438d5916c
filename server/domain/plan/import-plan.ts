import { defineAction } from '../../actions/action';
import { type Json, now, plus, refuse } from '../../actions/change';
import { sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { isWorkRefused } from '../../work/work.types';
import { compareItems, counted, type StoredItem, shownIssues } from './import-plan.rules';
import { aboutOf, importRows } from './import-rows';
import { allItems, leavesOf, progress } from './plan.rules';
import { PlanImported, PlanImportInput } from './plan.schema';
import type { ParsedPlan } from './plan.types';
import { planResource, sourceColumns } from './plan-row';

const DEFAULT_KEY = 'master';
/** Lines shown of what was not understood, and of what was but looks odd. */
const SHOWN = 20;
/** Phases shown of what was understood. */
const PHASES = 30;
/** Characters a plan's arguments may have: its bytes, and what JSON needs besides. */
const MAX_CHARACTERS = 1_100_000;

interface ImportFacts {
  readonly plan: {
    readonly id: string;
    readonly version: number;
    readonly items: readonly StoredItem[];
  } | null;
  /** What the source says; null where reading it took too much. */
  readonly parsed?: ParsedPlan | null;
}

export const importPlan = defineAction<ImportFacts>()({
  name: 'plan.import',
  title: 'Import a plan',
  description:
    'Reads a phase plan in Markdown and keeps its bytes; a known key replaces that plan and keeps the links of items that stay.',
  input: PlanImportInput,
  output: PlanImported,
  permission: 'lead',
  scope: 'act',
  events: ['plan.imported'],
  retry: 'server',
  refusals: ['INVALID_ARGUMENTS'],
  maxCharacters: MAX_CHARACTERS,
  facts: (
    input,
  ) => sql<ImportFacts>`(SELECT jsonb_build_object('plan', (SELECT jsonb_build_object('id', pl.id, 'version', pl.version,
      'items', coalesce((SELECT jsonb_agg(jsonb_build_object('key', i.key, 'text', left(i.text, 200), 'checked', i.checked, 'openLinks', i.open_links,
          'handoffs', coalesce((SELECT jsonb_agg(l.handoff_id) FROM plan_link l
            WHERE l.project_id = i.project_id AND l.plan_id = i.plan_id AND l.item_key = i.key), '[]')) ORDER BY i.ordinal)
        FROM plan_item i WHERE i.project_id = pl.project_id AND i.plan_id = pl.id), '[]'))
    FROM plan pl, p WHERE pl.project_id = p.id AND pl.key = ${input.key ?? DEFAULT_KEY})))`,
  derive: (facts) => (facts.project === null ? null : { resource: planResource(facts.project), context: {} }),
  prepare: async (input, work): Promise<Pick<ImportFacts, 'parsed'>> => {
    try {
      return { parsed: await work.run<ParsedPlan>('plan.parse', input.source) };
    } catch (error) {
      if (isWorkRefused(error)) return { parsed: null };
      throw error;
    }
  },
  rule: (facts, input, env) => {
    const parsed = facts.own.parsed ?? null;
    if (parsed === null) {
      return refuse('plan.tooCostly', 'Reading this text takes more time than a plan of its size needs.', {
        code: 'INVALID_ARGUMENTS',
      });
    }
    if (parsed.unparsed.length > 0) {
      return refuse('plan.unparsed', 'Some lines read like a part of a plan and could not be understood.', {
        code: 'INVALID_ARGUMENTS',
        details: {
          issues: parsed.unparsed
            .slice(0, SHOWN)
            .map((issue): Json => ({ path: `line ${issue.line}`, message: issue.code })),
          lines: parsed.unparsed.length,
        },
      });
    }
    if (parsed.phases.length === 0) {
      return refuse(
        'plan.noPhases',
        'The file names no phase: a heading such as “## Phase 1. Name” begins one.',
        {
          code: 'INVALID_ARGUMENTS',
        },
      );
    }
    const known = facts.own.plan;
    const key = input.key ?? DEFAULT_KEY;
    const id = known?.id ?? env.newId();
    const items = allItems(parsed);
    const leaves = leavesOf(items);
    const changes = compareItems(known?.items ?? [], items);
    const title = input.title ?? parsed.title ?? key;
    const columns = { ...sourceColumns(input.source), title, about: aboutOf(parsed) };
    const version = (known?.version ?? 0) + 1;
    return {
      kind: 'change',
      ...(known === null
        ? {}
        : {
            updates: [
              {
                table: 'plan' as const,
                key: { id },
                expect: { version: known.version },
                set: { ...columns, version: plus(1), revision: version },
              },
            ],
            deletes: (['plan_link', 'plan_item', 'plan_phase'] as const).map((table) => ({
              table,
              key: { plan_id: id },
            })),
          }),
      inserts: [
        ...(known === null
          ? [
              {
                table: 'plan' as const,
                rows: [{ id, key, version: 1, revision: 1, ...columns }],
                computed: { created_at: now },
              },
            ]
          : []),
        ...importRows(id, parsed, known?.items ?? []),
      ],
      events: [
        event(
          'plan.imported',
          { kind: 'plan', id },
          {
            plan: key,
            sha256: columns.sha256,
            items: items.length,
            leaves: leaves.length,
            done: leaves.filter(({ checked }) => checked).length,
            linksLost: changes.linksLost,
          },
        ),
      ],
      result: {
        plan: key,
        title,
        version,
        sha256: columns.sha256,
        phases: parsed.phases.length,
        goals: parsed.phases.reduce((sum, phase) => sum + phase.goals.length, 0),
        items: leaves.length,
        groups: items.length - leaves.length,
        technologies: parsed.phases.reduce((sum, phase) => sum + phase.technologies.length, 0),
        outline: parsed.phases.slice(0, PHASES).map((phase) => {
          const counts = progress(phase).leaves;
          return {
            number: phase.number,
            title: phase.title.slice(0, 160),
            goals: phase.goals.length,
            items: counts.total,
            checked: counts.checked,
            technologies: phase.technologies.reduce((sum, line) => sum + line.names.length, 0),
          };
        }),
        warnings: shownIssues(parsed.warnings, SHOWN),
        warned: parsed.warnings.length,
        changes:
          known === null
            ? null
            : {
                added: counted(changes.added),
                removed: counted(changes.removed),
                checked: counted(changes.checked),
                opened: counted(changes.opened),
                linksKept: changes.linksKept,
                linksLost: changes.linksLost,
              },
      },
    };
  },
});
