import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Credential } from '../actions/credential';
import { withTransaction } from '../db/pool';
import { createWorld, type World } from '../world.fixture';
import { lapseLease } from './lapse-lease';
import { startTimers, type Timers } from './timers';

let world: World;
let coder: Credential;
let timers: Timers;
const troubles: unknown[] = [];

beforeAll(async () => {
  world = await createWorld();
  coder = await world.agent('analyst-9', ['analyst'], { owner: 'analyst' });
  timers = startTimers({
    pool: world.db.pool,
    handlers: { lease: lapseLease(world.runtime) },
    sweepMs: null,
    onTrouble: (error) => troubles.push(error),
  });
});
afterAll(() => world.db.drop());

/** Whatever session a test before left open. */
async function endSessions(): Promise<void> {
  await world.db.ownerPool.query(
    "UPDATE session SET state = 'finished', finished_at = now() WHERE state <> 'finished'",
  );
}

/** A handoff in the agent's hands, whose timer is due; its lease ended so many seconds ago. */
async function held(leaseEndedSecondsAgo: number): Promise<string> {
  const { result } = await world.as('lead', 'handoff.create', { title: 'Lease' });
  const handoff = String(result.handoff);
  // A lapse of the test before has ended the session along with the claim.
  await endSessions();
  await world.as(coder, 'session.start', { focus: 'leases' });
  await world.as(coder, 'handoff.claim', { handoff });
  await world.db.ownerPool.query(
    `UPDATE handoff SET lease_until = now() - make_interval(secs => $2) WHERE 'LG-' || number = $1`,
    [handoff, leaseEndedSecondsAgo],
  );
  await world.db.ownerPool.query(
    "UPDATE timer SET due_at = now() - interval '1 second' WHERE kind = 'lease'",
  );
  return handoff;
}

async function cardOf(handoff: string): Promise<Record<string, unknown>> {
  const { result } = await world.as('viewer', 'handoff.get', { handoff });
  return Object(result.card);
}

async function timerRows(): Promise<unknown[]> {
  return (
    await world.db.pool.query("SELECT attempts, due_at > now() AS later FROM timer WHERE kind = 'lease'")
  ).rows;
}

test('a lease that ran out offers the handoff again, stale, and the old fence writes nothing more', async () => {
  const handoff = await held(1);
  const before = await cardOf(handoff);
  await timers.sweep();
  expect(troubles).toEqual([]);
  expect(await cardOf(handoff)).toMatchObject({
    state: 'offered',
    holder: null,
    staleAt: expect.any(String),
    lastHolder: { name: 'analyst-9' },
    fence: Number(before.fence) + 1,
  });
  await expect(world.as(coder, 'handoff.heartbeat', { handoff, fence: before.fence })).rejects.toThrow();
  expect(await timerRows()).toEqual([]);
});

test('a renewed lease is looked at again when it ends', async () => {
  const handoff = await held(-3_600);
  await timers.sweep();
  expect(await cardOf(handoff)).toMatchObject({ state: 'active' });
  expect(await timerRows()).toEqual([{ attempts: 0, later: true }]);
  await world.db.ownerPool.query('DELETE FROM timer');
});

test('a deadline of an earlier claim is over without an effect', async () => {
  const handoff = await held(1);
  await world.db.ownerPool.query('UPDATE timer SET subject_version = subject_version - 1');
  await timers.sweep();
  expect(await cardOf(handoff)).toMatchObject({ state: 'active', holder: { name: 'analyst-9' } });
  expect(await timerRows()).toEqual([]);
});

test('a lease renewed between the look and the commit stays', async () => {
  const handoff = await held(1);
  const { ownerPool } = world.db;
  await withTransaction(ownerPool, async (client) => {
    await client.query('SELECT FROM project_clock FOR NO KEY UPDATE');
    const swept = timers.sweep();
    const waiting = `SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid`;
    while ((await client.query<{ n: number }>(waiting)).rows[0]?.n !== 1);
    // What a heartbeat writes whose commit came first.
    await client.query(
      `UPDATE handoff SET lease_until = now() + interval '1 hour' WHERE 'LG-' || number = $1`,
      [handoff],
    );
    return { swept };
  }).then(({ swept }) => swept);
  expect(await cardOf(handoff)).toMatchObject({ state: 'active', holder: { name: 'analyst-9' } });
});
