import { gzipSync } from 'node:zlib';
import { expect, type Page, test } from '@playwright/test';
import { places } from '../components/frame/places';
import { openLook, signIn } from './fixtures/looks';

/** Bytes of JavaScript, gzip, that a page may load before it can be used. */
const BUDGET = 220 * 1024;

/** What the graph's library, and nothing else, writes into the page. */
const GRAPH = 'react-flow__viewport';

/** The scripts that the page's own HTML asks for; what is loaded later, when it is wanted, waits for nobody. */
async function scriptsOf(page: Page, path: string): Promise<string[]> {
  const html = await (await page.request.get(path)).text();
  const tags = [...html.matchAll(/<script[^>]*>/g)]
    .map(([tag]) => tag)
    .filter((tag) => !/nomodule/i.test(tag));
  const addresses = new Set(tags.flatMap((tag) => /src="([^"]+\.js[^"]*)"/.exec(tag)?.[1] ?? []));
  return Promise.all([...addresses].map(async (address) => (await page.request.get(address)).text()));
}

test('every page loads little at first, and no page waits for the graph', async ({ browser }) => {
  test.setTimeout(180_000);
  const pages = [
    ...places.map(({ key, path }) => ({ key, path: `/llmgenie/${path}` })),
    { key: 'instance', path: '/instance' },
    { key: 'operations', path: '/instance?section=operations' },
    { key: 'account', path: '/account' },
  ];
  for (const { key, path } of pages) {
    // A browser of its own each time: nothing is in its cache.
    const context = await openLook(browser, { theme: 'light', locale: 'en', width: 1440 });
    const page = await context.newPage();
    await signIn(context, 'Jonas Weber');
    const scripts = await scriptsOf(page, path);
    await context.close();
    expect(scripts.length, key).toBeGreaterThan(3);
    const bytes = scripts.reduce((sum, text) => sum + gzipSync(text).byteLength, 0);
    test.info().annotations.push({ type: key, description: `${Math.round(bytes / 1024)} KB` });
    expect.soft(bytes, `${key}: ${Math.round(bytes / 1024)} KB of JavaScript`).toBeLessThanOrEqual(BUDGET);
    // The board itself asks for it once the page stands; no other page has a use for it.
    expect
      .soft(
        scripts.some((text) => text.includes(GRAPH)),
        `${key} waits for the graph`,
      )
      .toBe(false);
  }
});
