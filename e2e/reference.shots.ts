import { expect, test } from '@playwright/test';
import { looks, nameOf, openLook, Watch } from './fixtures/looks';
import { refusedWith, shot } from './fixtures/shot';

test.use({ trace: 'off' });

for (const look of looks) {
  test(`reference ${nameOf(look)}`, async ({ browser }) => {
    test.setTimeout(120_000);
    const context = await openLook(browser, look);
    const page = await context.newPage();
    const watch = new Watch(page);
    await page.goto('/docs/api');
    await shot(page, watch, look, 'reference-overview');
    await page.goto('/docs/api/handoff#handoff.send');
    await expect(page.locator('[data-operation="handoff.send"]')).toBeInViewport();
    await shot(page, watch, look, 'reference-handoff');
    await page.goto('/docs/api/nothing');
    await shot(page, watch, look, 'reference-not-found', refusedWith(404));
    await context.close();
  });
}
