import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fullPackage } from '@/server/full-package.fixture';

import { type Agent, type AgentsWorld, createAgentsWorld, type Reply } from './agents.fixture';

let agents: AgentsWorld;
let count = 0;
beforeAll(async () => {
  agents = await createAgentsWorld();
}, 60_000);
afterAll(() => agents?.close());
afterEach(cancelAll);

/** What one test offers must not wake the next. */
async function cancelAll(): Promise<void> {
  const { rows } = await agents.world.db.pool.query<{ handoff: string; version: number }>(
    `SELECT p.prefix || '-' || h.number AS handoff, h.version FROM handoff h JOIN project p ON p.id = h.project_id
     WHERE h.state NOT IN ('done', 'cancelled')`,
  );
  for (const { handoff, version } of rows) {
    await agents.as('lead', 'handoff.cancel', {
      handoff,
      expectedVersion: version,
      reason: 'the test is over',
    });
  }
}

function agent(...roles: string[]): Promise<Agent> {
  count += 1;
  return agents.agent(`waiter-${count}`, roles);
}

const offer = async (title = 'Build the gate', more: object = {}) =>
  String((await agents.as('lead', 'handoff.create', { title, package: fullPackage, ...more })).handoff);

const itemOf = (reply: Reply) => Object(reply.body.item);

/** Resolves once so many calls wait: each holds a subscription on the wake bus by then. */
async function waiting(calls: number): Promise<void> {
  await expect.poll(() => subscriptions).toBe(calls);
}
let subscriptions = 0;
beforeAll(() => {
  const { wake } = agents.server.runtime;
  const subscribe = wake.subscribe.bind(wake);
  wake.subscribe = (...args) => {
    const stop = subscribe(...args);
    subscriptions += 1;
    return () => {
      subscriptions -= 1;
      stop();
    };
  };
});

