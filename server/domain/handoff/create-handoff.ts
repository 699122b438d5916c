import { defineAction } from '../../actions/action';
import { now, refuse } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { planItemJson } from '../plan/plan-facts';
import { handoffOpened, type PlanItemFacts } from '../plan/plan-links.rules';
import { itemParts } from '../plan/plan-row';
import { newChecklist } from './handoff.rules';
import { CreateHandoff, HandoffResult } from './handoff.schema';
import { branchFacts } from './handoff-derive.rules';
import type { StageFacts } from './handoff-facts';
import { packageScore } from './package.rules';

interface StartFacts {
  /** The item it is made for; null where there is none of that name. */
  readonly planItem?: PlanItemFacts | null;
  readonly versionId: string;
  readonly stages: readonly Pick<StageFacts, 'key' | 'roleKey' | 'template'>[];
}

const startFacts: Fragment<StartFacts | null> = sql<StartFacts | null>`(SELECT jsonb_build_object('versionId', w.id,
  'stages', (SELECT jsonb_agg(jsonb_build_object('key', s.key, 'roleKey', s.role_key,
      'template', (SELECT jsonb_build_object('id', ct.id, 'items', ct.items) FROM checklist_template ct
        WHERE ct.project_id = s.project_id AND ct.id = s.template_id)) ORDER BY s.position)
    FROM stage s WHERE s.project_id = w.project_id AND s.version_id = w.id AND s.kind = 'start'))
  FROM workflow_version w, p WHERE w.project_id = p.id AND w.status = 'active' ORDER BY w.workflow LIMIT 1)`;

export const createHandoff = defineAction<StartFacts | null>()({
  name: 'handoff.create',
  title: 'Create a handoff',
  description: 'Offers a new package of work at a start stage of the active workflow.',
  input: CreateHandoff,
  output: HandoffResult,
  permission: 'member',
  scope: 'act',
  events: ['handoff.created'],
  besides: ['plan.linked', 'plan.ticked'],
  retry: 'server',
  refusals: ['INVALID_ARGUMENTS'],
  facts: ({ planItem }) =>
    planItem === undefined
      ? startFacts
      : sql<StartFacts | null>`(SELECT ${startFacts} || jsonb_build_object('planItem', ${planItemJson(planItem.plan, planItem.item)}))`,
  derive: (facts, input) =>
    facts.own === null || facts.project === null
      ? null
      : {
          resource: { kind: 'project', id: facts.project.id, label: facts.project.key },
          context: branchFacts(facts, input.branch ?? null),
        },
  rule: (facts, input, env) => {
    const { own, actor } = facts;
    if (own === null || actor === null) return refuse('workflow.none', 'The project has no active workflow.');
    const stage = input.stage === undefined ? own.stages[0] : own.stages.find((s) => s.key === input.stage);
    if (stage === undefined) {
      return refuse('stage.start', 'Handoffs are created at a start stage.', {
        code: 'INVALID_ARGUMENTS',
        details: { startStages: own.stages.map((s) => s.key) },
      });
    }
    const item = own.planItem ?? null;
    if (input.planItem !== undefined && item === null) {
      return refuse('plan.item', 'There is no such item of a plan.', { code: 'INVALID_ARGUMENTS' });
    }
    const id = env.newId();
    // The database gives the number only now, so the events of the item name the handoff by its id.
    const work = item === null ? null : itemParts([handoffOpened(item)], null);
    return {
      kind: 'change',
      ...(work === null ? {} : { updates: work.updates }),
      inserts: [
        {
          table: 'handoff',
          rows: [
            {
              id,
              title: input.title,
              version: 1,
              fence: 1,
              state: 'offered',
              version_id: own.versionId,
              stage_key: stage.key,
              mode: input.mode,
              priority: input.priority,
              due_at: input.dueAt ?? null,
              labels: input.labels,
              branch: input.branch ?? null,
              author_id: actor.id,
              giver_id: actor.id,
              package: input.package,
              package_score: packageScore(input.package),
            },
          ],
          computed: { created_at: now, moved_at: now },
        },
        {
          table: 'transfer',
          rows: [
            {
              id: env.newId(),
              handoff_id: id,
              kind: 'create',
              from_key: stage.key,
              to_key: stage.key,
              actor_id: actor.id,
              reason: null,
            },
          ],
          computed: { at: now },
        },
        ...(item === null
          ? []
          : [
              {
                table: 'plan_link' as const,
                rows: [{ plan_id: item.planId, item_key: item.item, handoff_id: id }],
              },
            ]),
        ...(stage.template === null ? [] : newChecklist(id, stage.key, stage.template, env.newId)),
      ],
      events: [
        event(
          'handoff.created',
          { kind: 'handoff', id },
          {
            title: input.title,
            stage: stage.key,
            mode: input.mode,
            branch: input.branch ?? null,
          },
        ),
        ...(item === null
          ? []
          : [
              event(
                'plan.linked',
                { kind: 'plan', id: item.planId },
                { plan: item.plan, item: item.ordinal, key: item.item, handoff: id },
              ),
              ...(work?.events ?? []),
            ]),
      ],
      result: {
        // The database gives the number in the same commit.
        handoff: `${facts.project?.prefix ?? 'LG'}-1`,
        version: 1,
        state: 'offered' as const,
        stage: stage.key,
        fence: 1,
      },
      returning: {
        table: 'handoff',
        column: 'number',
        as: 'handoff',
        prefix: `${facts.project?.prefix ?? 'LG'}-`,
      },
    };
  },
});
