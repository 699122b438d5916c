import { setTimeout as pause } from 'node:timers/promises';
import { execute } from '@/server/actions/execute';
import { median } from './measure';
import { planHealth } from './plan-health';
import { HOSTILE, planOf } from './plan-texts';
import { openWorld } from './world';

const ROUNDS = 5;
/** Calls of one kind in a round. */
const CALLS = 12;
const LARGE = 5_000;
const SMALL = 50;

/**
 * What a plan costs: each call on 5,000 items beside the same on 50, in turn and in one run, and how long the process
 * had no time for anything else while plans and hostile texts were read.
 */
export async function plan(print: (line: string) => void): Promise<void> {
  const world = await openWorld(1);
  const run = (action: string, args: object) =>
    execute(world.runtime, {
      action,
      credential: { kind: 'system', causedBy: 'bench' },
      project: 'bench-one',
      arguments: args,
    });
  try {
    for (const [key, items] of [
      ['large', LARGE],
      ['small', SMALL],
    ] as const)
      await run('plan.import', { key, source: planOf(items) });
    const calls: Readonly<Record<string, (key: string, at: number) => Promise<unknown>>> = {
      'plan.tick': (key, at) => run('plan.tick', { plan: key, item: 40, checked: at % 2 === 0 }),
      'plan.get': (key) => run('plan.get', { plan: key }),
      'plan.items, a page': (key) => run('plan.items', { plan: key }),
    };
    for (const [name, call] of Object.entries(calls)) {
      const ratios: number[] = [];
      const times: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const [large, small] = [await timed(call, 'large'), await timed(call, 'small')];
        ratios.push(large / small);
        times.push(large);
      }
      print(
        `${name}: ${LARGE} items take ${median(ratios).toFixed(2)}x the time of ${SMALL} (${median(times).toFixed(1)} ms)`,
      );
    }
    const free = await longestStall(() => pause(500));
    const large = await longestStall(() => run('plan.import', { key: 'large', source: planOf(LARGE) }));
    const hostile = await longestStall(() =>
      Promise.allSettled(HOSTILE.map((text) => run('plan.import', { key: 'hostile', source: text }))),
    );
    print(
      `longest stall of the process: ${free.toFixed(0)} ms idle, ${large.toFixed(0)} ms importing ${LARGE} items, ${hostile.toFixed(0)} ms reading hostile text`,
    );
    await planHealth(world, print);
  } finally {
    await world.runtime.work.close();
    await world.close();
  }
}

async function timed(call: (key: string, at: number) => Promise<unknown>, key: string): Promise<number> {
  const times: number[] = [];
  for (let at = 0; at < CALLS; at += 1) {
    const began = performance.now();
    await call(key, at);
    times.push(performance.now() - began);
  }
  return median(times);
}

/** Longest time in ms between two beats that were due every 5 ms. */
async function longestStall(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  const beat = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - 5);
    last = now;
  }, 5);
  await work();
  clearInterval(beat);
  return longest;
}
