import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fullPackage } from '../full-package.fixture';
import { createWorld, type World } from '../world.fixture';

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, 60_000);
afterAll(() => world.db.drop());

const refusal = (code: string, details: object = {}) =>
  expect.objectContaining({ code, details: expect.objectContaining(details) });

async function created(title = 'Build the gate') {
  const { result } = await world.as('lead', 'handoff.create', { title, package: fullPackage });
  return result.handoff ?? '';
}

describe('the life of a handoff', () => {
  it('goes from intake through build and review into the library, and every step is an event', async () => {
    const handoff = await created();
    expect(handoff).toMatch(/^LG-\d+$/);
    const claim = await world.as('analyst', 'handoff.claim', { handoff });
    expect(claim.result).toMatchObject({ state: 'active', stage: 'intake', version: 2, fence: 2 });
    await world.as('analyst', 'checklist.attachEvidence', {
      handoff,
      item: 'sources-linked',
      kind: 'link',
      label: 'plan',
      url: 'https://example.test/plan',
    });
    for (const item of ['goal-stated', 'sources-linked', 'success-agreed', 'questions-asked']) {
      await world.as('analyst', 'checklist.tick', { handoff, item });
    }
    const detail = await world.as('viewer', 'handoff.get', { handoff });
    expect(detail.result).toMatchObject({ card: { requiredPassed: 4, requiredTotal: 4 } });
    const version = Object(detail.result.card).version;
    const sent = await world.as('analyst', 'handoff.send', {
      handoff,
      expectedVersion: version,
      to: 'build',
    });
    expect(sent.result).toMatchObject({ state: 'offered', stage: 'build' });
    const after = await world.as('viewer', 'handoff.get', { handoff });
    const types = Object(after.result).history.map((entry: { type: string }) => entry.type);
    expect(types).toEqual([
      'handoff.sent',
      ...Array(4).fill('checklist.ticked'),
      'checklist.evidenceAttached',
      'handoff.claimed',
      'handoff.created',
    ]);
  });

  it('refuses a send with open items by policy and says what to do next', async () => {
    const handoff = await created();
    await world.as('analyst', 'handoff.claim', { handoff });
    await expect(
      world.as('analyst', 'handoff.send', { handoff, expectedVersion: 2, to: 'build' }),
    ).rejects.toEqual(
      refusal('POLICY_DENIED', {
        denials: expect.arrayContaining([
          expect.objectContaining({
            policyId: 'checklist.required',
            next: expect.arrayContaining([
              expect.objectContaining({
                action: 'checklist.tick',
                arguments: { handoff, item: 'goal-stated' },
              }),
            ]),
          }),
        ]),
      }),
    );
    const card = await world.as('viewer', 'board.cards', { handoffs: [handoff] });
    expect(card.result).toMatchObject({ cards: [{ blocked: { policyId: 'checklist.required' } }] });
  });

  it('answers CONFLICT with the present card and what changed', async () => {
    const handoff = await created();
    await world.as('analyst', 'handoff.claim', { handoff });
    await expect(
      world.as('lead', 'handoff.update', { handoff, expectedVersion: 1, title: 'Other' }),
    ).rejects.toEqual(
      refusal('CONFLICT', {
        current: expect.objectContaining({ handoff, version: 2, state: 'active' }),
        changed: [expect.objectContaining({ field: 'handoff.claimed', by: 'analyst' })],
      }),
    );
  });

  it('refuses a route that the workflow does not have', async () => {
    const handoff = await created();
    await expect(
      world.as('lead', 'handoff.route', { handoff, expectedVersion: 1, to: 'library' }),
    ).rejects.toEqual(
      refusal('POLICY_DENIED', {
        denials: expect.arrayContaining([
          expect.objectContaining({
            policyId: 'flow.route',
            facts: expect.objectContaining({ from: 'intake', to: 'library', reachable: ['build'] }),
            next: [{ action: 'handoff.route', arguments: { handoff, to: 'build' }, by: 'you' }],
          }),
        ]),
      }),
    );
  });

  it('answers the first result to the same key, and refuses the key to another body', async () => {
    const handoff = await created();
    const first = await world.as('analyst', 'handoff.claim', { handoff }, { key: `claim-${handoff}` });
    await world.as('analyst', 'handoff.release', { handoff, expectedVersion: 2 });
    const again = await world.as('analyst', 'handoff.claim', { handoff }, { key: `claim-${handoff}` });
    expect(again).toEqual({ ...first, replayed: true });
    await expect(
      world.as('analyst', 'handoff.claim', { handoff, expectedVersion: 3 }, { key: `claim-${handoff}` }),
    ).rejects.toEqual(expect.objectContaining({ code: 'IDEMPOTENCY_CONFLICT' }));
  });

  it('keeps a viewer from moving and another project from seeing', async () => {
    const handoff = await created();
    await expect(world.as('viewer', 'handoff.claim', { handoff })).rejects.toEqual(
      refusal('POLICY_DENIED', {
        denials: expect.arrayContaining([expect.objectContaining({ policyId: 'permission.required' })]),
      }),
    );
    await expect(world.as('curie', 'handoff.get', { handoff })).rejects.toEqual(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    );
    await expect(world.as('curie', 'handoff.get', { handoff }, { project: 'lab' })).rejects.toEqual(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    );
  });

  it('asks an agent for a session, and refuses a revoked token at once', async () => {
    const agent = await world.agent('analyst-9', ['analyst'], { owner: 'analyst' });
    const handoff = await created();
    await expect(world.as(agent, 'handoff.claim', { handoff }, { project: null })).rejects.toEqual(
      refusal('POLICY_DENIED', {
        denials: expect.arrayContaining([
          expect.objectContaining({
            policyId: 'logging.session',
            next: expect.arrayContaining([expect.objectContaining({ action: 'session.start' })]),
          }),
        ]),
      }),
    );
    await world.as(agent, 'session.start', { handoff, mode: 'meta' }, { project: null });
    await world.as(agent, 'handoff.claim', { handoff }, { project: null });
    const { result } = await world.as('admin', 'agent.list');
    const token = Object(result).agents[0].tokens[0].id;
    await world.as('admin', 'token.revoke', { id: token });
    await expect(world.as(agent, 'board.window', {}, { project: null })).rejects.toEqual(
      expect.objectContaining({ code: 'UNAUTHENTICATED' }),
    );
  });

  it('lists the moves with the code that judges them', async () => {
    const handoff = await created();
    const { result } = await world.as('lead', 'actions.available', { handoff });
    const rows = Object(result).actions.map(
      (row: {
        name: string;
        allowed: string;
        arguments?: { to?: string };
        blockedBy?: { policyId: string };
      }) => [row.name, row.arguments?.to ?? '', row.allowed, row.blockedBy?.policyId ?? ''].join(' ').trim(),
    );
    expect(rows).toContain('handoff.route build blocked checklist.required');
    expect(rows).toContain('handoff.route library blocked flow.route');
    expect(rows).toContain('handoff.cancel  needs_input');
  });

  it('stops at the WIP limit', async () => {
    const handoffs = await Promise.all(Array.from({ length: 8 }, (_, i) => created(`wip ${i}`)));
    const answers = await Promise.allSettled(
      handoffs.map((handoff) => world.as('analyst', 'handoff.claim', { handoff })),
    );
    const refused = answers.filter((answer) => answer.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    for (const answer of refused) expect(answer.reason).toMatchObject({ code: 'WIP_LIMIT' });
  });
});
