import { Agent, type ClientRequest, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { mcpClient } from './mcp-client';
import { interleave, median, percentile, type Sample } from './measure';
import { player } from './moves';
import type { Row } from './report';
import { startServer } from './server-process';
import type { BenchWorld } from './world';

const MANY = 100;
const P95 = 0.95;
/** Milliseconds between two writes: a lively project, with room between them to be told. */
const PAUSE_MS = 50;
const PATIENCE_MS = 10_000;

/** Time from an event's own moment until a subscriber has it, for many subscribers beside one. */
export async function goal7(
  world: BenchWorld,
  length: { readonly rounds: number; readonly seconds: number },
): Promise<Row[]> {
  const start = { party: 'subject', appUrl: world.appUrl, sampleToken: '', sampleHandoff: '' } as const;
  const server = await startServer(start, world.dataDir, undefined);
  const client = mcpClient(server.url, 1);
  const seat = world.spread[0];
  if (seat === undefined) throw new Error('the world has no seats');
  const play = player([seat], ['handoff.comment', 'handoff.update']);
  const told = async (subscribers: number, seconds: number): Promise<Sample> => {
    const latencies: number[] = [];
    const readers = await Promise.all(
      Array.from({ length: subscribers }, () => subscribe(server.url, seat.token, latencies)),
    );
    const began = performance.now();
    let written = 0;
    for (; performance.now() < began + seconds * 1000; written += 1) {
      const { move } = play.next(0);
      const answer = await client.tool(seat.token, 'run_action', move);
      play.answered(seat, Object(answer).result);
      await pause(PAUSE_MS);
    }
    const spent = (performance.now() - began) / 1000;
    for (const end = Date.now() + PATIENCE_MS; latencies.length < written * subscribers && Date.now() < end; )
      await pause(PAUSE_MS);
    for (const reader of readers) reader.destroy();
    if (latencies.length < written * subscribers)
      throw new Error(`${written} events for ${subscribers} subscribers, but ${latencies.length} came`);
    return { done: latencies.length, seconds: spent, latencies };
  };
  try {
    const pairs = await interleave(
      length,
      (seconds) => told(MANY, seconds),
      (seconds) => told(1, seconds),
    );
    const p95 = ({ latencies }: Sample) => percentile(latencies, P95);
    const figure = (party: 'subject' | 'baseline') => median(pairs.map((pair) => p95(pair[party])));
    return [
      {
        goal: 7,
        what: `an event to ${MANY} subscribers, p95, to 1`,
        values: pairs.map(({ subject, baseline }) => p95(subject) / p95(baseline)),
        bound: { most: 3 },
        unit: 'x',
        note: `${figure('subject').toFixed(0)} ms to ${figure('baseline').toFixed(0)} ms`,
      },
    ];
  } finally {
    client.close();
    await server.stop();
  }
}

/** Opens a stream of its own; resolves once it is greeted, and from then on notes the delay of each event. */
function subscribe(url: string, token: string, latencies: number[]): Promise<ClientRequest> {
  return new Promise((resolve, reject) => {
    const asked = request(
      `${url}/api/events`,
      { agent: new Agent(), headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' } },
      (response) => {
        if (response.statusCode !== 200) return reject(new Error(`events: ${response.statusCode}`));
        let text = '';
        response.setEncoding('utf8');
        response.on('error', () => {});
        response.on('data', (chunk: string) => {
          const now = Date.now();
          text += chunk;
          const blocks = text.split('\n\n');
          text = blocks.pop() ?? '';
          for (const block of blocks) {
            const kind = /^event: (\w+)$/m.exec(block)?.[1];
            if (kind === 'hello') resolve(asked);
            const at = /"at":"([^"]+)"/.exec(block)?.[1];
            if (kind === 'event' && at !== undefined) latencies.push(now - Date.parse(at));
          }
        });
      },
    );
    asked.on('error', reject);
    asked.end();
  });
}
