import { readClock, readEvents } from '@/server/events/read-events';
import { createEventStreams, type EventStreams } from '@/server/events/stream';
import { createWakeBus } from '@/server/events/wake';
import { hammer, interleave, median, perSecond, type Sample } from './measure';
import type { Player } from './moves';
import type { Row } from './report';
import { runMove } from './run-move';
import { type BenchWorld, CLIENTS } from './world';

/** Open boards of each project while live events are on. */
const FOLLOWERS = 4;

/** Throughput of 16 writers over 8 projects with live events on, wake-ups and open streams, beside the same without. */
export async function goal4(
  world: BenchWorld,
  play: Player,
  length: { readonly rounds: number; readonly seconds: number },
): Promise<Row[]> {
  const { pool } = world.runtime;
  const bus = createWakeBus({ connectionString: world.appUrl, pool, onTrouble: fail });
  const streams = createEventStreams({
    bus,
    log: {
      read: (project, after, limit) => readEvents(pool, project, after, limit),
      clock: (project) => readClock(pool, project),
    },
    onTrouble: fail,
  });
  const write = (runtime: BenchWorld['runtime']) => (client: number) => {
    const { seat, move } = play.next(client);
    return runMove(runtime, seat.secretHash, move).then((result) => play.answered(seat, result));
  };
  const projects = [...new Set(world.spread.map(({ projectId }) => projectId))];
  let delivered = 0;
  let written = 0;
  const on = async (seconds: number): Promise<Sample> => {
    const readers = await Promise.all(
      projects.flatMap((project) => Array.from({ length: FOLLOWERS }, () => follow(streams, project))),
    );
    const sample = await hammer(CLIENTS, seconds, write({ ...world.runtime, wake: bus }));
    await Promise.all(readers.map((reader) => reader.end()));
    delivered += readers.reduce((sum, reader) => sum + reader.chunks(), 0);
    written += sample.done;
    return sample;
  };
  try {
    const pairs = await interleave(length, on, (seconds) => hammer(CLIENTS, seconds, write(world.runtime)));
    const figure = (party: 'subject' | 'baseline') => median(pairs.map((pair) => perSecond(pair[party])));
    // Streams that tell nothing would cost nothing.
    if (delivered < written) throw new Error(`${written} events were written, ${delivered} delivered`);
    return [
      {
        goal: 4,
        what: `${CLIENTS} writers over ${projects.length} projects with ${FOLLOWERS} open streams each, to none`,
        values: pairs.map((pair) => perSecond(pair.subject) / perSecond(pair.baseline)),
        bound: { least: 0.9 },
        unit: 'x',
        note: `${figure('subject').toFixed(0)}/s to ${figure('baseline').toFixed(0)}/s, ${delivered} deliveries`,
      },
    ];
  } finally {
    streams.close();
    await bus.close();
  }
}

function fail(error: unknown): never {
  throw error;
}

/** Reads a stream as a browser's connection would. */
async function follow(streams: EventStreams, projectId: string) {
  const cursor = { after: null, epoch: null };
  const body = await streams.open({ projectId, cursor, authorise: async () => undefined });
  const reader = body.getReader();
  let chunks = 0;
  const reading = (async () => {
    for (let next = await reader.read(); !next.done; next = await reader.read()) chunks += 1;
  })();
  return {
    chunks: () => chunks,
    async end() {
      await reader.cancel();
      await reading;
    },
  };
}
