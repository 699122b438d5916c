import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Credential } from '../../actions/credential';
import { isAppError } from '../../errors';
import { verifyChain } from '../../events/verify-chain';
import { createWorld, type World } from '../../world.fixture';

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, 60_000);
afterAll(() => world.db.drop());

const email = (name: string) => `${name}@llmgenie.test`;
const run = (action: string, args: object, who: Credential | string = 'admin') =>
  world.as(who, action, args, { project: 'instance' });
const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    (error: unknown) => {
      if (!isAppError(error)) throw error;
      return typeof error.details.rule === 'string' ? error.details.rule : error.code;
    },
  );
async function events(project: string) {
  const { rows } = await world.db.pool.query<{ type: string; actor: string; bumps: boolean }>(
    `SELECT e.type, e.body -> 'actor' ->> 'name' AS actor, (e.body ->> 'bumpsRules')::boolean AS bumps
     FROM event e JOIN project p ON p.id = e.project_id WHERE p.key = $1 AND e.type LIKE 'user.%' ORDER BY e.seq`,
    [project],
  );
  return rows;
}

describe('the reserved project', () => {
  it('has everybody in it as a viewer, however they came, and answers to no one of its own', async () => {
    const { rows } = await world.db.pool.query<{ permission: string; people: number }>(
      `SELECT a.permission, count(*)::int AS people FROM actor a JOIN project p ON p.id = a.project_id
       WHERE p.key = 'instance' AND a.kind = 'person' GROUP BY 1 ORDER BY 1`,
    );
    expect(rows).toEqual([
      { permission: 'viewer', people: 8 },
      { permission: 'admin', people: 1 },
    ]);
  });

  it('takes no work, and a project takes nothing of its', async () => {
    expect(await codeOf(run('handoff.create', { title: 'Not here' }))).toBe('UNKNOWN_ACTION');
    expect(await codeOf(run('agent.create', { name: 'a', roles: ['coder'] }))).toBe('UNKNOWN_ACTION');
    expect(await codeOf(world.as('admin', 'user.list', {}))).toBe('UNKNOWN_ACTION');
  });

  it('cannot be had again', async () => {
    await expect(
      world.db.ownerPool.query(
        `INSERT INTO project (id, key, name, prefix, pack) VALUES (gen_random_uuid(), 'instance', 'x', 'XX', 'x')`,
      ),
    ).rejects.toThrow(/project_key_key/);
  });

  it('is read by its admins alone', async () => {
    for (const query of ['event.list', 'project.members', 'policy.decisions', 'actions.available']) {
      expect([query, await codeOf(run(query, {}, 'lead'))]).toEqual([query, 'POLICY_DENIED']);
      expect([query, await codeOf(run(query, {}))]).toEqual([query, 'done']);
    }
  });
});

describe('user.list', () => {
  it('answers people by address in pages, with where they are', async () => {
    const first = Object(await run('user.list', { limit: 4 })).result;
    expect(first.users.map((user: { email: string }) => user.email)).toEqual(
      ['admin', 'analyst', 'coder', 'curie'].map(email),
    );
    const rest = Object(await run('user.list', { after: first.next })).result;
    expect([...first.users, ...rest.users]).toHaveLength(9);
    expect(rest.next).toBeNull();
    expect(first.users[0]).toMatchObject({
      admin: true,
      you: true,
      projects: [{ key: 'llmgenie', permission: 'admin' }],
    });
    expect(first.users[3]).toMatchObject({ admin: false, you: false, projects: [{ key: 'lab' }] });
  });
});