describe('wait_for_next', () => {
  it('answers at once with what waits already, oldest first, and with its package as data', async () => {
    const first = await offer('first');
    await offer('second');
    const reply = await (await agent('analyst')).call('wait_for_next', {});
    expect(reply.body).toMatchObject({
      item: {
        kind: 'handoff',
        handoff: first,
        title: 'first',
        stage: 'intake',
        reason: 'created',
        from: { kind: 'person', name: 'lead' },
        package: fullPackage,
        untrusted: true,
      },
      cursor: expect.any(Number),
    });
    expect(itemOf(reply)).not.toHaveProperty('fence');
  });

  it('goes through what waits by its cursor, without a gap and without repeating', async () => {
    const offered = [await offer('one'), await offer('two'), await offer('three')];
    const reader = await agent('analyst');
    const seen: string[] = [];
    let after: number | undefined;
    for (;;) {
      const reply = await reader.call('wait_for_next', {
        timeoutMs: 0,
        ...(after !== undefined && { after }),
      });
      after = Number(reply.body.cursor);
      if (reply.body.item === null) break;
      seen.push(itemOf(reply).handoff);
    }
    expect(seen).toEqual(offered);
    const later = await offer('four');
    expect(itemOf(await reader.call('wait_for_next', { timeoutMs: 0, after })).handoff).toBe(later);
  });

  it('wakes within a second of a send by somebody else, and only those of the stage', async () => {
    const handoff = await offer();
    const librarian = await agent('librarian');
    const analyst = await agent('analyst');
    const coder = await agent('coder');
    await analyst.run('handoff.claim', { handoff });
    const stillWaiting = librarian.call('wait_for_next', { timeoutMs: 2_000 });
    const woken = coder
      .call('wait_for_next', { timeoutMs: 20_000 })
      .then((reply) => ({ reply, at: performance.now() }));
    await waiting(2);
    await agents.as('lead', 'handoff.comment', { handoff, body: 'soon' });
    await passIntake(handoff);
    const { version } = Object((await analyst.run('handoff.get', { handoff, history: 0 })).card);
    const sent = performance.now();
    await analyst.run('handoff.send', { handoff, expectedVersion: version, to: 'build', note: 'yours now' });
    const { reply, at } = await woken;
    expect(at - sent).toBeLessThan(1_000);
    expect(itemOf(reply)).toMatchObject({ handoff, stage: 'build', reason: 'sent', note: 'yours now' });
    expect((await stillWaiting).body.item).toBeNull();

    async function passIntake(of: string): Promise<void> {
      const evidence = { kind: 'link', label: 'plan', url: 'https://example.test/plan' };
      await analyst.run('checklist.attachEvidence', { handoff: of, item: 'sources-linked', ...evidence });
      for (const item of ['goal-stated', 'sources-linked', 'success-agreed', 'questions-asked']) {
        await analyst.run('checklist.tick', { handoff: of, item });
      }
    }
  });

  it('answers null with a cursor when nothing came, in the time it was given', async () => {
    const began = performance.now();
    const reply = await (await agent('reviewer')).call('wait_for_next', { timeoutMs: 300 });
    expect(reply.body).toEqual({ item: null, cursor: expect.any(Number), epoch: expect.any(String) });
    expect(performance.now() - began).toBeGreaterThanOrEqual(290);
    const tooLong = await (await agent('reviewer')).call('wait_for_next', { timeoutMs: 60_000 });
    expect(tooLong.body.code).toBe('INVALID_ARGUMENTS');
  });

  it('says reset at once, and begins anew, where the cursor is of another epoch or beyond the end of the log', async () => {
    const reader = await agent('analyst');
    const { cursor, epoch } = (await reader.call('wait_for_next', { timeoutMs: 0 })).body;
    const beyond = Number(cursor) + 1_000;
    const began = performance.now();
    for (const place of [
      { after: 0, epoch: '00000000-0000-4000-8000-000000000000' },
      { after: beyond, epoch },
      { after: beyond },
    ]) {
      const reply = await reader.call('wait_for_next', { timeoutMs: 20_000, ...place });
      expect(reply.body).toEqual({ item: null, cursor, epoch, reset: true });
    }
    expect(performance.now() - began).toBeLessThan(10_000);
    const handoff = await offer('from before the restore');
    const anew = await reader.call('wait_for_next', { timeoutMs: 0, after: beyond, epoch });
    expect(anew.body).toMatchObject({ item: { handoff }, reset: true, epoch });
    const on = await reader.call('wait_for_next', { timeoutMs: 0, after: anew.body.cursor, epoch });
    expect(on.body).toEqual({ item: null, cursor: expect.any(Number), epoch });
  });

  it('tells who waits while the log becomes another one', async () => {
    const reader = await agent('reviewer');
    const call = reader.call('wait_for_next', { timeoutMs: 20_000 });
    await waiting(1);
    await agents.world.db.ownerPool.query(
      `UPDATE project_clock SET epoch = gen_random_uuid() WHERE project_id = $1`,
      [agents.world.projectId],
    );
    await offer('anything that wakes it');
    expect((await call).body).toMatchObject({ item: null, reset: true });
  });

  it('leaves out what is assigned to somebody else, and brings what is assigned to the caller', async () => {
    const one = await agent('analyst');
    const two = await agent('analyst');
    const handoff = await offer();
    const name = `waiter-${count}`;
    await agents.as('lead', 'handoff.assign', { handoff, expectedVersion: 1, assignee: name });
    expect((await one.call('wait_for_next', { timeoutMs: 0 })).body.item).toBeNull();
    expect(itemOf(await two.call('wait_for_next', { timeoutMs: 0 }))).toMatchObject({
      handoff,
      reason: 'assigned',
    });
  });
});

