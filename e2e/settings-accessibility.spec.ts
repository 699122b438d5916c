import { expect, test } from '@playwright/test';
import { examine } from './fixtures/examine';
import { openLook, signIn, Watch } from './fixtures/looks';

test.use({ trace: 'off' });

for (const locale of ['en', 'ru'] as const) {
  test(`axe finds nothing in the settings, ${locale}`, async ({ browser }) => {
    test.setTimeout(120_000);
    const context = await openLook(browser, { theme: 'light', locale, width: 1440 });
    const page = await context.newPage();
    const watch = new Watch(page);
    await signIn(context, 'Jonas Weber');
    for (const section of ['members', 'project', 'pack'] as const) {
      await page.goto(`/llmgenie/settings?section=${section}`);
      await expect(page.locator('[data-live="on"]')).toBeVisible();
      await examine(page, watch, `settings, ${section}`);
    }
    await page.goto('/llmgenie/settings');
    await page.locator('[data-roles]').first().click();
    await examine(page, watch, 'roles', '.floating');
    await context.close();
  });
}
