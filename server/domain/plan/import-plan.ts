import { z } from 'zod';
import { defineAction } from '../../actions/action';
import { type Json, now, plus, refuse } from '../../actions/change';
import { event } from '../../events/catalogue';
import { parsePlan } from './parse-plan';
import { allItems } from './plan.rules';
import { PlanImportInput, PlanIssue, PlanKey } from './plan.schema';
import { type PlanFacts, planFacts } from './plan-facts';
import { planResource, sourceColumns } from './plan-row';

const DEFAULT_KEY = 'master';
/** Lines shown of what was not understood. */
const SHOWN = 20;

export const importPlan = defineAction<PlanFacts>()({
  name: 'plan.import',
  title: 'Import a plan',
  description:
    'Reads a phase plan in Markdown and keeps its bytes; importing under a known key replaces that plan.',
  input: PlanImportInput,
  output: z.strictObject({
    plan: PlanKey,
    version: z.number().int(),
    sha256: z.string(),
    phases: z.number().int(),
    goals: z.number().int(),
    items: z.number().int(),
    technologies: z.number().int(),
    warnings: z.array(PlanIssue),
  }),
  permission: 'lead',
  scope: 'act',
  events: ['plan.imported'],
  retry: 'server',
  refusals: ['INVALID_ARGUMENTS'],
  facts: (input) => planFacts(input.key ?? DEFAULT_KEY),
  derive: (facts) => (facts.project === null ? null : { resource: planResource(facts.project), context: {} }),
  rule: (facts, input, env) => {
    const parsed = parsePlan(input.source);
    if (parsed.unparsed.length > 0) {
      return refuse('plan.unparsed', 'Some lines read like a part of a plan and could not be understood.', {
        code: 'INVALID_ARGUMENTS',
        details: {
          issues: parsed.unparsed
            .slice(0, SHOWN)
            .map((issue): Json => ({ path: `line ${issue.line}`, message: issue.code })),
        },
      });
    }
    const known = facts.own.plan;
    const key = input.key ?? DEFAULT_KEY;
    const id = known?.id ?? env.newId();
    const columns = { ...sourceColumns(input.source), title: input.title ?? parsed.title ?? key };
    const items = allItems(parsed);
    const phases = parsed.phases.map((phase) => ({
      plan_id: id,
      key: phase.key,
      ordinal: phase.ordinal,
      number: phase.number,
      title: phase.title,
      goals: phase.goals.map((goal) => goal.text),
      technologies: phase.technologies.map((line) => line.text),
    }));
    const rows = items.map((item) => ({
      plan_id: id,
      ordinal: item.ordinal,
      key: item.key,
      phase_key: item.phaseKey,
      parent_key: item.parentKey,
      section: item.section,
      depth: item.depth,
      text: item.text,
      checked: item.checked,
      mark_byte: item.markOffset.byte,
    }));
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
                set: { ...columns, version: plus(1) },
              },
            ],
            deletes: [
              { table: 'plan_item' as const, key: { plan_id: id } },
              { table: 'plan_phase' as const, key: { plan_id: id } },
            ],
          }),
      inserts: [
        ...(known === null
          ? [
              {
                table: 'plan' as const,
                rows: [{ id, key, version: 1, ...columns }],
                computed: { created_at: now },
              },
            ]
          : []),
        ...(phases.length > 0 ? [{ table: 'plan_phase' as const, rows: phases }] : []),
        ...(rows.length > 0 ? [{ table: 'plan_item' as const, rows }] : []),
      ],
      events: [
        event(
          'plan.imported',
          { kind: 'plan', id },
          { plan: key, sha256: columns.sha256, items: items.length },
        ),
      ],
      result: {
        plan: key,
        version: (known?.version ?? 0) + 1,
        sha256: columns.sha256,
        phases: parsed.phases.length,
        goals: parsed.phases.reduce((sum, phase) => sum + phase.goals.length, 0),
        items: items.length,
        technologies: parsed.phases.reduce((sum, phase) => sum + phase.technologies.length, 0),
        warnings: parsed.warnings.slice(0, SHOWN).map((warning) => ({ ...warning })),
      },
    };
  },
});
