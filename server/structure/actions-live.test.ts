import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAppError } from '../errors';
import { eventCatalogue } from '../events/catalogue';
import { registry } from '../registry';
import { actionCases, type PolicyCase } from './action-cases.fixture';
import { caseProblems, emissionProblems, payloadProblems } from './checks';
import { destructiveProblems } from './destructive-checks';
import { createScene, type Scene, sampleArguments } from './scene.fixture';

let scene: Scene;
beforeAll(async () => {
  scene = await createScene();
}, 60_000);
afterAll(() => scene?.world.db.drop());

const actions = [...registry.actions.values()];

const logged = async () => {
  const { rows } = await scene.world.db.ownerPool.query<{ seq: number; type: string; payload: unknown }>(
    `SELECT e.seq::int AS seq, e.type, d.payload FROM event e
     JOIN event_payload d ON d.project_id = e.project_id AND d.seq = e.seq WHERE e.project_id = $1 ORDER BY e.seq`,
    [scene.world.projectId],
  );
  return rows;
};

/** 'allowed', the policies that denied, or the code of another refusal. Everything runs but the commit. */
async function outcomeOf({ as, action, arguments: args, project = 'llmgenie' }: PolicyCase): Promise<string> {
  try {
    await scene.world.as(as ?? '', action, args, { dryRun: true, project });
    return 'allowed';
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (error.code !== 'POLICY_DENIED') return error.code;
    const { denials } = error.details;
    return Array.isArray(denials) ? denials.map((denial) => String(denial.policyId)).join() : '';
  }
}

describe('the policies', () => {
  it('have a case for each action: a person and an agent, allowed and denied', () => {
    const cases = actionCases(scene);
    expect(caseProblems(actions, cases)).toEqual([]);
    expect(destructiveProblems(actions, cases)).toEqual([]);
  });

  it('let through and stop whom they should, at the real engine with the real facts', async () => {
    const cases = actionCases(scene).filter((each) => each.never === undefined);
    const before = (await logged()).length;
    const wrong: string[] = [];
    for (const each of cases) {
      const found = await outcomeOf(each);
      const right = each.outcome === 'allow' ? found === 'allowed' : found.split(',').includes(each.by ?? '');
      if (!right) wrong.push(`${each.action}: ${each.who} ${each.outcome} ${each.by} but ${found}`);
    }
    expect(wrong).toEqual([]);
    expect(cases.length).toBeGreaterThan(3 * actions.length);
    // Asking writes nothing, neither what was allowed nor what was refused.
    expect(await logged()).toHaveLength(before);
  });
});

describe('every action, run', () => {
  it('appends the events it declares', async () => {
    await scene.act('librarian', 'handoff.complete', sampleArguments(scene)['handoff.complete'] ?? {});
    expect(emissionProblems(actions, await scene.emissions(), ['override.used'])).toEqual([]);
  });

  it('leaves payloads in the log that fit the catalogue', async () => {
    const events = await logged();
    expect(events.length).toBeGreaterThan(100);
    expect(payloadProblems(events, eventCatalogue)).toEqual([]);
  });

  it('has sample arguments that its schema takes', () => {
    const args = sampleArguments(scene);
    const all = [...actions, ...registry.queries.values()];
    expect(Object.keys(args).sort()).toEqual(all.map(({ name }) => name).sort());
    const refused = all.filter(({ name, input }) => !input.safeParse(args[name]).success);
    expect(refused.map(({ name }) => name)).toEqual([]);
  });
});
