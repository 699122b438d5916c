import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Credential } from '../../actions/credential';
import { fullPackage } from '../../full-package.fixture';
import { lapseSession } from '../../jobs/lapse-session';
import { startTimers } from '../../jobs/timers';
import { createWorld, type World } from '../../world.fixture';
import type { RecoveryBrief } from './brief.schema';
import { estimateTokens } from './tokens.rules';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.db.ownerPool.query('UPDATE stage SET wip_limit = NULL');
}, 60_000);
afterAll(() => world?.db.drop());

let agent: Credential;
let handoff = '';
let fence = 0;
let session = '';
let count = 0;
const name = () => `worker-${count}`;
const ticketOf = (id: string, fence: number) => `${id}:${fence}`;

/** Of the last recovery. */
let ticket: string | undefined;
async function brief(who: Credential | string, args: object): Promise<RecoveryBrief> {
  const { result } = await world.as(who, 'session.recover', args);
  ticket = String(result.ticket);
  return result.brief as RecoveryBrief;
}

/** Moves everything of one session into the past: the database's clock decides, so it cannot be waited for. */
async function silence(minutes: number) {
  const { ownerPool } = world.db;
  const past = `make_interval(mins => ${minutes})`;
  await ownerPool.query(`UPDATE session SET started_at = started_at - ${past} WHERE id = '${session}'`);
  await ownerPool.query(`ALTER TABLE session_entry DISABLE TRIGGER USER`);
  await ownerPool.query(`ALTER TABLE event DISABLE TRIGGER USER`);
  await ownerPool.query(`UPDATE session_entry SET at = at - ${past} WHERE session_id = '${session}'`);
  await ownerPool.query(`UPDATE event SET at = at - ${past} WHERE session_id = '${session}'`);
  await ownerPool.query(`ALTER TABLE session_entry ENABLE TRIGGER USER`);
  await ownerPool.query(`ALTER TABLE event ENABLE TRIGGER USER`);
}

async function lapse() {
  const { ownerPool } = world.db;
  await ownerPool.query(
    `UPDATE handoff SET lease_until = now() - interval '1 second' WHERE fence = $1 AND holder_id IS NOT NULL
    AND number = $2`,
    [fence, Number(handoff.split('-')[1])],
  );
  await world.as({ kind: 'system', causedBy: 'timer:lease' }, 'handoff.lapse', { handoff, fence });
}

beforeEach(async () => {
  count += 1;
  agent = await world.agent(name(), ['analyst', 'coder']);
  const made = await world.as('lead', 'handoff.create', { title: 'Find the loss', package: fullPackage });
  handoff = String(made.result.handoff);
  session = String(
    (await world.as(agent, 'session.start', { focus: 'Find why event 311 is sent twice' })).result.session,
  );
  fence = Number((await world.as(agent, 'handoff.claim', { handoff })).result.fence);
  await world.as(agent, 'session.log', { text: 'moved the cursor after the flush, not yet tested' });
});

