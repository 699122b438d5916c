import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAppError } from '../errors';
import { createWorld, type World } from '../world.fixture';

let world: World;
beforeAll(async () => {
  world = await createWorld({ max: 24 });
}, 60_000);
afterAll(() => world.db.drop());

interface Sealed {
  readonly seq: number;
  readonly at: string;
  readonly sealed: string;
  readonly hash: Buffer;
}

async function log(after = 0): Promise<Sealed[]> {
  const { rows } = await world.db.pool.query<Sealed>(
    'SELECT seq, at, sealed, hash FROM event WHERE project_id = $1 AND seq > $2 ORDER BY seq',
    [world.projectId, after],
  );
  return rows;
}

/** Hash over hash from the project's first event, as anybody can compute it outside the database. */
function brokenLinks(events: readonly Sealed[]): number[] {
  let previous: Buffer = createHash('sha256').update(world.projectId).digest();
  return events
    .filter((event) => {
      const expected = createHash('sha256').update(previous).update(event.sealed, 'utf8').digest();
      previous = event.hash;
      return !expected.equals(event.hash);
    })
    .map((event) => event.seq);
}

async function created(title: string): Promise<string> {
  const { result } = await world.as('lead', 'handoff.create', { title });
  return result.handoff ?? '';
}

/** Refusals that a race may rightly end in. */
const LOST = new Set(['BUSY', 'RULE_REFUSED', 'CONFLICT', 'WIP_LIMIT']);
async function attempt(work: () => Promise<unknown>): Promise<'done' | 'lost'> {
  try {
    await work();
    return 'done';
  } catch (error) {
    if (isAppError(error) && LOST.has(error.code)) return 'lost';
    throw error;
  }
}

describe('16 writers over four handoffs, with replays, membership changes and a reader at the head', () => {
  const WRITERS = 16;
  const ROUNDS = 25;

  it('miss, double and reorder nothing', async () => {
    const handoffs = await Promise.all(['a', 'b', 'c', 'd'].map(created));
    const acknowledged = new Map<string, number>();
    let running = true;

    const read: Sealed[] = [];
    const reader = (async () => {
      while (running) {
        read.push(...(await log(read.at(-1)?.seq ?? 0)));
        await new Promise((resolve) => setImmediate(resolve));
      }
      read.push(...(await log(read.at(-1)?.seq ?? 0)));
    })();

    const writer = async (index: number) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const handoff = handoffs[(index + round) % handoffs.length] ?? '';
        const key = `writer-${index}-${round}`;
        const body = { handoff, body: key };
        await attempt(async () => {
          const first = await world.as('analyst', 'handoff.comment', body, { key });
          acknowledged.set(key, first.eventSeq ?? 0);
          if (round % 5 === 0) {
            const again = await world.as('analyst', 'handoff.comment', body, { key });
            expect(again).toMatchObject({ replayed: true, eventSeq: first.eventSeq });
          }
        });
        await attempt(() => world.as('analyst', 'handoff.claim', { handoff }));
        await attempt(() => world.as('analyst', 'checklist.tick', { handoff, item: 'goal-stated' }));
        await attempt(() => world.as('analyst', 'checklist.untick', { handoff, item: 'goal-stated' }));
      }
    };
    const rules = (async () => {
      for (let index = 0; index < 12; index += 1) {
        await attempt(() => world.as('admin', 'agent.create', { name: `extra-${index}`, roles: ['coder'] }));
        await attempt(() => world.as('admin', 'token.create', { agent: `extra-${index}` }));
      }
    })();
    await Promise.all([...Array.from({ length: WRITERS }, (_, index) => writer(index)), rules]);
    running = false;
    await reader;

    const all = await log();
    expect(all.map((event) => event.seq)).toEqual(all.map((_, index) => index + 1));
    expect(read.map((event) => event.seq)).toEqual(all.map((event) => event.seq));
    expect(all.every((event, index) => index === 0 || event.at >= (all[index - 1]?.at ?? ''))).toBe(true);
    expect(brokenLinks(all)).toEqual([]);

    const comments = await world.db.pool.query<{ body: string; times: number }>(
      'SELECT body, count(*)::int AS times FROM comment GROUP BY body',
    );
    expect(comments.rows.every((row) => row.times === 1)).toBe(true);
    expect(new Set(comments.rows.map((row) => row.body))).toEqual(new Set(acknowledged.keys()));
    // Enough got through for the races to have been real ones.
    expect(acknowledged.size).toBeGreaterThan(WRITERS * ROUNDS * 0.9);

    const counters = await world.db.pool.query<{ counted: number; held: number }>(
      `SELECT s.in_hand AS counted, (SELECT count(*)::int FROM handoff h WHERE h.project_id = s.project_id AND h.version_id = s.version_id
         AND h.stage_key = s.key AND h.holder_id IS NOT NULL) AS held FROM stage s`,
    );
    for (const row of counters.rows) expect(row.counted).toBe(row.held);
    const versions = await world.db.pool.query<{ moved: number; version: number }>(
      `SELECT h.version, (SELECT count(*)::int FROM event e WHERE e.project_id = h.project_id AND e.subject_id = h.id
         AND e.type <> 'handoff.commented' AND e.type <> 'policy.denied') AS moved FROM handoff h`,
    );
    for (const row of versions.rows) expect(row.version).toBe(row.moved);
  }, 120_000);
});

