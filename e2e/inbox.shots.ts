import { expect, test } from '@playwright/test';
import { looks, nameOf, openLook, signIn, Watch } from './fixtures/looks';
import { shot } from './fixtures/shot';

test.use({ trace: 'off' });

/** The inbox, full, opened and empty, and the palette and the keys that every page has. */
for (const look of looks) {
  test(`inbox and palette, ${nameOf(look)}`, async ({ browser }) => {
    test.setTimeout(180_000);
    const context = await openLook(browser, look);
    const page = await context.newPage();
    const watch = new Watch(page);
    const take = (name: string) => shot(page, watch, look, name);
    await signIn(context, 'Jonas Weber');
    await page.goto('/llmgenie/inbox');
    const rows = page.locator('.inbox-row');
    await expect(rows.first()).toBeVisible();
    await take('inbox-full');
    await rows.first().click();
    await expect(page.locator('.handoff-panel').getByRole('tab').first()).toBeVisible();
    await take('inbox-opened');
    await page.goto('/llmgenie/board');
    await expect(page.locator('[data-stage]').first()).toBeVisible();
    await page.keyboard.press('Control+KeyK');
    const palette = page.locator('.palette');
    await expect(palette.locator('.palette-line').first()).toBeVisible();
    await take('palette-open');
    await page.keyboard.type('pol');
    await expect(palette.locator('[data-command^="found"]').first()).toBeVisible();
    await take('palette-found');
    await page.keyboard.press('Escape');
    await signIn(context, 'Marie Curie');
    await page.goto('/lab/inbox');
    await expect(page.locator('.inbox-list')).toBeVisible();
    await take('inbox-empty');
    await page.goto('/lab/events');
    await expect(page.locator('[data-row]').first()).toBeVisible();
    await take('events-short');
    await context.close();
  });
}
