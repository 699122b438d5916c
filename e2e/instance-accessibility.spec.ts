import { expect, test } from '@playwright/test';
import { examine } from './fixtures/examine';
import { openLook, signIn, Watch } from './fixtures/looks';

test.use({ trace: 'off' });

for (const locale of ['en', 'ru'] as const) {
  test(`axe finds nothing on the instance’s page, ${locale}`, async ({ browser }) => {
    test.setTimeout(120_000);
    const context = await openLook(browser, { theme: 'light', locale, width: 1440 });
    const page = await context.newPage();
    const watch = new Watch(page);
    await signIn(context, 'Jonas Weber');
    for (const section of ['projects', 'people'] as const) {
      await page.goto(`/instance?section=${section}`);
      await expect(page.locator('[data-live="on"]')).toBeVisible();
      await examine(page, watch, `instance, ${section}`);
    }
    await page.goto('/instance?create=1');
    await expect(page.locator('[data-preview]')).toBeVisible();
    await examine(page, watch, 'new project', '[role="dialog"]');
    await context.close();
  });
}
