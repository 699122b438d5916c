import type { CommandContext } from '@/server/cli/command';
import { chaos } from './chaos/chaos';
import { kills } from './chaos/kills';
import { type CoreOptions, core, GOALS } from './core';
import { peers } from './peers';
import { plan } from './plan';
import { soak } from './soak';

const USAGE = `usage: npm run bench -- core [--quick] [--runs 3] [--only 1,3,4,5,6,7,9,10] [--profile folder] [--write]
       npm run bench -- plan, what a plan of 5,000 items costs beside one of 50
       npm run bench -- peers [--write], what an item costs at 10, 1,000 and 10,000 of them, beside others that keep files
       npm run bench -- soak [--minutes 10], 300 streams and 200 writers on one process with a pool of 10
       npm run bench -- chaos [--seed n] [--minutes m], kills, pauses and lost answers on the real system (Linux)
       npm run bench -- kills [--seed n] [--rounds n], kill -9 of the whole tree under 16 writers (Linux)
  --quick    a second or two a goal: shows that everything runs, its figures mean nothing
  --runs     so many, each of which has to meet its bounds
  --only     these goals
  --profile  leaves CPU profiles of both servers in the folder; the figures are then no good
  --write    puts the table into docs/performance.md`;

const SOAK_MINUTES = 10;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

function parse([name, ...options]: string[]): CoreOptions | null {
  if (name !== 'core') return null;
  const parsed: Writable<CoreOptions> = {
    quick: false,
    runs: 1,
    write: false,
    only: GOALS,
    profileDir: undefined,
  };
  while (options.length > 0) {
    const option = options.shift();
    if (option === '--quick') parsed.quick = true;
    else if (option === '--write') parsed.write = true;
    else if (option === '--runs') parsed.runs = Number(options.shift());
    else if (option === '--profile') parsed.profileDir = options.shift();
    else if (option === '--only') parsed.only = (options.shift() ?? '').split(',');
    else return null;
  }
  return Number.isInteger(parsed.runs) && parsed.runs > 0 ? parsed : null;
}

const MINUTE_MS = 60_000;
const LARGEST_SEED = 2 ** 31;

/** Of `--name number` pairs; null where something else stands there. */
function numbers(args: readonly string[], names: readonly string[]): Map<string, number> | null {
  const found = new Map<string, number>();
  for (let index = 0; index < args.length; index += 2) {
    const name = args[index]?.replace(/^--/, '') ?? '';
    const value = Number(args[index + 1]);
    if (!names.includes(name) || !Number.isFinite(value)) return null;
    found.set(name, value);
  }
  return found;
}

/** What is drawn by lot; null where it is not asked for. */
async function storm([name, ...args]: string[], print: (line: string) => void): Promise<number | null> {
  if (name !== 'chaos' && name !== 'kills') return null;
  const given = numbers(args, ['seed', name === 'chaos' ? 'minutes' : 'rounds']);
  if (given === null) return null;
  const seed = given.get('seed') ?? Math.floor(Math.random() * LARGEST_SEED);
  const kept =
    name === 'chaos'
      ? await chaos({ seed, milliseconds: (given.get('minutes') ?? 60) * MINUTE_MS }, print)
      : await kills({ seed, rounds: given.get('rounds') ?? 20 }, print);
  return kept ? 0 : 1;
}

/** `npm run bench`: its own temporary cluster, nothing of the data folder. Answers the exit code. */
export async function run(args: string[], context: Pick<CommandContext, 'print'>): Promise<number> {
  if (args.length === 1 && args[0] === 'plan') {
    await plan(context.print);
    return 0;
  }
  if (args[0] === 'peers' && args.slice(1).every((option) => option === '--write')) {
    await peers(args.includes('--write'), context.print);
    return 0;
  }
  if (args[0] === 'soak') {
    const minutes = args[1] === '--minutes' ? Number(args[2]) : SOAK_MINUTES;
    if (minutes > 0) return (await soak(minutes, context.print)) ? 0 : 1;
  }
  const stormed = await storm(args, context.print);
  if (stormed !== null) return stormed;
  const options = parse(args);
  if (options === null) {
    context.print(USAGE);
    return 1;
  }
  await core(options, context.print);
  return 0;
}
