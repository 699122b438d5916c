import { expect, test } from '@playwright/test';
import { looks, nameOf, openLook, signIn, Watch } from './fixtures/looks';
import { shot } from './fixtures/shot';

test.use({ trace: 'off' });

for (const look of looks) {
  test(`policies and events, ${nameOf(look)}`, async ({ browser }) => {
    test.setTimeout(120_000);
    const context = await openLook(browser, look);
    await signIn(context, 'Jonas Weber');
    const page = await context.newPage();
    const watch = new Watch(page);
    const take = (name: string) => shot(page, watch, look, name);
    await page.goto('/llmgenie/policies');
    await expect(page.locator('[data-policy]').first()).toBeVisible();
    await take('policies');
    await page.goto('/llmgenie/policies/checklist.required');
    await expect(page.locator('[data-policy-detail]')).toBeVisible();
    await take('policy');
    await page.locator('[data-action="policy.try"]').click();
    await expect(page.locator('[data-argument="to"]')).toBeVisible();
    await take('policy-try');
    await page.goto('/llmgenie/events');
    await page.locator('[data-row]').nth(1).click();
    await expect(page.locator('[data-chain="intact"]')).toBeVisible();
    await take('events');
    await context.close();
  });
}
