import { AsyncLocalStorage } from 'node:async_hooks';
import { createPool } from '@/server/db/pool';
import { isAppError } from '@/server/errors';
import { prepareBareMoves } from './bare-moves';
import { hammer, interleave, median, perSecond } from './measure';
import { HOLDER_TURN, type Move, type MoveResult, type Player } from './moves';
import type { Row } from './report';
import { runMove } from './run-move';
import { type BenchWorld, CLIENTS, POOL_SIZE } from './world';

const CONTENDED_ROUNDS = 20;

/** Throughput of handoff mutations in process, beside that of their two statements alone. */
export async function goal3(
  world: BenchWorld,
  play: Player,
  length: { readonly rounds: number; readonly seconds: number },
): Promise<Row[]> {
  const bare = await prepareBareMoves(world.runtime.pool, seatOf(world), HOLDER_TURN);
  const pairs = await interleave(
    length,
    (seconds) =>
      hammer(CLIENTS, seconds, async (client) => {
        const { seat, move } = play.next(client);
        const outcome = await runMove(world.runtime, seat.secretHash, move);
        play.answered(seat, outcome);
      }),
    (seconds) =>
      hammer(CLIENTS, seconds, async (client) => {
        const { seat, move } = play.next(client);
        play.answered(seat, (await bare.perform(seat.secretHash, move)).result);
      }),
  );
  const subject = median(pairs.map((pair) => perSecond(pair.subject)));
  const baseline = median(pairs.map((pair) => perSecond(pair.baseline)));
  return [
    {
      goal: 3,
      what: 'handoff mutations in process, to their two statements alone',
      values: pairs.map((pair) => perSecond(pair.subject) / perSecond(pair.baseline)),
      bound: { least: 0.6 },
      unit: 'x',
      note: `${subject.toFixed(0)}/s to ${baseline.toFixed(0)}/s`,
    },
    ...(await roundTrips(world, play)),
  ];
}

function seatOf(world: BenchWorld) {
  const seat = world.spread[0];
  if (!seat) throw new Error('the world has no seats');
  return seat;
}

/** Counts the queries of each call on connections of its own: without a race, and with all clients after one handoff. */
async function roundTrips(world: BenchWorld, play: Player): Promise<Row[]> {
  const calls = new AsyncLocalStorage<{ queries: number }>();
  const pool = createPool(world.appUrl, { max: POOL_SIZE });
  pool.on('connect', (client) => {
    const query = new Proxy(client.query, {
      apply(target, self, args) {
        const call = calls.getStore();
        if (call) call.queries += 1;
        return Reflect.apply(target, self, args);
      },
    });
    Object.defineProperty(client, 'query', { value: query });
  });
  const counting = { ...world, runtime: { ...world.runtime, pool } };
  const count = async (work: () => Promise<unknown>): Promise<{ queries: number; won: boolean }> => {
    const call = { queries: 0 };
    const won = await calls.run(call, () =>
      work().then(
        () => true,
        (error: unknown) => {
          if (isAppError(error)) return false;
          throw error;
        },
      ),
    );
    return { ...call, won };
  };
  try {
    const alone: number[] = [];
    for (let turn = 0; turn < HOLDER_TURN.length * CLIENTS; turn += 1) {
      const { seat, move } = play.next(Math.floor(turn / HOLDER_TURN.length));
      const { queries, won } = await count(async () =>
        play.answered(seat, await runMove(counting.runtime, seat.secretHash, move)),
      );
      if (!won) throw new Error(`${move.action} was refused without a race`);
      alone.push(queries);
    }
    const raced: { queries: number; won: boolean }[] = [];
    for (let round = 0; round < CONTENDED_ROUNDS; round += 1) raced.push(...(await race(counting, count)));
    const lost = raced.filter((call) => !call.won && call.queries > 1);
    const winners = raced.filter((call) => call.won);
    return [
      {
        goal: 3,
        what: 'round trips of a mutation without a race, at most',
        values: [Math.max(...alone)],
        bound: { most: 2 },
        unit: 'round trips',
        note: `${alone.length} mutations, at least ${Math.min(...alone)}`,
      },
      {
        goal: 3,
        what: `round trips of ${CLIENTS} claimers of one handoff, at most`,
        values: [Math.max(...raced.map((call) => call.queries))],
        bound: { most: 3 },
        unit: 'round trips',
        note: `${winners.length} winners in ${CONTENDED_ROUNDS} races, ${lost.length} lost the commit and read once more`,
      },
    ];
  } finally {
    await pool.end();
  }
}

async function race(
  world: BenchWorld,
  count: (work: () => Promise<unknown>) => Promise<{ queries: number; won: boolean }>,
): Promise<{ queries: number; won: boolean }[]> {
  const first = world.single[0];
  const handoff = first?.handoffs[0];
  if (!first || handoff === undefined) throw new Error('the world has no seats');
  let winner: { secretHash: Buffer; result: MoveResult } | undefined;
  const answers = await Promise.all(
    world.single.map((seat, index) =>
      count(async () => {
        const move: Move = {
          action: 'handoff.claim',
          arguments: { handoff },
          idempotencyKey: `race-${index}-${performance.now()}`,
        };
        winner = {
          secretHash: seat.secretHash,
          result: await runMove(world.runtime, seat.secretHash, move),
        };
      }),
    ),
  );
  if (!winner) throw new Error('nobody won the race');
  const { secretHash, result } = winner;
  await runMove(world.runtime, secretHash, {
    action: 'handoff.release',
    arguments: { handoff, expectedVersion: result.version, fence: result.fence },
    idempotencyKey: `race-end-${performance.now()}`,
  });
  return answers;
}