describe('recovering a session', () => {
  it('answers where things stand, within the budget, and refuses what the crashed process still writes', async () => {
    await world.as(agent, 'checklist.tick', { handoff, item: 'goal-stated' });
    await world.as('lead', 'handoff.comment', { handoff, body: 'Streams resume by number only' });
    await world.as('lead', 'context.set', {
      layer: 'project',
      key: 'house.rule',
      value: 'Knock first',
      source: 'the wiki',
    });
    await world.as(agent, 'context.set', { key: 'theory', value: 'The cursor is saved too early' });
    const before = await world.as('lead', 'session.brief', { session });
    const after = await brief(agent, { budget: 2000 });
    expect(estimateTokens(JSON.stringify(after))).toBeLessThanOrEqual(2000);
    expect(after).toMatchObject({
      session,
      handoff,
      actor: name(),
      claim: { state: 'held', fence: fence + 1, holder: name() },
      focus: { task: 'Find why event 311 is sent twice', stage: 'intake' },
      attention: [{ kind: 'fence', fact: fence + 1 }],
    });
    expect(Object(before.result.brief).claim).toMatchObject({ state: 'held', fence });
    expect(after.openItems.map(({ item }) => item)).toContain('sources-linked');
    expect(after.openItems.map(({ item }) => item)).not.toContain('goal-stated');
    expect(after.moves).toContainEqual(
      expect.objectContaining({
        action: 'handoff.send',
        to: 'build',
        allowed: 'blocked',
        blockedBy: 'checklist.required',
      }),
    );
    expect(after.context.map(({ key, layer }) => `${layer} ${key}`)).toEqual([
      'session theory',
      'project branch.naming',
      'project definition.done',
      'project house.rule',
      'project style.commits',
    ]);
    expect(after.context.find(({ key }) => key === 'house.rule')).toMatchObject({
      author: 'lead',
      source: 'the wiki',
      version: expect.any(Number),
    });
    const beat = { handoff, fence };
    await expect(world.as(agent, 'handoff.heartbeat', beat, { ticket })).rejects.toMatchObject({
      code: 'RULE_REFUSED',
      details: { rule: 'handoff.fence' },
    });
    await world.as(agent, 'handoff.heartbeat', { handoff, fence: fence + 1 }, { ticket });
  });

  it('takes a claim back that ran out, and tells what happened meanwhile', async () => {
    await lapse();
    const lost = await world.as('lead', 'session.get', { session });
    expect(lost.result.session).toMatchObject({ state: 'lost', handoff });
    await world.as('lead', 'handoff.comment', { handoff, body: 'Streams resume by number only' });
    const after = await brief(agent, {});
    expect(after.claim).toMatchObject({ state: 'retaken', fence: fence + 2, holder: name() });
    expect(after.since.map(({ by, text }) => `${by}: ${text}`)).toContain(
      'lead: Streams resume by number only',
    );
    const card = await world.as('lead', 'handoff.get', { handoff });
    expect(Object(card.result.card)).toMatchObject({
      state: 'active',
      holder: { name: name() },
      staleAt: null,
    });
    const { result } = await world.as('lead', 'session.get', { session });
    expect(result).toMatchObject({
      session: { state: 'active' },
      recoveries: [{ fenceFrom: fence + 1, fenceTo: fence + 2 }],
    });
    const { result: page } = await world.as('lead', 'session.timeline', { session, streams: ['meta'] });
    expect(JSON.stringify(page)).toMatch(/restored, fence \d+ to \d+, brief of \d+ tokens/);
    expect(JSON.stringify(page)).toMatch(/lost: the lease ran out/);
  });

  it('takes nothing from whoever holds it now, and says so', async () => {
    await lapse();
    await world.as('analyst', 'handoff.claim', { handoff });
    const after = await brief(agent, {});
    expect(after.claim).toMatchObject({ state: 'other', holder: 'analyst' });
    expect(after.attention).toContainEqual(expect.objectContaining({ kind: 'heldBy', fact: 'analyst' }));
    const card = await world.as('lead', 'handoff.get', { handoff });
    expect(Object(card.result.card)).toMatchObject({ holder: { name: 'analyst' }, fence: fence + 2 });
  });

  it('names the open question, whose lease rests, and the answer once it is there', async () => {
    await world.as(agent, 'handoff.ask', {
      handoff,
      expectedVersion: 2,
      role: 'lead',
      question: 'Which stream?',
    });
    const asked = await brief(agent, {});
    expect(asked.questions).toMatchObject([{ by: name(), to: 'lead', text: 'Which stream?' }]);
    const card = await world.as('lead', 'handoff.get', { handoff });
    expect(Object(card.result.card)).toMatchObject({ state: 'input_required', holder: { name: name() } });
    await world.as('lead', 'handoff.answer', { handoff, answer: 'The second one' });
    const answered = await brief(agent, {});
    expect(answered.questions).toEqual([]);
    expect(answered.claim).toMatchObject({ state: 'held', fence: asked.claim.fence + 1 });
  });

  it('shows a silence as a gap and puts nothing in its place; an announced pause is none', async () => {
    await silence(45);
    const { result } = await world.as('lead', 'session.brief', { session });
    expect(Object(result.brief).gaps).toEqual([expect.objectContaining({ to: null, minutes: 45 })]);
    await world.as(agent, 'session.pause', { note: 'lunch' });
    await silence(30);
    await world.as(agent, 'session.resume', {});
    const later = await world.as('lead', 'session.brief', { session });
    expect(Object(later.result.brief).gaps).toEqual([expect.objectContaining({ minutes: 45 })]);
  });

  it('is scored by the first action after it', async () => {
    await brief(agent, {});
    await world.as(agent, 'session.log', { text: 'reading' }, { ticket });
    await world.as(agent, 'checklist.tick', { handoff, item: 'goal-stated' }, { ticket });
    await world.as(agent, 'context.set', { key: 'more', value: 1 }, { ticket });
    const { result } = await world.as('lead', 'session.get', { session });
    expect(result.recoveries).toMatchObject([{ firstAction: 'checklist.tick', fitted: true }]);
    await brief(agent, {});
    await world.as(agent, 'context.set', { key: 'more', value: 2 }, { ticket });
    const again = await world.as('lead', 'session.get', { session });
    expect(again.result.recoveries).toMatchObject([
      { firstAction: 'context.set', fitted: false },
      { fitted: true },
    ]);
  });
});

