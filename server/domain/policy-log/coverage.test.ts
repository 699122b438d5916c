import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Credential } from '../../actions/credential';
import { isAppError } from '../../errors';
import { fullPackage } from '../../full-package.fixture';
import { policiesWatching } from '../../policy/policy-reach';
import { createWorld, type World } from '../../world.fixture';
import { Coverage } from './coverage.schema';

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, 60_000);
afterAll(() => world?.db.drop());

/** Every call of the test as it went, counted one by one. */
const passed = new Map<string, number>();
const denied = new Map<string, number>();
const add = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);

async function call(
  who: Credential | string,
  action: string,
  args: object,
): Promise<Record<string, unknown>> {
  const definition = world.runtime.registry.actions.get(action);
  if (definition === undefined) throw new Error(`no action ${action}`);
  const { permission, adminAction = false, destructive = false, sessionExempt = false } = definition;
  try {
    const { result } = await world.as(who, action, args);
    const spec = { name: action, permission, adminAction, destructive, sessionExempt, mutation: true };
    const kind = typeof who === 'string' ? 'person' : 'agent';
    for (const policy of policiesWatching(spec, kind)) add(passed, policy);
    return result;
  } catch (error) {
    if (!isAppError(error)) throw error;
    for (const { policyId } of (error.details.denials ?? []) as { policyId: string }[]) add(denied, policyId);
    return {};
  }
}

const coverageOf = async (days: number) =>
  Coverage.parse((await world.as('lead', 'policy.coverage', { days })).result);

async function offer(title: string): Promise<string> {
  const made = await call('lead', 'handoff.create', { title, package: fullPackage });
  return String(made.handoff);
}

it('counts what went through and what was refused as often as it happened, whatever else a commit appended', async () => {
  await call('admin', 'agent.create', { name: 'counted', roles: ['analyst'], owner: 'coder@llmgenie.test' });
  for (const title of ['one', 'two', 'three'])
    await call('analyst', 'handoff.claim', { handoff: await offer(title) });
  const assigned = await offer('for the analyst');
  await call('lead', 'handoff.assign', { handoff: assigned, assignee: 'analyst', expectedVersion: 1 });
  // One call, and events of three handoffs put back and one assignment taken off besides its own.
  await call('admin', 'member.disable', { member: 'analyst' });
  await call('admin', 'member.enable', { member: 'analyst' });
  // The same refusal three times within a minute is one row.
  for (let n = 0; n < 3; n += 1) await call('coder', 'handoff.claim', { handoff: assigned });
  for (let n = 0; n < 2; n += 1) await call('viewer', 'handoff.comment', { handoff: assigned, body: 'no' });
  await call('analyst', 'handoff.claim', { handoff: assigned });
  await call('analyst', 'handoff.send', { handoff: assigned, to: 'build', expectedVersion: 4 });

  const coverage = await coverageOf(2);
  for (const { id, mode, allowed, denied: refused, series } of coverage.policies) {
    expect([id, refused]).toEqual([id, denied.get(id) ?? 0]);
    expect([id, allowed]).toEqual([id, mode === 'structural' ? null : (passed.get(id) ?? 0)]);
    expect([id, series.allowed]).toEqual([id, [0, mode === 'structural' ? 0 : (passed.get(id) ?? 0)]]);
  }
  expect([...denied.keys()].toSorted()).toEqual([
    'checklist.required',
    'permission.required',
    'role.required',
  ]);
  expect(coverage.refused).toBe([...denied.values()].reduce((sum, n) => sum + n, 0));
});

it('counts a call once that several policies refuse together', async () => {
  const before = await coverageOf(1);
  const agent = await world.agent('meddler', ['coder']);
  const prepared = await coverageOf(1);
  expect(prepared.checked).toBe(before.checked + 2);
  const refusal = await world
    .as(agent, 'agent.disable', { agent: 'counted' })
    .catch((error: unknown) => error);
  if (!isAppError(refusal)) throw refusal;
  expect(Object(refusal.details.denials).length).toBeGreaterThan(1);
  const after = await coverageOf(1);
  expect([after.refused, after.checked]).toEqual([prepared.refused + 1, prepared.checked + 1]);
});

it('counts each day where it falls, and nothing from before', async () => {
  const { ownerPool } = world.db;
  const before = await coverageOf(3);
  await ownerPool.query('ALTER TABLE event DISABLE TRIGGER USER');
  await ownerPool.query(`UPDATE event SET at = at - interval '25 hours' WHERE type = 'handoff.created'`);
  await ownerPool.query('ALTER TABLE event ENABLE TRIGGER USER');
  await ownerPool.query(
    `UPDATE policy_decision SET last_at = last_at - interval '80 hours' WHERE policy_id = 'checklist.required'`,
  );
  const after = await coverageOf(3);
  const of = (coverage: Coverage, id: string) => coverage.policies.find((policy) => policy.id === id);
  const [was, is] = ['security.no-secrets'].flatMap((id) => [of(before, id), of(after, id)]);
  expect(is?.allowed).toBe(was?.allowed);
  expect(is?.series.allowed).toEqual([0, 4, (was?.allowed ?? 0) - 4]);
  expect(of(after, 'checklist.required')).toMatchObject({ denied: 0, lastDeniedAt: null });
  expect(after.refused).toBe(before.refused - 1);
});