describe('claim: true', () => {
  it('gives one handoff to one of ten, and the other nine go on waiting', async () => {
    const herd = await Promise.all(Array.from({ length: 10 }, () => agent('analyst')));
    const answers: { reply: Reply; at: number }[] = [];
    const all = herd.map(async (member) => {
      const reply = await member.call('wait_for_next', { timeoutMs: 20_000, claim: true });
      answers.push({ reply, at: performance.now() });
    });
    await waiting(10);
    const before = Number((await agents.as('lead', 'event.list', { limit: 1 })).seq);
    const sent = performance.now();
    const handoff = await offer('for one of ten');
    await expect.poll(() => answers.length).toBe(1);
    const [winner] = answers;
    expect((winner?.at ?? 0) - sent).toBeLessThan(1_000);
    expect(itemOf(winner?.reply ?? { isError: true, body: {}, text: '' })).toMatchObject({
      handoff,
      fence: 2,
      version: 2,
    });
    await waiting(9);
    // Nine more, one by one: each is taken once, nobody is left and nothing is refused on the way.
    for (let n = 1; n <= 5; n += 1) await offer(`another ${n}`);
    await expect.poll(() => answers.length).toBe(6);
    const taken = answers.map(({ reply }) => itemOf(reply).handoff);
    expect(new Set(taken).size).toBe(6);
    const { rows } = await agents.world.db.pool.query<{ type: string; count: number }>(
      `SELECT type, count(*)::int AS count FROM event WHERE project_id = $1 AND seq > $2 AND type LIKE 'handoff.%'
       GROUP BY type ORDER BY type`,
      [agents.world.projectId, before],
    );
    expect(rows).toEqual([
      { type: 'handoff.claimed', count: 6 },
      { type: 'handoff.created', count: 6 },
    ]);
    await cancelAll();
    for (let n = 1; n <= 4; n += 1) await offer(`last ${n}`);
    await Promise.all(all);
    expect(new Set(answers.map(({ reply }) => itemOf(reply).handoff)).size).toBe(10);
  });

  it('waits for room at a full stage instead of failing, and takes it when there is some', async () => {
    const handoffs: string[] = [];
    for (let n = 0; n < 7; n += 1) handoffs.push(await offer(`full ${n}`));
    for (const handoff of handoffs.slice(0, 6)) await agents.as('analyst', 'handoff.claim', { handoff });
    const waiter = await agent('analyst');
    const claimed = waiter.call('wait_for_next', { timeoutMs: 20_000, claim: true });
    await waiting(1);
    await agents.as('lead', 'handoff.cancel', {
      handoff: handoffs[0],
      expectedVersion: 2,
      reason: 'make room',
    });
    expect(itemOf(await claimed)).toMatchObject({ handoff: handoffs[6], fence: 2 });
  });

  it('says what a policy wants first, and takes nothing', async () => {
    const handoff = await offer();
    const idle = await agents.connect(await agents.token('no-session', ['analyst']));
    const reply = await idle.call('wait_for_next', { timeoutMs: 5_000, claim: true });
    expect(reply.body).toMatchObject({
      code: 'POLICY_DENIED',
      details: { denials: [{ policyId: 'logging.session', next: [{ action: 'session.start' }] }] },
    });
    const card = await idle.run('handoff.get', { handoff, history: 0 });
    expect(card.card).toMatchObject({ state: 'offered' });
  });
});

describe('the end of waiting', () => {
  it('lets a token wait in four calls, and frees the place of a client that leaves', async () => {
    const waiter = await agent('reviewer');
    const leaving = new AbortController();
    const calls = Array.from({ length: 4 }, () =>
      waiter.call('wait_for_next', { timeoutMs: 20_000 }, { signal: leaving.signal }).catch(() => 'left'),
    );
    await waiting(4);
    const fifth = await waiter.call('wait_for_next', { timeoutMs: 0 });
    expect(fifth.body).toMatchObject({
      code: 'RATE_LIMITED',
      retryable: true,
      details: { retryAfterSeconds: 5 },
    });
    // An MCP client says that it gave up and hangs up; only the latter reaches a server without sessions.
    await waiter.client.transport?.close();
    leaving.abort();
    expect(await Promise.all(calls)).toEqual(['left', 'left', 'left', 'left']);
    await waiting(0);
    const again = await agents.connect(waiter.token);
    expect((await again.call('wait_for_next', { timeoutMs: 0 })).body.item).toBeNull();
  });

  it('ends with 401 when the token is revoked meanwhile', async () => {
    const waiter = await agent('reviewer');
    const name = `waiter-${count}`;
    const call = waiter.call('wait_for_next', { timeoutMs: 20_000 }).then(
      () => 'answered',
      (error: unknown) => String(error),
    );
    await waiting(1);
    const { agents: all } = await agents.as('admin', 'agent.list');
    const row = Object(all).find((each: { name: string }) => each.name === name);
    await agents.as('admin', 'token.revoke', { id: row.tokens[0].id });
    expect(await call).toContain('UNAUTHENTICATED');
  });

  it('ends at once with what it has when the server stops', async () => {
    const waiter = await agent('reviewer');
    const call = waiter.call('wait_for_next', { timeoutMs: 50_000 });
    await waiting(1);
    const began = performance.now();
    await agents.server.close();
    expect((await call).body).toEqual({ item: null, cursor: expect.any(Number), epoch: expect.any(String) });
    expect(performance.now() - began).toBeLessThan(3_000);
    subscriptions = 0;
  });
});
