import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTransaction } from '../../db/pool';
import { fullPackage } from '../../full-package.fixture';
import { createWorld, type World } from '../../world.fixture';
import type { EventChange, EventLog, EventLogInput, Verified } from './event-log.schema';

let world: World;
let handoff: string;
beforeAll(async () => {
  world = await createWorld();
  const { result } = await world.as('lead', 'handoff.create', { title: 'First words', package: fullPackage });
  handoff = result.handoff ?? '';
  await world.as('lead', 'handoff.update', { handoff, expectedVersion: 1, title: 'Second words' });
  await world.as('lead', 'handoff.update', {
    handoff,
    expectedVersion: 2,
    title: 'Third words',
    labels: ['new'],
  });
  await world.as('analyst', 'handoff.claim', { handoff });
}, 60_000);
afterAll(() => world.db.drop());

type Ask = Partial<typeof EventLogInput._zod.input>;
const log = async (
  ask: Ask,
  who: Parameters<World['as']>[0] = 'admin',
  project: string | null = 'llmgenie',
) => (await world.as(who, 'event.log', ask, { project })).result as unknown as EventLog;
const seqs = ({ events }: EventLog) => events.map(({ seq }) => seq);

describe('the audit log', () => {
  it('is read newest first, and pages both ways without a gap or a double', async () => {
    const all = await log({ limit: 200 });
    expect(seqs(all)).toEqual(Array.from({ length: all.seq }, (_, at) => all.seq - at));
    expect([all.older, all.newer]).toEqual([false, false]);
    const first = await log({ limit: 3 });
    expect(first.older).toBe(true);
    const second = await log({ limit: 3, before: first.events.at(-1)?.seq });
    expect([...seqs(first), ...seqs(second)]).toEqual(seqs(all).slice(0, 6));
    expect(second.newer).toBe(true);
    const back = await log({ limit: 3, after: second.events[0]?.seq });
    expect(seqs(back)).toEqual(seqs(first));
  });

  it('chains each event to the one before, and says by what action and rules it came', async () => {
    const { events } = await log({ limit: 200 });
    for (const [at, event] of events.slice(0, -1).entries()) {
      expect(event.previousHash).toBe(events[at + 1]?.hash);
    }
    expect(events[0]).toMatchObject({
      type: 'handoff.claimed',
      action: 'handoff.claim',
      actor: { kind: 'person', name: 'analyst' },
      subject: { kind: 'handoff', handoff },
      policySet: world.runtime.policy.policySet,
      redacted: false,
    });
  });

  it('is narrowed by type, actor, handoff and time', async () => {
    const updates = await log({ types: ['handoff.updated'] });
    expect(updates.events.map(({ type }) => type)).toEqual(['handoff.updated', 'handoff.updated']);
    const [claim] = (await log({ limit: 1 })).events;
    const ofAnalyst = await log({ actor: claim?.actor?.id });
    expect(ofAnalyst.events.map(({ type }) => type)).toEqual(['handoff.claimed']);
    expect((await log({ handoff })).events).toHaveLength(4);
    expect((await log({ handoff, until: claim?.at })).events).toHaveLength(3);
    expect((await log({ handoff, from: claim?.at })).events).toHaveLength(1);
  });

  it('shows what a change was before', async () => {
    const [late] = (await log({ types: ['handoff.updated'] })).events;
    const { result } = await world.as('admin', 'event.change', { seq: late?.seq });
    expect((result as unknown as EventChange).fields).toEqual([
      { field: 'title', before: 'Second words', known: true, after: 'Third words' },
      { field: 'labels', before: null, known: false, after: ['new'] },
    ]);
  });

  it('is for admins, and for an agent of theirs with the scope', async () => {
    await expect(log({}, 'lead')).rejects.toEqual(expect.objectContaining({ code: 'POLICY_DENIED' }));
    const plain = await world.agent('reads', ['coder'], { owner: 'admin' });
    await expect(log({}, plain, null)).rejects.toEqual(
      expect.objectContaining({ code: 'INSUFFICIENT_SCOPE' }),
    );
    const auditor = await world.agent('audits', ['coder'], {
      owner: 'admin',
      scopes: ['read', 'admin-read'],
    });
    expect((await log({ limit: 1 }, auditor, null)).events).toHaveLength(1);
    const below = await world.agent('below', ['coder'], { owner: 'coder', scopes: ['read', 'admin-read'] });
    await expect(log({}, below, null)).rejects.toEqual(expect.objectContaining({ code: 'POLICY_DENIED' }));
  });
});

/** As the Events page does: slice after slice, each carrying the hash of the last. */
async function verify(limit: number): Promise<Verified & { slices: number }> {
  let [after, hash, slices]: [number, string | undefined, number] = [0, undefined, 0];
  for (;;) {
    const { result } = await world.as('admin', 'event.verify', { after, hash, limit });
    const found = result as unknown as Verified;
    slices += 1;
    if (found.done) return { ...found, slices };
    [after, hash] = [found.seq, found.hash];
  }
}

describe('the chain', () => {
  it('is sound up to the head, whatever the size of the slices', async () => {
    const whole = await verify(5000);
    expect(whole).toMatchObject({ slices: 1, problem: null, seq: whole.head });
    const small = await verify(4);
    expect(small).toMatchObject({ problem: null, seq: whole.head, hash: whole.hash });
    expect(small.slices).toBe(Math.ceil(whole.head / 4));
  });

  it('tells which event somebody edited who owns the database, and what is wrong with it', async () => {
    const tamper = (change: string) =>
      withTransaction(world.db.ownerPool, async (client) => {
        await client.query('ALTER TABLE event DISABLE TRIGGER event_append_only');
        await client.query(change.replaceAll('$1', `'${world.projectId}'`));
        await client.query('ALTER TABLE event ENABLE TRIGGER event_append_only');
      });
    await tamper(
      `UPDATE event SET body = jsonb_set(body, '{actor,name}', '"somebody else"') WHERE project_id = $1 AND seq = 7`,
    );
    for (const limit of [3, 7, 5000]) {
      expect(await verify(limit)).toMatchObject({ done: true, seq: 6, problem: { seq: 7, problem: 'row' } });
    }
    await tamper('DELETE FROM event WHERE project_id = $1 AND seq > 5');
    expect(await verify(3)).toMatchObject({ problem: { seq: 6, problem: 'missing' } });
  });
});
