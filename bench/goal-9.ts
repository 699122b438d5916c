import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { cpuPerCall, hammer, interleave, median } from './measure';
import type { Row } from './report';
import { type ServerProcess, startServer } from './server-process';
import type { BenchWorld } from './world';

/** Enough to keep one process busy. */
const CONNECTIONS = 8;

/** CPU a tRPC call through the production server, pages and all, beside tRPC's own standalone adapter. */
export async function goal9(
  world: BenchWorld,
  length: { readonly rounds: number; readonly seconds: number; readonly pages: boolean },
): Promise<Row[]> {
  const seat = world.spread[0];
  if (seat === undefined) throw new Error('the world has no seats');
  const start = { appUrl: world.appUrl, sampleToken: '', sampleHandoff: '' };
  const party = length.pages ? 'production' : 'subject';
  const subject = await startServer({ ...start, party }, world.dataDir, undefined);
  const baseline = await startServer({ ...start, party: 'standalone' }, world.dataDir, undefined);
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const input = encodeURIComponent(
    JSON.stringify({ project: seat.project, arguments: { handoff: seat.handoffs[0] } }),
  );
  const ask = (base: string) =>
    new Promise<void>((resolve, reject) => {
      const sent = request(
        `${base}handoff.get?input=${input}`,
        { agent, headers: { authorization: `Bearer ${seat.token}` } },
        (response) =>
          text(response).then((body) => {
            if (response.statusCode === 200) resolve();
            else reject(new Error(`handoff.get: ${response.statusCode} ${body.slice(0, 300)}`));
          }, reject),
      );
      sent.once('error', reject).end();
    });
  const turn = (server: ServerProcess, path: string) => async (seconds: number) => {
    const before = await server.cpuMs();
    const sample = await hammer(CONNECTIONS, seconds, () => ask(`${server.url}${path}`));
    return { ...sample, cpuMs: (await server.cpuMs()) - before };
  };
  try {
    const pairs = await interleave(length, turn(subject, '/api/trpc/'), turn(baseline, '/'));
    const figure = (of: 'subject' | 'baseline') => median(pairs.map((pair) => cpuPerCall(pair[of])));
    return [
      {
        goal: 9,
        what: `handoff.get over tRPC, server CPU a call${length.pages ? '' : ' (without pages)'}`,
        values: pairs.map((pair) => cpuPerCall(pair.subject) / cpuPerCall(pair.baseline)),
        bound: { most: 2 },
        unit: 'x',
        note: `${figure('subject').toFixed(2)} ms to ${figure('baseline').toFixed(2)} ms`,
      },
    ];
  } finally {
    agent.destroy();
    await subject.stop();
    await baseline.stop();
  }
}
