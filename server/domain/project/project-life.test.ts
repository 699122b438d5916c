import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withClient } from '../../db/pool';
import { verifyChain } from '../../events/verify-chain';
import { fullPackage } from '../../full-package.fixture';
import { buryProject } from '../../jobs/bury-project';
import { startTimers } from '../../jobs/timers';
import { createWorld, type World } from '../../world.fixture';
import { domainPacks } from '../pack/domain-packs';
import { RESERVED_KEYS } from './reserved-keys.rules';

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, 60_000);
afterAll(() => world.db.drop());

const instance = { project: 'instance' };
const refusal = (code: string, details: object = {}) =>
  expect.objectContaining({ code, details: expect.objectContaining(details) });
const create = (args: object) => world.as('admin', 'project.create', args, instance);

describe('a project that is created', () => {
  it('has what its pack says, its creator as admin, and a log that verifies from the first event', async () => {
    const { result } = await create({ key: 'web-shop', name: 'Web shop', pack: 'software', prefix: 'WS' });
    expect(result).toEqual({ project: 'web-shop', name: 'Web shop', prefix: 'WS' });
    const here = { project: 'web-shop' };
    const made = await world.as('admin', 'project.get', {}, here);
    const { context, checklists, ...parts } = domainPacks.software;
    expect(made.result.view).toMatchObject({
      roles: parts.roles,
      settings: parts.settings,
      workflow: { ...parts.workflow, routes: expect.arrayContaining([...parts.workflow.routes]) },
    });
    expect(Object(made.result.view).checklists).toHaveLength(checklists.length);
    expect(Object(made.result.view).context).toHaveLength(context.length);
    // A pack cannot know the prefix of the project made from it.
    expect(Object(made.result.view).context).toContainEqual({
      key: 'branch.naming',
      value: 'ws-<number>-<two or three words>',
    });
    // Alone, its admin can work at every stage at once.
    const handoff = await world.as('admin', 'handoff.create', { title: 'First', package: fullPackage }, here);
    expect(handoff.result.handoff).toBe('WS-1');
    await world.as('admin', 'handoff.claim', { handoff: 'WS-1' }, here);
    const { rows } = await world.db.ownerPool.query(`SELECT id FROM project WHERE key = 'web-shop'`);
    const chain = await withClient(world.db.ownerPool, (client) => verifyChain(client, Object(rows[0]).id));
    expect(chain).toMatchObject({ intact: true });
    await expect(world.as('lead', 'project.get', {}, here)).rejects.toEqual(refusal('NOT_FOUND'));
  });

  it('can be of a pack of one’s own, which is checked by the same schema and rules', async () => {
    const own = { ...domainPacks.science, key: 'kitchen' };
    await create({ key: 'kitchen', name: 'Kitchen', ownPack: own, prefix: 'KI' });
    const broken = { ...own, roles: own.roles.slice(1) };
    await expect(create({ key: 'other', name: 'Other', ownPack: broken, prefix: 'OT' })).rejects.toEqual(
      refusal('INVALID_ARGUMENTS', {
        rule: 'project.pack',
        issues: expect.arrayContaining([
          { path: 'workflow.stages.published', message: 'unknown-role (lead)' },
        ]),
      }),
    );
    await expect(
      create({ key: 'other', name: 'Other', ownPack: { ...own, roles: 'many' }, prefix: 'OT' }),
    ).rejects.toEqual(
      refusal('INVALID_ARGUMENTS', {
        issues: expect.arrayContaining([expect.objectContaining({ path: 'ownPack.roles' })]),
      }),
    );
    await expect(create({ key: 'other', name: 'Other', pack: 'bakery' })).rejects.toEqual(
      refusal('INVALID_ARGUMENTS', { packs: ['software', 'science'] }),
    );
  });

  it('has a key and a prefix of its own, and one that no page of the product has', async () => {
    const named = (rule: string) => refusal('RULE_REFUSED', { rule });
    const args = { name: 'Again', pack: 'software', prefix: 'AG' };
    await expect(create({ ...args, key: 'lab' })).rejects.toEqual(named('project.keyTaken'));
    await expect(create({ ...args, key: 'api' })).rejects.toEqual(named('project.keyReserved'));
    await expect(create({ ...args, key: 'again', prefix: 'LG' })).rejects.toEqual(
      named('project.prefixTaken'),
    );
    await expect(world.as('lead', 'project.create', { ...args, key: 'mine' }, instance)).rejects.toEqual(
      refusal('POLICY_DENIED'),
    );
    const twice = await Promise.allSettled(
      ['once', 'twice'].map((key) => create({ ...args, key, prefix: 'TW' })),
    );
    expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('never hides a page: every first part of an address that the product serves is reserved', () => {
    const app = join(import.meta.dirname, '../../../app');
    const folders = (at: string): string[] =>
      readdirSync(at, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .flatMap(({ name }) => {
          if (name.startsWith('(')) return folders(join(at, name));
          return name.startsWith('[') || name.startsWith('_') ? [] : [name];
        });
    const served = folders(app);
    expect(served).toContain('api');
    expect(served.filter((name) => !RESERVED_KEYS.has(name))).toEqual([]);
  });
});

describe('a project that is removed', () => {
  const here = { project: 'doomed' };
  /** Rows of the project in every table that knows projects. */
  async function rowsLeft(id: string): Promise<string[]> {
    const { rows } = await world.db.ownerPool.query(
      `SELECT c.table_name AS name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
       WHERE c.table_schema = 'public' AND c.column_name = 'project_id' AND t.table_type = 'BASE TABLE'`,
    );
    const left: string[] = [];
    for (const { name } of rows.map(Object)) {
      const found = await world.db.ownerPool.query(`SELECT FROM "${name}" WHERE project_id = $1 LIMIT 1`, [
        id,
      ]);
      if (found.rowCount !== 0) left.push(name);
    }
    return left;
  }

  it('is gone for everybody at once and from every table soon, and its tombstone says what it was', async () => {
    await create({ key: 'doomed', name: 'Doomed', pack: 'software', prefix: 'DO' });
    await world.as('admin', 'agent.create', { name: 'doomed-bot', roles: ['coder'] }, here);
    const { result } = await world.as('admin', 'token.create', { agent: 'doomed-bot' }, here);
    await world.as('admin', 'handoff.create', { title: 'Lost', package: fullPackage }, here);
    await world.as('admin', 'handoff.comment', { handoff: 'DO-1', body: 'Bye' }, here);
    await world.as('admin', 'handoff.claim', { handoff: 'DO-1' }, here);
    await world.as('admin', 'session.start', { handoff: 'DO-1' }, here);
    const before = await world.db.ownerPool.query(
      `SELECT p.id, c.seq FROM project p JOIN project_clock c ON c.project_id = p.id WHERE p.key = 'doomed'`,
    );
    const { id, seq } = Object(before.rows[0]);
    expect(result.token).toBeTruthy();

    await expect(
      world.as('admin', 'project.remove', { project: 'doomed', confirm: 'domed' }, instance),
    ).rejects.toEqual(refusal('POLICY_DENIED'));
    await world.as('admin', 'project.remove', { project: 'doomed', confirm: 'doomed' }, instance);
    await expect(world.as('admin', 'project.get', {}, here)).rejects.toEqual(refusal('NOT_FOUND'));
    await expect(world.as('admin', 'handoff.create', { title: 'More' }, here)).rejects.toEqual(
      refusal('NOT_FOUND'),
    );

    const timers = startTimers({
      pool: world.db.pool,
      handlers: { bury: buryProject(world.db.pool) },
      sweepMs: null,
    });
    await timers.sweep();
    await timers.stop();
    expect(await rowsLeft(id)).toEqual([]);
    const { tombstones } = Object((await world.as('admin', 'project.list', {}, instance)).result);
    expect(tombstones).toEqual([
      expect.objectContaining({
        key: 'doomed',
        name: 'Doomed',
        handoffs: 1,
        by: 'admin',
        lastSeq: seq + 1,
        buriedAt: expect.any(String),
        lastHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      }),
    ]);
    await expect(create({ key: 'doomed', name: 'Doomed again', pack: 'software' })).rejects.toEqual(
      refusal('RULE_REFUSED', { rule: 'project.keyBuried' }),
    );
    // Another project's rows are all there.
    expect((await world.as('lead', 'project.get')).result).toMatchObject({ key: 'llmgenie' });
  });

  it('is removed by its own admins, as it is archived by them, or by any of the instance once it has none', async () => {
    const remove = () => world.as('admin', 'project.remove', { project: 'lab', confirm: 'lab' }, instance);
    await expect(remove()).rejects.toEqual(refusal('RULE_REFUSED', { rule: 'project.notAdmin' }));
    await expect(world.as('admin', 'project.archive', {}, { project: 'lab' })).rejects.toEqual(
      refusal('NOT_FOUND'),
    );
    // As the sample's people are once a real person exists.
    await world.db.ownerPool.query(`UPDATE "user" SET sample = true WHERE email = 'curie@llmgenie.test'`);
    expect((await remove()).result).toMatchObject({ project: 'lab', removed: true });
  });

  it('is what the application’s role can delete at most: nothing without a tombstone, and no tombstone by nobody', async () => {
    const { pool, ownerPool } = world.db;
    await expect(pool.query('SELECT bury_project($1)', [world.projectId])).rejects.toThrow(/tombstone/);
    await expect(pool.query('DELETE FROM event')).rejects.toThrow(/permission denied/);
    await expect(ownerPool.query('DELETE FROM event')).rejects.toThrow(/append-only/);
    const viewer = world.people.viewer;
    await expect(
      pool.query(
        `INSERT INTO project_tombstone (project_id, id, removed_by, removed_at) SELECT p.id, $1, $2, now() FROM project p WHERE p.key = 'instance'`,
        [world.projectId, viewer?.kind === 'person' ? viewer.userId : ''],
      ),
    ).rejects.toThrow();
    await expect(
      pool.query(
        `INSERT INTO project (id, key, name, prefix, pack) VALUES (gen_random_uuid(), 'doomed', 'x', 'XX', 'x')`,
      ),
    ).rejects.toThrow(/removed project/);
  });
});