describe('what the crashed process still writes', () => {
  /** Every kind of late write, none of which carries the fence of a claim. */
  const late = (): [string, object][] => [
    ['session.log', { text: 'late' }],
    ['session.switch', { focus: 'late' }],
    ['context.set', { key: 'late', value: 'late' }],
    ['checklist.tick', { handoff, item: 'goal-stated' }],
    ['checklist.attachEvidence', { handoff, item: 'sources-linked', kind: 'log', label: 'late' }],
    ['handoff.comment', { handoff, body: 'late' }],
    ['handoff.update', { handoff, expectedVersion: 3, title: 'late' }],
    ['handoff.create', { title: 'late' }],
    ['handoff.release', { handoff, expectedVersion: 3 }],
    ['session.pause', {}],
    ['session.finish', { summary: 'late' }],
  ];

  it('is refused at every action, whether it names its ticket or none, and leaves no trace', async () => {
    const { result: before } = await world.as('lead', 'session.get', { session });
    const old = ticketOf(session, 1);
    const { result } = await world.as(agent, 'session.recover', {});
    expect(result.ticket).toBe(ticketOf(session, 2));
    const { rows: seq } = await world.db.ownerPool.query(
      'SELECT seq FROM project_clock WHERE project_id = $1',
      [world.projectId],
    );
    for (const [action, args] of late()) {
      for (const ticket of [old, undefined]) {
        await expect(world.as(agent, action, args, { ticket }), action).rejects.toMatchObject({
          code: 'RULE_REFUSED',
          details: { rule: 'session.ticket', next: [{ action: 'session.recover' }] },
        });
      }
    }
    const { rows: after } = await world.db.ownerPool.query(
      'SELECT seq FROM project_clock WHERE project_id = $1',
      [world.projectId],
    );
    expect(after).toEqual(seq);
    const { result: now } = await world.as('lead', 'session.get', { session });
    expect(now.session).toMatchObject({ ...Object(before.session), heardAt: expect.any(String) });
    const ticket = String(result.ticket);
    for (const [action, args] of late().slice(0, 6)) await world.as(agent, action, args, { ticket });
  });

  it('is refused where the ticket is of another session, also before any recovery', async () => {
    await world.as(agent, 'session.log', { text: 'mine' }, { ticket: ticketOf(session, 1) });
    await world.as(agent, 'session.finish', {}, { ticket: ticketOf(session, 1) });
    await world.as(agent, 'session.start', {});
    const old = { ticket: ticketOf(session, 1) };
    await expect(world.as(agent, 'session.log', { text: 'late' }, old)).rejects.toMatchObject({
      details: { rule: 'session.ticket' },
    });
  });

  it('is refused in a race with the recovery as well: no late line stands behind it', async () => {
    const ticket = ticketOf(session, 1);
    const writes = Array.from({ length: 12 }, (_, n) =>
      world.as(agent, 'session.log', { text: `late ${n}` }, { ticket }).then(
        () => true,
        () => false,
      ),
    );
    await world.as(agent, 'session.recover', {});
    await Promise.all(writes);
    const { rows } = await world.db.ownerPool.query(
      `SELECT count(*)::int AS behind FROM event e WHERE e.session_id = $1 AND e.type = 'session.logged'
        AND e.seq > (SELECT max(r.seq) FROM event r WHERE r.session_id = $1 AND r.type = 'session.recovered')`,
      [session],
    );
    expect(rows).toEqual([{ behind: 0 }]);
  });
});

describe('who goes on', () => {
  it('is a lead, or whom a lead names, with the role of the stage', async () => {
    await expect(world.as('reviewer', 'session.recover', { session })).rejects.toMatchObject({
      details: { rule: 'session.foreign' },
    });
    await expect(world.as('lead', 'session.recover', { session, onto: 'reviewer' })).rejects.toMatchObject({
      details: { rule: 'session.role', role: 'analyst' },
    });
    const { result } = await world.as('lead', 'session.recover', { session, onto: 'analyst' });
    expect(result.session).not.toBe(session);
    expect(result.brief).toMatchObject({
      actor: 'analyst',
      claim: { state: 'held', holder: 'analyst', fence: fence + 1 },
    });
    const old = await world.as('lead', 'session.get', { session });
    expect(old.result.session).toMatchObject({ state: 'lost' });
    await expect(
      world.as(agent, 'handoff.send', { handoff, expectedVersion: 3, to: 'build' }),
    ).rejects.toMatchObject({ code: 'POLICY_DENIED' });
    await world.as('analyst', 'session.finish', {});
  });

  it('is nobody who may not work here', async () => {
    await world.db.ownerPool.query(
      `INSERT INTO actor_role (project_id, actor_id, role_key) SELECT project_id, id, 'analyst' FROM actor
       WHERE project_id = $1 AND name = ANY($2) ON CONFLICT DO NOTHING`,
      [world.projectId, ['viewer', 'llmgenie']],
    );
    await world.agent(`idle-${count}`, ['analyst'], { owner: 'viewer' });
    for (const onto of ['viewer', 'llmgenie', `idle-${count}`]) {
      await expect(world.as('lead', 'session.recover', { session, onto }), onto).rejects.toMatchObject({
        details: { rule: 'session.successor' },
      });
    }
  });

  it('may be the same agent again, by its owner', async () => {
    const { result } = await world.as('coder', 'session.recover', { session, onto: name() });
    expect(result).toMatchObject({ session, brief: { claim: { fence: fence + 1, holder: name() } } });
    await expect(world.as(agent, 'session.log', { text: 'late' })).rejects.toMatchObject({
      details: { rule: 'session.ticket' },
    });
  });

  it('is one of two at most: the second finds the fence risen', async () => {
    const both = await Promise.all([brief(agent, {}), brief(agent, {})]);
    expect(both.map(({ claim }) => claim.fence).toSorted()).toEqual([fence + 1, fence + 2]);
  });
});

