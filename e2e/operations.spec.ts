import { type Browser, expect, type Page, test } from '@playwright/test';
import { examine } from './fixtures/examine';
import { hands } from './fixtures/hands';
import { openLook, signIn, Watch } from './fixtures/looks';
import { call, closeBoards, openBoard } from './fixtures/people';

test.afterEach(closeBoards);

async function openInstance(browser: Browser): Promise<Page> {
  const page = await openBoard(browser, 'Jonas Weber');
  await page.goto('/instance');
  await expect(page.locator('[data-project]').first()).toBeVisible();
  return page;
}
const sweeps = (page: Page) => page.locator('[data-row="deadlines"] [data-cell="runs"]');
const swept = async (page: Page) => Number(((await sweeps(page).textContent()) ?? '').replace(/\D/g, ''));

for (const hand of hands) {
  test(`an instance admin sees how the instance does, live, and holds it still, by ${hand.name}`, async ({
    browser,
  }) => {
    test.setTimeout(120_000);
    const page = await openInstance(browser);
    await hand.press(page.locator('[data-section="operations"]'));
    await expect(page.locator('[data-figure="role"]')).toContainText('everything');
    await expect(page.locator('[data-figure="pool"]')).toContainText('at most 16');
    await expect(sweeps(page)).toHaveText(/[1-9]/);
    await expect(page.locator('[data-row="event"]')).toBeVisible();
    await expect(page.locator('[data-row="llmgenie"]').first()).toBeVisible();
    // Deadlines are swept each second: the figures move by themselves. The table of calls has the costliest only, and
    // which those are depends on what was done before.
    const own = 'instance.operations';
    const first = await swept(page);
    await expect.poll(() => swept(page), { timeout: 30_000 }).toBeGreaterThan(first);

    const pause = page.locator('[data-open="pause"]');
    await hand.press(pause);
    await expect(pause).toHaveAttribute('aria-pressed', 'true');
    await hand.keepsFocus(page);
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes(own)) asked.push(request.url());
    });
    await hand.press(pause);
    await expect(pause).toHaveAttribute('aria-pressed', 'false');
    await expect.poll(() => asked.length, { timeout: 30_000 }).toBeGreaterThan(0);
  });
}

test('nobody else gets them', async ({ browser }) => {
  const page = await openBoard(browser, 'Irina Volkova');
  expect((await page.goto('/instance?section=operations'))?.status()).toBe(404);
  const input = encodeURIComponent(JSON.stringify({ project: 'instance', arguments: {} }));
  const answer = await page.request.get(`/api/trpc/instance.operations?input=${input}`);
  expect(answer.status()).toBe(403);
  expect((await call(page, 'instance.operations', {})).status).toBeGreaterThanOrEqual(400);
});

for (const locale of ['en', 'ru'] as const) {
  test(`axe finds nothing, and nothing is wider than a phone, ${locale}`, async ({ browser }) => {
    test.setTimeout(120_000);
    for (const width of [1440, 390] as const) {
      const context = await openLook(browser, { theme: 'light', locale, width });
      const page = await context.newPage();
      const watch = new Watch(page);
      await signIn(context, 'Jonas Weber');
      await page.goto('/instance?section=operations');
      await expect(page.locator('[data-figure="role"]')).toBeVisible();
      // Held still, so that both themes are of one reading.
      await page.locator('[data-open="pause"]').click();
      await examine(page, watch, `operations, ${width}`);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(wider).toBeLessThanOrEqual(0);
      await context.route('**/api/trpc/instance.operations*', (route) =>
        route.fulfill({ status: 503, body: 'down' }),
      );
      await page.locator('[data-open="pause"]').click();
      await expect(page.locator('.note').first()).toBeVisible({ timeout: 60_000 });
      // What was read before stays in sight.
      await expect(page.locator('[data-figure="role"]')).toBeVisible();
      await page.locator('[data-open="pause"]').click();
      await examine(page, watch, `operations that cannot be read, ${width}`);
      await context.close();
    }
  });
}
