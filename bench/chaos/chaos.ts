import { setTimeout as pause } from 'node:timers/promises';
import type { Blow, Disturbance } from './plan';
import { type Report, raiseStorm, type Storm } from './storm';
import { lapseSome } from './time';

const SHOWN = 5;
const READY_MS = 30_000;
const LOOK_MS = 100;
const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;

/** Until it says that it is ready again; answers how long that took. */
async function untilReady(url: string): Promise<number> {
  const began = performance.now();
  for (;;) {
    const ready = await fetch(`${url}/api/ready`).then(
      (answer) => answer.ok,
      () => false,
    );
    const took = performance.now() - began;
    if (ready) return took;
    if (took > READY_MS) throw new Error(`it is not ready ${seconds(took)} after the blow`);
    await pause(LOOK_MS);
  }
}

/** One blow and what the product needed after it: the one command where it was down, nothing at all where it was not. */
async function strike(storm: Storm, { blow, lasts, pick }: Disturbance): Promise<string> {
  const { product } = storm;
  const restarted = async () => `ready ${seconds(await product.start())} after the one command`;
  const back = async () => `ready after ${seconds(await untilReady(product.url))}`;
  const blows: Readonly<Record<Blow, () => Promise<string>>> = {
    async killServer() {
      await product.killServer();
      return restarted();
    },
    async killTree() {
      await product.killTree();
      return restarted();
    },
    async killPostgres() {
      await product.killPostgres('postmaster');
      return back();
    },
    async killBackend() {
      await product.killPostgres(pick);
      return back();
    },
    async pauseServer() {
      await product.pause('server', lasts);
      return `stood still for ${seconds(lasts)}, ${await back()}`;
    },
    async pausePostgres() {
      await product.pause('postgres', lasts);
      return `stood still for ${seconds(lasts)}, ${await back()}`;
    },
    async restart() {
      const code = await product.stop();
      if (code !== 0) throw new Error(`it ended with ${code} on SIGTERM`);
      return restarted();
    },
    lapse: async () => `${await storm.withDatabase((pool) => lapseSome(pool, pick))} leases ran out`,
  };
  return blows[blow]();
}

/** The figures of a run, then every promise that was broken; answers whether all were kept. */
export function tell(report: Report, print: (line: string) => void): boolean {
  const { events, acknowledged, sent, late, returns, lateBells, broken, counts } = report;
  print(
    `${sent} calls, ${acknowledged} acknowledged, ${events} events; ${late} late retries answered as the first time; ` +
      `${returns} streams resumed; ${lateBells} deadlines of what had moved on`,
  );
  for (const [name, count] of [...counts].toSorted(([one], [other]) => (one < other ? -1 : 1)))
    print(`  ${String(count).padStart(6)} ${name}`);
  for (const [promise, found] of broken) {
    print(`BROKEN ${promise}: ${found.length}`);
    for (const what of found.slice(0, SHOWN)) print(`  ${what}`);
  }
  return broken.size === 0;
}

/** Blow after blow for so long, drawn from the seed; then every promise. Answers whether all were kept. */
export async function chaos(
  { seed, milliseconds }: { readonly seed: number; readonly milliseconds: number },
  print: (line: string) => void,
): Promise<boolean> {
  print(`chaos of seed ${seed}, ${seconds(milliseconds)}; again: npm run bench -- chaos --seed ${seed}`);
  const storm = await raiseStorm({ seed, print });
  try {
    const end = Date.now() + milliseconds;
    const began = performance.now();
    const disturbances = storm.plan.disturbances();
    for (let next = disturbances.next(); !next.done; next = disturbances.next()) {
      const { value } = next;
      if (Date.now() + value.after > end) break;
      await pause(value.after);
      const told = await strike(storm, value);
      print(`${seconds(performance.now() - began).padStart(9)}  ${value.blow}: ${told}`);
    }
    await pause(Math.max(0, end - Date.now()));
    const kept = tell(await storm.calm(), print);
    print(
      kept ? `every promise kept (seed ${seed})` : `promises broken (seed ${seed}): ${storm.product.dataDir}`,
    );
    if (!kept) for (const line of storm.product.said.slice(-SHOWN * 8)) print(`  server: ${line}`);
    return kept;
  } finally {
    await storm.close();
  }
}
