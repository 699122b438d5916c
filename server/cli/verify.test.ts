import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { HeadsFile } from '../domain/integrity/integrity.schema';
import { fullPackage } from '../full-package.fixture';
import { createWorld, type World } from '../world.fixture';
import { type Desk, deskFor } from './command.fixture';
import { command } from './verify';

let world: World;
let desk: Desk;
let before: HeadsFile;

async function work(title: string): Promise<void> {
  const { result } = await world.as('lead', 'handoff.create', { title, package: fullPackage });
  await world.as('lead', 'handoff.cancel', {
    handoff: result.handoff,
    expectedVersion: result.version,
    reason: 'It was only to be logged.',
  });
}

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.db.drop());
beforeEach(async () => {
  desk = deskFor(world.db);
  await work('First');
  await work('Second');
  await desk.run(command, '--export', 'heads.json');
  before = HeadsFile.parse(JSON.parse(readFileSync(join(desk.dir, 'heads.json'), 'utf8')));
  await work('Third');
});
afterEach(() => desk.remove());

const head = () => before.projects.llmgenie?.seq ?? 0;

/** What whoever owns the machine can do: triggers off, rows changed, triggers on, as if nothing had been. */
async function tamper(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: world.db.superUrl });
  await client.connect();
  try {
    await client.query(
      'BEGIN; ALTER TABLE event DISABLE TRIGGER ALL; ALTER TABLE project_clock DISABLE TRIGGER ALL',
    );
    await client.query(
      sql.replaceAll('$project', `'${world.projectId}'::uuid`).replaceAll('$head', String(head())),
    );
    await client.query(
      'ALTER TABLE event ENABLE TRIGGER ALL; ALTER TABLE project_clock ENABLE TRIGGER ALL; COMMIT',
    );
  } finally {
    await client.end();
  }
}

/** The state before, so that each case begins with a sound log. */
async function keep(): Promise<() => Promise<void>> {
  await tamper(`CREATE TABLE kept_event AS TABLE event; CREATE TABLE kept_payload AS TABLE event_payload;
    CREATE TABLE kept_clock AS TABLE project_clock`);
  return () =>
    tamper(`DELETE FROM event; INSERT INTO event TABLE kept_event; DELETE FROM event_payload;
    INSERT INTO event_payload TABLE kept_payload;
    UPDATE project_clock c SET seq = k.seq, last_hash = k.last_hash, last_at = k.last_at FROM kept_clock k
      WHERE k.project_id = c.project_id;
    DROP TABLE kept_event, kept_payload, kept_clock`);
}

/** Every hash from an event on computed anew, and the clock set to the last: the rewritten log agrees with itself. */
const REWRITE = `DO $do$
  DECLARE r record; h bytea; n bigint := 0; t text;
  BEGIN
    h := sha256(convert_to($project::text, 'UTF8'));
    FOR r IN SELECT * FROM event WHERE project_id = $project ORDER BY seq LOOP
      n := n + 1;
      t := r.project_id || '|' || n || '|' || (extract(epoch FROM r.at) * 1000000)::bigint || '|' || r.body::text;
      h := sha256(h || convert_to(t, 'UTF8'));
      UPDATE event SET seq = n, sealed = t, hash = h, type = r.body ->> 'type' WHERE project_id = $project AND seq = r.seq;
      UPDATE event_payload SET seq = n WHERE project_id = $project AND seq = r.seq;
    END LOOP;
    UPDATE project_clock SET seq = n, last_hash = h WHERE project_id = $project;
  END $do$`;

test('exports heads that a sound log is verified against later, on one line a project', async () => {
  expect(Object.keys(before.projects).sort()).toEqual(['instance', 'lab', 'llmgenie']);
  const { rows } = await world.db.pool.query(
    `SELECT e.seq, encode(e.hash, 'hex') AS hash, c.epoch, to_jsonb(e.at) #>> '{}' AS at FROM event e JOIN project_clock c USING (project_id)
     WHERE e.project_id = $1 AND e.seq = $2`,
    [world.projectId, head()],
  );
  expect(before.projects.llmgenie).toEqual({ id: world.projectId, ...rows[0] });
  desk.printed.length = 0;
  await desk.run(command, '--against', 'heads.json');
  expect(desk.printed).toEqual([
    expect.stringMatching(/^instance intact \d+:[0-9a-f]{64}$/),
    expect.stringMatching(/^lab intact \d+:[0-9a-f]{64}$/),
    expect.stringMatching(new RegExp(`^llmgenie intact ${head() + 2}:[0-9a-f]{64}$`)),
  ]);
});

