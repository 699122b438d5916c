import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { withTransaction } from '../db/pool';
import { createTestDatabase, type TestDatabase } from '../db/test-database';
import { domainPacks } from '../domain/pack/domain-packs';
import { createProject } from '../domain/project/create-project';
import { type ChainReport, type Head, verifyChain } from './verify-chain';

let db: TestDatabase;
let projectId: string;
let made = 0;

beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

beforeEach(async () => {
  made += 1;
  const project = await withTransaction(db.ownerPool, (client) =>
    createProject(client, { key: `p-${made}`, name: 'P', pack: domainPacks.science }),
  );
  projectId = project.projectId;
  for (let n = 0; n < 5; n += 1) await append(n);
});

function append(n: number): Promise<unknown> {
  return db.pool.query('INSERT INTO event (project_id, body) VALUES ($1, $2)', [
    projectId,
    { type: 'test.happened', payload: { n, text: 'Ёлка' } },
  ]);
}

function verify(heads: Head[] = []): Promise<ChainReport> {
  return withTransaction(db.pool, (client) => verifyChain(client, projectId, heads));
}

/** What somebody can do who owns the database: the triggers hold back everybody else. */
async function tamper(sql: string): Promise<void> {
  await withTransaction(db.ownerPool, async (client) => {
    await client.query('ALTER TABLE event DISABLE TRIGGER event_append_only');
    await client.query(sql.replaceAll('$1', `'${projectId}'`));
    await client.query('ALTER TABLE event ENABLE TRIGGER event_append_only');
  });
}

test('an untouched log is intact, at its head, also against what was exported before', async () => {
  const before = await verify();
  expect(before).toMatchObject({
    intact: true,
    head: { seq: 6, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
  });
  await append(9);
  const heads = before.intact ? [before.head] : [];
  expect(await verify(heads)).toMatchObject({ intact: true, head: { seq: 7 } });
});

test.each([
  [
    'an edited text',
    "UPDATE event SET sealed = replace(sealed, 'happened', 'repaired') WHERE project_id = $1 AND seq = 3",
    3,
    'hash',
  ],
  [
    'an edited body',
    `UPDATE event SET body = body || '{"x": 1}' WHERE project_id = $1 AND seq = 3`,
    3,
    'row',
  ],
  ['an edited type', "UPDATE event SET type = 'other' WHERE project_id = $1 AND seq = 4", 4, 'row'],
  ['a moved time', "UPDATE event SET at = at + interval '1 day' WHERE project_id = $1 AND seq = 4", 4, 'row'],
  ['another actor', 'UPDATE event SET actor_id = project_id WHERE project_id = $1 AND seq = 4', 4, 'row'],
  [
    'an edited payload',
    `UPDATE event_payload SET payload = '{"n": 7}' WHERE project_id = $1 AND seq = 5`,
    5,
    'payload',
  ],
  ['a deleted payload', 'DELETE FROM event_payload WHERE project_id = $1 AND seq = 5', 5, 'payload'],
  ['a deleted event', 'DELETE FROM event WHERE project_id = $1 AND seq = 2', 2, 'missing'],
  ['a cut tail', 'DELETE FROM event WHERE project_id = $1 AND seq > 4', 5, 'missing'],
])('%s is found, with its number', async (_, sql, seq, problem) => {
  await tamper(sql);
  expect(await verify()).toEqual({ intact: false, seq, problem });
});

test('a redacted payload does not break the chain', async () => {
  await tamper(
    `UPDATE event_payload SET payload = '{}', redacted_at = now() WHERE project_id = $1 AND seq = 5`,
  );
  expect(await verify()).toMatchObject({ intact: true });
});

test('a tail cut off or rewritten with right hashes is found by an exported head', async () => {
  const before = await verify();
  const heads = before.intact ? [before.head] : [];
  await tamper(`DELETE FROM event WHERE project_id = $1 AND seq > 4;
    DELETE FROM event_payload WHERE project_id = $1 AND seq > 4;
    UPDATE project_clock c SET seq = 4, last_hash = e.hash FROM event e
      WHERE c.project_id = $1 AND e.project_id = $1 AND e.seq = 4`);
  expect(await verify()).toMatchObject({ intact: true, head: { seq: 4 } });
  expect(await verify(heads)).toEqual({ intact: false, seq: 5, problem: 'head' });
  await append(101);
  await append(102);
  expect(await verify()).toMatchObject({ intact: true, head: { seq: 6 } });
  expect(await verify(heads)).toEqual({ intact: false, seq: 6, problem: 'head' });
});
