import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fullPackage } from '@/server/full-package.fixture';

import { type AgentsWorld, createAgentsWorld } from './agents.fixture';

let agents: AgentsWorld;
beforeAll(async () => {
  agents = await createAgentsWorld();
}, 60_000);
afterAll(() => agents?.close());

const viewOf = async (agent: string, who = 'admin') =>
  Object((await agents.as(who, 'agent.list', { agent })).agents)[0];
const cardOf = async (handoff: string) =>
  Object((await agents.as('lead', 'handoff.get', { handoff, history: 5 })).card);
const offered = async () =>
  String((await agents.as('lead', 'handoff.create', { title: 'Gate', package: fullPackage })).handoff);

/** Reads the stream until it ends. */
async function streamOf(token: string): Promise<{ ended: Promise<void> }> {
  const address = new URL('/api/events?project=llmgenie', agents.url);
  const response = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
  const reader = response.body?.getReader();
  if (!reader) throw new Error('no stream');
  await reader.read();
  const drain = async () => {
    while (!(await reader.read()).done);
  };
  return { ended: drain() };
}

describe('the kill switch', () => {
  it('stops an agent at once: calls, waits, streams and claims', async () => {
    const agent = await agents.agent('runaway', ['analyst']);
    const handoff = await offered();
    const { fence, version } = await agent.run('handoff.claim', { handoff });
    const { cursor } = (await agent.call('wait_for_next', { timeoutMs: 0, after: 0 })).body;
    const { ended } = await streamOf(agent.token);
    const waiting = agent.call('wait_for_next', { timeoutMs: 30_000, after: cursor });
    const refusedWait = expect(waiting).rejects.toThrow(/disabled|revoked|401/i);

    expect(await agents.as('admin', 'agent.disable', { agent: 'runaway' })).toEqual({
      agent: 'runaway',
      disabled: true,
      handoffs: [handoff],
    });
    await refusedWait;
    await ended;
    await expect(agents.connect(agent.token)).rejects.toThrow(/401|revoked/);
    const late = await agent.call('run_action', {
      action: 'handoff.heartbeat',
      arguments: { handoff, fence },
    });
    expect(late).toMatchObject({ isError: true, body: { code: 'POLICY_DENIED' } });
    expect(Object(late.body.details).denials[0]).toMatchObject({ policyId: 'security.active-actor' });
    // Offered again within a moment, marked stale, with who held it.
    await expect.poll(async () => (await cardOf(handoff)).state).toBe('offered');
    expect(await cardOf(handoff)).toMatchObject({
      lastHolder: { name: 'runaway' },
      staleAt: expect.any(String),
      version: Number(version) + 1,
    });
    expect(await viewOf('runaway')).toMatchObject({
      disabledAt: expect.any(String),
      disabledBy: 'admin',
      claims: [],
      lost: [{ handoff }],
    });
    // Another takes over; nothing of the stopped one can come between.
    const next = await agents.agent('successor', ['analyst']);
    await next.run('handoff.claim', { handoff });

    await expect(agents.as('admin', 'token.create', { agent: 'runaway' })).rejects.toMatchObject({
      code: 'RULE_REFUSED',
    });
    await agents.as('admin', 'agent.enable', { agent: 'runaway' });
    const again = await agents.connect(agent.token);
    expect((await again.call('get_available_actions')).isError).toBe(false);
  });

  it('is the owner’s too, but nobody else’s', async () => {
    await agents.as('admin', 'agent.create', {
      name: 'coders-own',
      roles: ['coder'],
      owner: 'coder@llmgenie.test',
    });
    await expect(agents.as('lead', 'agent.disable', { agent: 'coders-own' })).rejects.toMatchObject({
      code: 'RULE_REFUSED',
      details: { rule: 'agent.notYours' },
    });
    await agents.as('coder', 'agent.disable', { agent: 'coders-own' });
    await expect(agents.as('coder', 'agent.enable', { agent: 'coders-own' })).rejects.toMatchObject({
      code: 'POLICY_DENIED',
    });
    await agents.as('admin', 'agent.enable', { agent: 'coders-own' });
  });

  it('lets an admin change roles and owner, and the next call counts with them', async () => {
    const agent = await agents.agent('mover', ['analyst']);
    const handoff = await offered();
    await agents.as('admin', 'agent.update', {
      agent: 'mover',
      roles: ['coder'],
      owner: 'coder@llmgenie.test',
    });
    const refused = await agent.call('run_action', { action: 'handoff.claim', arguments: { handoff } });
    expect(refused.body).toMatchObject({ code: 'POLICY_DENIED' });
    expect(await viewOf('mover', 'coder')).toMatchObject({ roles: ['coder'], owner: { name: 'coder' } });
    await expect(agents.as('admin', 'agent.update', { agent: 'mover' })).rejects.toMatchObject({
      details: { rule: 'agent.unchanged' },
    });
    await expect(
      agents.as('admin', 'agent.update', { agent: 'mover', roles: ['juggler'] }),
    ).rejects.toMatchObject({ code: 'INVALID_ARGUMENTS' });
  });
});