describe('user.disable', () => {
  it('ends what they and their agents may do in every project, in one commit, and brings nothing back', async () => {
    const agent = await world.agent('coder-1', ['coder'], { owner: 'coder' });
    const before = { llmgenie: (await events('llmgenie')).length };
    await world.as('coder', 'handoff.create', { title: 'Before' });
    await run('user.disable', { email: email('coder') });
    expect(await codeOf(world.as('coder', 'handoff.create', { title: 'After' }))).toBe('UNAUTHENTICATED');
    expect(await codeOf(world.as('coder', 'board.window', {}))).toBe('UNAUTHENTICATED');
    expect(await codeOf(world.as(agent, 'session.start', {}))).toBe('POLICY_DENIED');
    const told = await events('llmgenie');
    expect(told.slice(before.llmgenie)).toEqual([{ type: 'user.disabled', actor: 'admin', bumps: true }]);
    expect(await events('lab')).toEqual([]);

    await run('user.enable', { email: email('coder') });
    expect(await codeOf(world.as(agent, 'session.start', {}))).toBe('done');
    // What was open before stays closed: they sign in anew.
    expect(await codeOf(world.as('coder', 'board.window', {}))).toBe('UNAUTHENTICATED');
    const again = world.people.coder;
    if (again?.kind !== 'person') throw new Error('coder is a person');
    expect(await codeOf(world.as({ ...again, tokenVersion: 2 }, 'board.window', {}))).toBe('done');
  });

  it('stops no one who does it and never the last admin', async () => {
    expect(await codeOf(run('user.disable', { email: email('admin') }))).toBe('user.self');
    const system: Credential = { kind: 'system', causedBy: 'cli' };
    expect(await codeOf(run('user.disable', { email: email('admin') }, system))).toBe('user.lastAdmin');
    expect(await codeOf(run('user.setAdmin', { email: email('admin'), admin: false }))).toBe(
      'user.lastAdmin',
    );
    expect(await codeOf(run('user.disable', { email: 'nobody@llmgenie.test' }))).toBe('NOT_FOUND');
    expect(await codeOf(run('user.disable', { email: email('lead') }, 'lead'))).toBe('POLICY_DENIED');
  });

  it('leaves no project without an admin, and says which it would', async () => {
    const refusal = await run('user.disable', { email: email('curie') }).catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      code: 'RULE_REFUSED',
      details: { rule: 'user.onlyAdmin', projects: ['lab'] },
    });
    const lab = (permission: string) =>
      world.db.ownerPool.query(
        `UPDATE actor a SET permission = $1 FROM project p WHERE p.id = a.project_id AND p.key = 'lab' AND a.name = 'second'`,
        [permission],
      );
    await world.db.ownerPool.query(
      `INSERT INTO actor (project_id, id, kind, user_id, name, permission) SELECT p.id, gen_random_uuid(), 'person', u.id, 'second', 'lead'
       FROM project p, "user" u WHERE p.key = 'lab' AND u.email = $1`,
      [email('reviewer')],
    );
    expect(await codeOf(run('user.disable', { email: email('curie') }))).toBe('user.onlyAdmin');
    await lab('admin');
    expect(await codeOf(run('user.disable', { email: email('curie') }))).toBe('done');
    expect(await codeOf(run('user.disable', { email: email('reviewer') }))).toBe('user.onlyAdmin');
    await run('user.enable', { email: email('curie') });
    await world.db.ownerPool.query(`DELETE FROM actor WHERE name = 'second'`);
  });

  it('leaves one of two admins who disable each other at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      await run('user.setAdmin', { email: email('lead'), admin: true });
      const outcomes = await Promise.all([
        codeOf(run('user.setAdmin', { email: email('admin'), admin: false }, 'lead')),
        codeOf(run('user.setAdmin', { email: email('lead'), admin: false }, 'admin')),
      ]);
      expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
      const system: Credential = { kind: 'system', causedBy: 'cli' };
      await codeOf(run('user.setAdmin', { email: email('admin'), admin: true }, system));
      await codeOf(run('user.setAdmin', { email: email('lead'), admin: false }, system));
    }
  });

  it('takes an address however it is written', async () => {
    await run('user.signOut', { email: 'Viewer@LLMGENIE.test' });
    expect(await codeOf(world.as('viewer', 'board.window', {}))).toBe('UNAUTHENTICATED');
  });
});

describe('events in the logs of other projects', () => {
  it('are chained there like any other, however many commits tell them at once', async () => {
    const writers = Array.from({ length: 12 }, (_, index) =>
      index % 3 === 0
        ? run('user.signOut', { email: email('analyst') })
        : world.as('lead', 'handoff.create', { title: `At once ${index}` }),
    );
    await Promise.all(writers);
    const { rows } = await world.db.pool.query<{ id: string }>('SELECT id FROM project');
    for (const { id } of rows) {
      const client = await world.db.pool.connect();
      const report = await verifyChain(client, id, []);
      client.release();
      expect(report).toMatchObject({ intact: true });
    }
  });
});
