import type { CommandContext } from '@/server/cli/command';
import { type CoreOptions, core, GOALS } from './core';
import { peers } from './peers';
import { plan } from './plan';
import { soak } from './soak';

const USAGE = `usage: npm run bench -- core [--quick] [--only 1,3,4,5,6,7,9,10] [--profile folder] [--write]
       npm run bench -- plan, what a plan of 5,000 items costs beside one of 50
       npm run bench -- peers [--write], what an item costs at 10, 1,000 and 10,000 of them, beside others that keep files
       npm run bench -- soak [--minutes 10], 300 streams and 200 writers on one process with a pool of 10
  --quick    a second or two a goal: shows that everything runs, its figures mean nothing
  --only     these goals
  --profile  leaves CPU profiles of both servers in the folder; the figures are then no good
  --write    puts the table into docs/performance.md`;

const SOAK_MINUTES = 10;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

function parse([name, ...options]: string[]): CoreOptions | null {
  if (name !== 'core') return null;
  const parsed: Writable<CoreOptions> = {
    quick: false,
    write: false,
    only: GOALS,
    profileDir: undefined,
  };
  while (options.length > 0) {
    const option = options.shift();
    if (option === '--quick') parsed.quick = true;
    else if (option === '--write') parsed.write = true;
    else if (option === '--profile') parsed.profileDir = options.shift();
    else if (option === '--only') parsed.only = (options.shift() ?? '').split(',');
    else return null;
  }
  return parsed;
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
  const options = parse(args);
  if (options === null) {
    context.print(USAGE);
    return 1;
  }
  await core(options, context.print);
  return 0;
}