describe('what agents called', () => {
  const callsOf = async (agent: string, args = {}) =>
    Object((await agents.as('admin', 'agent.calls', { agent, ...args })).calls) as Record<string, unknown>[];

  it('is known from the very first request, with an event, and never with arguments', async () => {
    const token = await agents.token('beginner', ['coder']);
    expect(await viewOf('beginner')).toMatchObject({ lastCall: null, tokens: [{ lastUsedAt: null }] });
    const agent = await agents.connect(token);
    await expect
      .poll(async () => (await callsOf('beginner')).map(({ tool }) => tool))
      .toContain('initialize');
    const { events } = await agents.as('admin', 'event.list', { limit: 50 });
    expect(JSON.stringify(events)).toContain('agent.connected');
    await agent.call('run_action', {
      action: 'handoff.create',
      arguments: { title: 'a title nobody may keep' },
    });
    await agent.call('run_action', { action: 'made.up-by-me', arguments: {} });
    await agent.client.listTools();
    await expect
      .poll(async () =>
        (await callsOf('beginner')).map(({ tool, action, outcome, stoppedBy }) => [
          tool,
          action,
          outcome,
          stoppedBy,
        ]),
      )
      .toEqual(
        expect.arrayContaining([
          ['run_action', 'handoff.create', 'POLICY_DENIED', 'logging.session'],
          ['run_action', '', 'UNKNOWN_ACTION', ''],
          ['tools/list', '', 'ok', ''],
          ['initialize', '', 'ok', ''],
        ]),
      );
    expect(JSON.stringify(await callsOf('beginner'))).not.toMatch(/nobody may keep|made\.up/);
    expect((await callsOf('beginner', { refused: true })).map(({ outcome }) => outcome)).not.toContain('ok');
  });

  it('counts alike calls of a minute once, those of a revoked token too, and shows each to its owner only', async () => {
    const agent = await agents.agent('busy', ['coder']);
    for (let call = 0; call < 5; call += 1) await agent.run('board.window');
    await agents.as('admin', 'token.revoke', { agent: 'busy', name: 't1' });
    await expect(agent.call('get_available_actions')).rejects.toThrow(/401|revoked/);
    const counted = async () => {
      const rows = await callsOf('busy', { limit: 200 });
      return rows
        .filter(({ action }) => action === 'board.window')
        .reduce((sum, row) => sum + Number(row.count), 0);
    };
    await expect.poll(counted).toBe(5);
    expect(await callsOf('busy')).toContainEqual(
      expect.objectContaining({ tool: 'get_available_actions', outcome: 'UNAUTHENTICATED', token: 't1' }),
    );
    await expect(agents.as('coder', 'agent.calls', { agent: 'busy' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(agents.as('viewer', 'agent.calls', {})).rejects.toMatchObject({ code: 'POLICY_DENIED' });
    // The board and this page count the same agents, also for somebody whose own are none of them.
    const { totals } = await agents.as('analyst', 'board.window');
    expect(Object(totals).agentsAtWork).toBeGreaterThan(0);
    expect(await agents.as('analyst', 'agent.list')).toMatchObject({
      agents: [],
      mayAdminister: false,
      atWork: Object(totals).agentsAtWork,
    });
  });
});