test.each([
  {
    what: 'an edited event',
    sql: `UPDATE event SET body = jsonb_set(body, '{actor,name}', '"somebody else"') WHERE project_id = $project AND seq = 3`,
    alone: 'llmgenie: event 3 says something else than what was sealed',
    against: 'llmgenie: event 3 says something else than what was sealed',
  },
  {
    what: 'a deleted event',
    sql: 'DELETE FROM event WHERE project_id = $project AND seq = 3',
    alone: 'llmgenie: event 3 is missing',
    against: 'llmgenie: event 3 is missing',
  },
  {
    what: 'a cut tail',
    sql: 'DELETE FROM event WHERE project_id = $project AND seq > $head - 1',
    alone: 'llmgenie: event HEAD is missing',
    against: 'llmgenie: event HEAD is missing',
  },
  {
    what: 'a cut tail with the clock set back',
    sql: `DELETE FROM event WHERE project_id = $project AND seq > $head - 1; DELETE FROM event_payload WHERE project_id = $project AND seq > $head - 1;
      UPDATE project_clock c SET seq = e.seq, last_hash = e.hash FROM event e
        WHERE c.project_id = $project AND e.project_id = $project AND e.seq = $head - 1`,
    alone: null,
    against: 'llmgenie: event HEAD is not the one whose hash was exported',
  },
  {
    what: 'a chain rewritten with right hashes after an edit',
    sql: `UPDATE event SET body = jsonb_set(body, '{actor,name}', '"somebody else"') WHERE project_id = $project AND seq = 3; ${REWRITE}`,
    alone: null,
    against: 'llmgenie: event HEAD is not the one whose hash was exported',
  },
  {
    what: 'a chain rewritten and numbered anew without one event',
    sql: `DELETE FROM event WHERE project_id = $project AND seq = 3; DELETE FROM event_payload WHERE project_id = $project AND seq = 3; ${REWRITE}`,
    alone: null,
    against: 'llmgenie: event HEAD is not the one whose hash was exported',
  },
])('$what is found', async ({ sql, alone, against }) => {
  const restore = await keep();
  try {
    await tamper(sql);
    if (alone === null) await desk.run(command);
    else await expect(desk.run(command)).rejects.toThrow(alone.replace('HEAD', String(head())));
    await expect(desk.run(command, '--against', 'heads.json')).rejects.toThrow(
      new RegExp(`^${against.replace('HEAD', String(head()))}$`),
    );
  } finally {
    await restore();
  }
});

test('says each broken project on a line of its own, and exports nothing then', async () => {
  const restore = await keep();
  try {
    await tamper(`UPDATE event SET type = 'other' WHERE seq = 2 AND project_id IN (SELECT id FROM project WHERE key <> 'instance');
      UPDATE event SET type = 'other' WHERE seq = 1 AND project_id IN (SELECT id FROM project WHERE key = 'lab')`);
    await expect(desk.run(command, '--export', 'other.json')).rejects.toThrow(
      /^lab: event 1 says .*\nllmgenie: event 2 says .*$/,
    );
    expect(() => readFileSync(join(desk.dir, 'other.json'))).toThrow('ENOENT');
  } finally {
    await restore();
  }
});

test('a removed project is excused by its tombstone, and only by it', async () => {
  await world.as(
    'admin',
    'project.create',
    { key: 'gone', name: 'Gone', prefix: 'GO', pack: 'science' },
    { project: 'instance' },
  );
  await desk.run(command, '--export', 'heads.json');
  await world.as('admin', 'project.remove', { project: 'gone', confirm: 'gone' }, { project: 'instance' });
  await world.db.pool.query(`SELECT bury_project(id) FROM project_tombstone WHERE key = 'gone'`);
  desk.printed.length = 0;
  await desk.run(command, '--against', 'heads.json');
  expect(desk.printed).toContainEqual(
    expect.stringMatching(/^gone removed at 20.*, its log ended with event \d+$/),
  );
  await world.db.ownerPool.query(`UPDATE project_tombstone SET last_seq = 0 WHERE key = 'gone'`);
  await expect(desk.run(command, '--against', 'heads.json')).rejects.toThrow(/^gone: event 2 is gone/);
});

test('a file that holds no heads is refused', async () => {
  writeFileSync(join(desk.dir, 'bad.json'), '{"format": 2}');
  await expect(desk.run(command, '--against', 'bad.json')).rejects.toThrow(
    'bad.json holds no exported heads',
  );
});
