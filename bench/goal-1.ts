import type { Seat } from './make-seat';
import { type McpClient, mcpClient } from './mcp-client';
import {
  cpuPerCall,
  hammer,
  interleave,
  median,
  type Pair,
  percentile,
  perSecond,
  type Sample,
} from './measure';
import { type MoveResult, player } from './moves';
import type { Row } from './report';
import { type ServerProcess, startServer } from './server-process';
import { type BenchWorld, CLIENTS } from './world';

/** Half adds, half changes a row under its version. */
const TURN = ['handoff.comment', 'handoff.update'] as const;
const P95 = 0.95;

interface Party {
  readonly server: ServerProcess;
  readonly client: McpClient;
}

export interface Goal1Options {
  readonly rounds: number;
  readonly seconds: number;
  /** A folder for CPU profiles of both servers. */
  readonly profileDir: string | undefined;
}

/** Goals 1 and 2: `run_action` over HTTP beside the same SDK and statements with nothing else around them. */
export async function goal1(world: BenchWorld, options: Goal1Options): Promise<Row[]> {
  const parties: Party[] = [];
  const open = async (party: 'subject' | 'baseline'): Promise<Party> => {
    const sample = world.spread[0];
    const start = {
      party,
      appUrl: world.appUrl,
      sampleToken: sample?.token ?? '',
      sampleHandoff: sample?.handoffs[0] ?? '',
    };
    const server = await startServer(start, world.dataDir, options.profileDir);
    const opened = { server, client: mcpClient(server.url, CLIENTS) };
    parties.push(opened);
    return opened;
  };
  try {
    const subject = await open('subject');
    const baseline = await open('baseline');
    const compare = (seats: readonly Seat[]) => {
      const play = player(seats, TURN);
      const round = (party: Party) => (seconds: number) => measured(party, play, seconds);
      return interleave(options, round(subject), round(baseline));
    };
    const spread = await compare(world.spread);
    const single = await compare(world.single);
    return [
      ...rows(spread, 'run_action, 16 clients over 8 projects'),
      ...rows(single, 'run_action, 16 clients in one project'),
    ];
  } finally {
    for (const { server, client } of parties) {
      client.close();
      await server.stop();
    }
  }
}

async function measured(
  { server, client }: Party,
  play: ReturnType<typeof player>,
  seconds: number,
): Promise<Sample> {
  const before = await server.cpuMs();
  const sample = await hammer(CLIENTS, seconds, async (index) => {
    const { seat, move } = play.next(index);
    const answer = await client.tool(seat.token, 'run_action', move);
    play.answered(seat, Object(answer).result as MoveResult);
  });
  return { ...sample, cpuMs: (await server.cpuMs()) - before };
}

function rows(pairs: readonly Pair[], what: string): Row[] {
  const ratios = (figure: (sample: Sample) => number) =>
    pairs.map((pair) => figure(pair.subject) / figure(pair.baseline));
  const both = (figure: (sample: Sample) => number, digits: number, unit: string) => {
    const of = (party: keyof Pair) => median(pairs.map((pair) => figure(pair[party]))).toFixed(digits);
    return `${of('subject')}${unit} to ${of('baseline')}${unit}`;
  };
  const p95 = (sample: Sample) => percentile(sample.latencies, P95);
  return [
    {
      goal: 1,
      what: `${what}: requests/s`,
      values: ratios(perSecond),
      bound: { least: 0.7 },
      unit: 'x',
      note: both(perSecond, 0, '/s'),
    },
    {
      goal: 1,
      what: `${what}: p95`,
      values: ratios(p95),
      bound: { most: 1.5 },
      unit: 'x',
      note: both(p95, 1, ' ms'),
    },
    {
      goal: 2,
      what: `${what}: server CPU a call`,
      values: ratios(cpuPerCall),
      bound: { most: 2 },
      unit: 'x',
      note: both(cpuPerCall, 2, ' ms'),
    },
  ];
}
