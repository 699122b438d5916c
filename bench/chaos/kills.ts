import { setTimeout as pause } from 'node:timers/promises';
import { tell } from './chaos';
import { raiseStorm } from './storm';

const LONGEST_MS = 3_000;
const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;

/**
 * kill -9 of the whole tree, node and PostgreSQL and all below them, at moments drawn by lot under 16 writers; each time
 * the one command has to bring everything back. Answers whether every promise was kept.
 */
export async function kills(
  { seed, rounds }: { readonly seed: number; readonly rounds: number },
  print: (line: string) => void,
): Promise<boolean> {
  print(`${rounds} times kill -9 of the whole tree, seed ${seed}`);
  const storm = await raiseStorm({ seed, print, interrupted: true });
  try {
    const starts: number[] = [];
    const lots = storm.plan.disturbances();
    for (let round = 1; round <= rounds; round += 1) {
      const { value } = lots.next();
      // Never before somebody wrote: a kill of an idle tree shows nothing.
      const before = storm.notes.acknowledged.length;
      while (storm.notes.acknowledged.length === before) await pause(1);
      await pause((value?.pick ?? 0) % LONGEST_MS);
      const acknowledged = storm.notes.acknowledged.length;
      await storm.product.killTree();
      const took = await storm.product.start();
      starts.push(took);
      print(
        `  ${round}: killed after ${acknowledged} acknowledged, ready ${seconds(took)} after the one command`,
      );
    }
    const kept = tell(await storm.calm(), print);
    const sorted = starts.toSorted((one, other) => one - other);
    print(
      `${kept ? 'every promise kept' : 'promises broken'}: ${rounds} kills, ready again after ` +
        `${seconds(sorted[0] ?? 0)} to ${seconds(sorted.at(-1) ?? 0)} (seed ${seed})`,
    );
    return kept;
  } finally {
    await storm.close();
  }
}