describe('one handoff', () => {
  it('has one winner of 50 claimers, and the losers learn who', async () => {
    const handoff = await created('wanted');
    const agents = await Promise.all(
      Array.from({ length: 10 }, async (_, index) => {
        const agent = await world.agent(`claimer-${index}`, ['analyst'], { owner: 'analyst' });
        await world.as(agent, 'session.start', {}, { project: null });
        return agent;
      }),
    );
    const claimers = Array.from({ length: 50 }, (_, index) => agents[index % agents.length] ?? 'analyst');
    const answers = await Promise.allSettled(
      claimers.map((claimer) => world.as(claimer, 'handoff.claim', { handoff }, { project: null })),
    );
    expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(1);
    for (const answer of answers) {
      if (answer.status === 'rejected') {
        expect(answer.reason).toMatchObject({
          code: 'RULE_REFUSED',
          details: { rule: 'handoff.held', holder: { name: expect.stringMatching(/^claimer-/) } },
        });
      }
    }
    const { rows } = await world.db.pool.query<{ times: number }>(
      `SELECT count(*)::int AS times FROM event e JOIN handoff h ON h.id = e.subject_id WHERE h.title = 'wanted' AND e.type = 'handoff.claimed'`,
    );
    expect(rows[0]?.times).toBe(1);
  }, 60_000);

  it('is changed once by the same key 20 times in parallel, with the same answer for all', async () => {
    const handoff = await created('keyed');
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        world.as('lead', 'handoff.comment', { handoff, body: 'once' }, { key: 'twenty-times' }),
      ),
    );
    expect(answers.filter((answer) => !answer.replayed)).toHaveLength(1);
    expect(new Set(answers.map((answer) => JSON.stringify([answer.result, answer.eventSeq]))).size).toBe(1);
    const { rows } = await world.db.pool.query<{ times: number }>(
      "SELECT count(*)::int AS times FROM comment WHERE body = 'once'",
    );
    expect(rows[0]?.times).toBe(1);
  }, 60_000);

  it('answers the first result to its key after it moved on', async () => {
    const handoff = await created('moved on');
    const title = { handoff, expectedVersion: 1, title: 'renamed' };
    const first = await world.as('lead', 'handoff.update', title, { key: 'rename-it' });
    await world.as('lead', 'handoff.cancel', { handoff, expectedVersion: 2, reason: 'No longer wanted.' });
    const again = await world.as('lead', 'handoff.update', title, { key: 'rename-it' });
    expect(again).toEqual({ ...first, replayed: true });
  });
});

describe('the log', () => {
  it('cannot be changed, forged or shortened by the application', async () => {
    const refused = (text: string) =>
      expect(world.db.pool.query(text)).rejects.toThrow(/permission denied|append-only/);
    await refused("UPDATE event SET type = 'x'");
    await refused('DELETE FROM event');
    await refused('TRUNCATE event');
    await refused(`INSERT INTO event (project_id, seq, body) VALUES ('${world.projectId}', 999999, '{}')`);
    await refused('UPDATE project_clock SET seq = 0');
    await refused("UPDATE event_payload SET payload = '{}'");
    await refused('DELETE FROM transfer');
    await expect(world.db.ownerPool.query('DELETE FROM event')).rejects.toThrow(/append-only/);
  });

  it('keeps the database’s time whatever the application says', async () => {
    await world.db.pool.query("SELECT set_config('llmgenie.seed_time', '2020-01-01', false)");
    const { rows } = await world.db.pool.query<{ recent: boolean }>(
      "SELECT commit_time() > now() - interval '1 minute' AS recent",
    );
    expect(rows[0]?.recent).toBe(true);
  });

  it('goes with its effect: where the event cannot be written, nothing is', async () => {
    const handoff = await created('atomic');
    await world.db.ownerPool.query('REVOKE INSERT (project_id, body) ON event FROM llmgenie_app');
    try {
      await expect(
        world.as('lead', 'handoff.update', { handoff, expectedVersion: 1, title: 'half done' }),
      ).rejects.toThrow();
    } finally {
      await world.db.ownerPool.query('GRANT INSERT (project_id, body) ON event TO llmgenie_app');
    }
    const after = await world.as('viewer', 'handoff.get', { handoff });
    expect(after.result).toMatchObject({ card: { title: 'atomic', version: 1 } });
  });
});
