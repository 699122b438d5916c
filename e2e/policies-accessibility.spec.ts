import { expect, test } from '@playwright/test';
import { examine } from './fixtures/examine';
import { openLook, signIn, Watch } from './fixtures/looks';

test.use({ trace: 'off' });

for (const locale of ['en', 'ru'] as const) {
  test(`axe finds nothing on policies and events, ${locale}`, async ({ browser }) => {
    test.setTimeout(180_000);
    const context = await openLook(browser, { theme: 'light', locale, width: 1440 });
    const page = await context.newPage();
    const watch = new Watch(page);
    await signIn(context, 'Jonas Weber');
    await page.goto('/llmgenie/policies/checklist.required');
    await expect(page.locator('[data-policy-detail]')).toBeVisible();
    await examine(page, watch, 'policies');
    await page.locator('[data-action="policy.try"]').click();
    await expect(page.locator('[data-argument="to"]')).toBeVisible();
    await examine(page, watch, 'dry run', '[role="dialog"]');
    await page.goto('/llmgenie/events');
    await page.locator('[data-row]').first().click();
    await expect(page.locator('[data-chain="intact"]')).toBeVisible();
    await examine(page, watch, 'events');
    await context.close();
  });
}