describe('pausing, resuming and switching', () => {
  it('keeps agents from changing anything while paused', async () => {
    await world.as(agent, 'session.pause', {});
    await expect(world.as(agent, 'session.log', { text: 'x' })).rejects.toMatchObject({
      code: 'POLICY_DENIED',
    });
    await world.as(agent, 'session.resume', { session });
    await world.as(agent, 'session.log', { text: 'x' });
    await expect(world.as(agent, 'session.resume', {})).rejects.toMatchObject({
      details: { next: [{ action: 'session.recover' }] },
    });
  });

  it('says which roles a mode activates, and whether the actor holds them', async () => {
    const { result } = await world.as(agent, 'session.switch', { mode: 'docs', focus: 'Write it down' });
    expect(result).toMatchObject({ mode: 'docs', roles: [{ role: 'librarian', held: false }] });
    await expect(world.as(agent, 'session.switch', {})).rejects.toMatchObject({
      details: { rule: 'session.same' },
    });
    const { result: page } = await world.as('lead', 'session.timeline', { session, streams: ['meta'] });
    expect(JSON.stringify(page)).toContain('mode code to docs, focus: Write it down');
  });
});

describe('a session nobody hears of', () => {
  const sweep = async () => {
    await world.db.ownerPool.query(`UPDATE timer SET due_at = now() WHERE kind = 'session'`);
    const timers = startTimers({
      pool: world.db.pool,
      handlers: { session: lapseSession(world.runtime) },
      sweepMs: null,
    });
    await timers.sweep();
    await timers.stop();
  };
  const state = async () => Object((await world.as('lead', 'session.get', { session })).result.session).state;

  it('is lost, with an event that names the owner; a live lease counts as being heard of', async () => {
    await sweep();
    expect(await state()).toBe('active');
    await silence(45);
    await sweep();
    expect(await state()).toBe('active');
    await world.db.ownerPool.query(
      `UPDATE handoff SET lease_until = now() - interval '1 minute' WHERE number = $1`,
      [Number(handoff.split('-')[1])],
    );
    await sweep();
    expect(await state()).toBe('lost');
    const { rows } = await world.db.ownerPool.query(
      `SELECT p.payload FROM event e JOIN event_payload p USING (project_id, seq) WHERE e.type = 'session.lost' AND e.subject_id = $1`,
      [session],
    );
    expect(rows).toEqual([{ payload: { actor: name(), owner: 'coder', handoff, silentMinutes: 45 } }]);
  });
});

describe('reading a long session', () => {
  it('answers pages without a line twice or lost, also of ten thousand lines', async () => {
    await world.db.ownerPool.query(
      `INSERT INTO session_entry (project_id, id, session_id, stream, text, actor_id, at)
       SELECT s.project_id, gen_random_uuid(), s.id, 'tech', 'line ' || g, s.actor_id, s.started_at + make_interval(secs => g / 10)
       FROM session s, generate_series(1, 10000) g WHERE s.id = $1`,
      [session],
    );
    await world.db.ownerPool.query('ANALYZE session_entry');
    const seen = new Set<string>();
    let before: string | null = null;
    let pages = 0;
    do {
      const { result } = await world.as('lead', 'session.timeline', {
        session,
        limit: 200,
        ...(before === null ? {} : { before }),
      });
      for (const line of result.lines as { id: string }[]) seen.add(line.id);
      before = result.next as string | null;
      pages += 1;
    } while (before !== null && pages < 100);
    expect(seen.size).toBe(10_000 + 3);
    // Full pages to the end: none is read twice.
    expect(pages).toBe(Math.ceil((10_000 + 3) / 200));
  });
});
