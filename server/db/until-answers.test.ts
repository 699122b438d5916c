import { connect, createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { freePort } from './cluster-postmaster';
import { createTestDatabase, type TestDatabase } from './test-database';
import { untilAnswers } from './until-answers';

let database: TestDatabase | undefined;
afterEach(async () => {
  await database?.drop();
  database = undefined;
});

test('waits for a database that starts in a moment, and says once that it waits', async () => {
  const db = await createTestDatabase();
  database = db;
  const real = new URL(db.ownerUrl);
  const late = new URL(db.ownerUrl);
  late.port = String(await freePort());
  const said: string[] = [];
  const waiting = untilAnswers(late.toString(), (line) => said.push(line));
  await expect.poll(() => said.length).toBe(1);
  const door = createServer((socket) => {
    const on = connect(Number(real.port), real.hostname);
    socket.pipe(on).pipe(socket);
    for (const one of [socket, on]) one.on('error', () => one.destroy());
  });
  door.listen(Number(late.port), '127.0.0.1');
  await waiting;
  door.close();
  expect(said).toEqual([expect.stringContaining('the database does not answer yet')]);
});

test('does not wait for what waiting cannot mend', async () => {
  const db = await createTestDatabase();
  database = db;
  const stranger = new URL(db.ownerUrl);
  stranger.password = 'wrong';
  const said: string[] = [];
  await expect(untilAnswers(stranger.toString(), (line) => said.push(line))).rejects.toThrow(/password/);
  expect(said).toEqual([]);
});

test('gives up with the error of the last try', async () => {
  const nobody = `postgresql://u:p@127.0.0.1:${await freePort()}/x`;
  await expect(untilAnswers(nobody, () => undefined, 300)).rejects.toThrow(/ECONNREFUSED/);
});
