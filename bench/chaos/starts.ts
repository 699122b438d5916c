import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Product } from './product';

const LOOK_MS = 2;
/** Made by this very start, and not left over from the one before. */
const madeSince = (path: string, since: number) =>
  (statSync(path, { throwIfNoEntry: false })?.ctimeMs ?? 0) > since;

/** How far a first start has come, by what can be seen from outside. In this order: none is passed twice. */
const MOMENTS: readonly {
  readonly when: string;
  /** Only where the product brings its database. */
  readonly own: boolean;
  reached(product: Product, since: number): boolean;
}[] = [
  {
    when: 'while the cluster is made',
    own: true,
    reached: ({ dataDir }, since) => madeSince(join(dataDir, 'postgres.new', 'base'), since),
  },
  {
    when: 'before the roles are there',
    own: true,
    reached: ({ dataDir }, since) => madeSince(join(dataDir, 'postgres', 'postmaster.pid'), since),
  },
  {
    when: 'between two migrations',
    own: false,
    reached: ({ said }) => said.some((line) => line.includes('applied migration')),
  },
];

/** A first start that is killed and then told to end at each of its moments; the next one has to go on from there. */
export async function interruptStarts(product: Product, print: (line: string) => void): Promise<void> {
  for (const { when, reached } of MOMENTS.filter(({ own }) => !own || product.ownDatabase)) {
    for (const how of ['kill -9', 'SIGTERM'] as const) {
      product.said.length = 0;
      const began = Date.now();
      let ready = false;
      const starting = product.start().then(
        () => {
          ready = true;
        },
        () => undefined,
      );
      while (!ready && product.alive() && !reached(product, began)) await pause(LOOK_MS);
      if (ready) print(`  ${how} ${when}: it was past that`);
      else if (how === 'SIGTERM') {
        const code = await product.stop();
        if (code !== 0) throw new Error(`told to end ${when}, it ended with ${code}`);
        print(`  SIGTERM ${when}: ended with 0`);
      } else {
        await product.killTree();
        print(`  kill -9 ${when}`);
      }
      await starting;
      await product.stop();
    }
  }
}
