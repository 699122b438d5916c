import { createServer } from 'node:net';
import { chromium, expect, test } from '@playwright/test';
import lighthouse, { desktopConfig } from 'lighthouse';
import { places } from '../components/frame/places';
import { signIn } from './fixtures/looks';

/** Looks at one page; the median of them counts. */
const ROUNDS = 5;
/** The pages that people open first. */
const FIRST = ['board', 'inbox', 'plan'];

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

for (const { key, path } of places.filter(({ key: place }) => FIRST.includes(place))) {
  test(`Lighthouse on ${key}`, async ({ launchOptions, baseURL }, info) => {
    test.setTimeout(600_000);
    const port = await freePort();
    const context = await chromium.launchPersistentContext(info.outputPath('profile'), {
      ...launchOptions,
      ...(baseURL === undefined ? {} : { baseURL }),
      args: [...(launchOptions.args ?? []), `--remote-debugging-port=${port}`],
    });
    await signIn(context, 'Irina Volkova');
    const scores = {
      performance: [] as number[],
      accessibility: [] as number[],
      'best-practices': [] as number[],
    };
    const lost = new Set<string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const result = await lighthouse(
        `${baseURL}/llmgenie/${path}`,
        // The person stays signed in.
        { port, disableStorageReset: true, logLevel: 'error', onlyCategories: Object.keys(scores) },
        desktopConfig,
      );
      if (result === undefined) throw new Error('Lighthouse gave no result');
      for (const [category, values] of Object.entries(scores)) {
        const found = result.lhr.categories[category];
        values.push(Math.round((found?.score ?? 0) * 100));
        if (category === 'performance') continue;
        for (const { id, weight } of found?.auditRefs ?? []) {
          const score = result.lhr.audits[id]?.score;
          if (weight > 0 && score !== null && score !== undefined && score < 1) lost.add(id);
        }
      }
      const { audits } = result.lhr;
      const shown = [
        'first-contentful-paint',
        'largest-contentful-paint',
        'total-blocking-time',
        'speed-index',
      ];
      console.log(
        `  ${key} ${round + 1}: ${shown.map((id) => `${id} ${audits[id]?.displayValue}`).join(', ')}`,
      );
    }
    await context.close();
    console.log(
      `  ${key}: ${Object.entries(scores)
        .map(([category, values]) => `${category} ${median(values)} (${values.join(' ')})`)
        .join(', ')}`,
    );
    expect.soft([...lost]).toEqual([]);
    expect.soft(median(scores.accessibility)).toBe(100);
    expect.soft(median(scores['best-practices'])).toBe(100);
    expect(median(scores.performance)).toBeGreaterThanOrEqual(90);
  });
}
