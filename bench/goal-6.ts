import { setTimeout as pause } from 'node:timers/promises';
import type { McpClient } from './mcp-client';
import { mcpClient } from './mcp-client';
import type { Row } from './report';
import { startServer } from './server-process';
import { type BenchWorld, CLIENTS } from './world';

/** The server lives until so much is acknowledged, and then up to so many milliseconds: another moment each round. */
const LEAST = CLIENTS;
const LONGEST_MS = 1_000;
const LOOK_MS = 10;

/** What was acknowledged before kill -9, and how much of it the database has. */
export async function goal6(world: BenchWorld, rounds: number): Promise<Row[]> {
  const stored: number[] = [];
  const doubled: number[] = [];
  let all = 0;
  for (let round = 0; round < rounds; round += 1) {
    const acknowledged = await writeUntilKilled(world, round);
    all += acknowledged.length;
    const { rows } = await world.ownerPool.query<{ stored: number; effects: number }>(
      `SELECT count(DISTINCT body)::int AS stored, count(*)::int AS effects
       FROM comment WHERE body = ANY($1::text[])`,
      [acknowledged],
    );
    const [found] = rows;
    if (!found) throw new Error('the comments cannot be counted');
    stored.push(found.stored / acknowledged.length);
    doubled.push(found.effects - found.stored);
  }
  const note = `${all} acknowledged by ${CLIENTS} writers, ${rounds} kills`;
  return [
    {
      goal: 6,
      what: 'stored to acknowledged, kill -9 under 16 writers',
      values: stored,
      bound: { least: 1 },
      unit: 'x',
      note,
    },
    {
      goal: 6,
      what: 'effects that stand there twice',
      values: [Math.max(...doubled)],
      bound: { most: 0 },
      unit: 'writes',
      note,
    },
  ];
}

/** The texts of all comments whose acknowledgement came back. */
async function writeUntilKilled(world: BenchWorld, round: number): Promise<string[]> {
  const start = { party: 'subject', appUrl: world.appUrl, sampleToken: '', sampleHandoff: '' } as const;
  const server = await startServer(start, world.dataDir, undefined);
  const client = mcpClient(server.url, CLIENTS);
  const acknowledged: string[] = [];
  let dead = false;
  const writer = async (at: number, door: McpClient) => {
    const seat = world.spread[at];
    for (let count = 0; seat !== undefined && !dead; count += 1) {
      const body = `Acknowledged or not: ${round}-${at}-${count} of ${process.pid}.`;
      const args = { handoff: seat.handoffs[count % seat.handoffs.length], body };
      try {
        await door.tool(seat.token, 'run_action', {
          action: 'handoff.comment',
          arguments: args,
          idempotencyKey: `crash-${process.pid}-${round}-${at}-${count}`,
        });
        acknowledged.push(body);
      } catch (error) {
        if (!dead) throw error;
      }
    }
  };
  const writers = Promise.all(Array.from({ length: CLIENTS }, (_, at) => writer(at, client)));
  const life = async () => {
    while (acknowledged.length < LEAST) await pause(LOOK_MS);
    await pause(Math.random() * LONGEST_MS);
  };
  await Promise.race([writers, life()]);
  dead = true;
  await server.kill();
  await writers;
  client.close();
  return acknowledged;
}
