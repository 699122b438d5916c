import { expect, test } from '@playwright/test';
import { examine } from './fixtures/examine';
import { openLook, signIn, Watch } from './fixtures/looks';

test.use({ trace: 'off' });

for (const [locale, width] of [
  ['en', 1440],
  ['ru', 390],
] as const) {
  test(`axe finds nothing on sessions and context, ${locale} ${width}`, async ({ browser }) => {
    test.setTimeout(120_000);
    const context = await openLook(browser, { theme: 'light', locale, width });
    const page = await context.newPage();
    const watch = new Watch(page);
    await signIn(context, 'Irina Volkova');
    await page.goto('/llmgenie/sessions');
    await expect(page.locator('[data-live="on"]')).toBeVisible();
    await expect(page.locator('.timeline')).toBeVisible();
    await examine(page, watch, 'sessions');
    await page.locator('[data-session-pane] [data-action="session.recover"]').click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await examine(page, watch, 'recover', '[role="dialog"]');
    await page.keyboard.press('Escape');
    await page.goto('/llmgenie/context');
    await expect(page.locator('[data-live="on"]')).toBeVisible();
    await expect(page.locator('[data-given]')).toBeVisible();
    await examine(page, watch, 'context');
    await page.locator('header [data-action="context.set"]').click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await examine(page, watch, 'entry', '[role="dialog"]');
    await context.close();
  });
}
