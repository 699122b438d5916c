import { expect, test } from '@playwright/test';
import { looks, nameOf, openLook, signIn, Watch } from './fixtures/looks';
import { refusedWith, shot } from './fixtures/shot';

test.use({ trace: 'off' });

/** Sessions and context: full, with a dialog, empty, and when nothing can be read. */
for (const look of looks) {
  test(`sessions and context, ${nameOf(look)}`, async ({ browser }) => {
    test.setTimeout(180_000);
    const context = await openLook(browser, look);
    const page = await context.newPage();
    const watch = new Watch(page);
    const take = (name: string, expected: RegExp | null = null) => shot(page, watch, look, name, expected);
    const open = async (path: string, project = 'llmgenie') => {
      await page.goto(`/${project}/${path}`);
      await expect(page.locator('[data-live="on"]')).toBeVisible();
    };
    await signIn(context, 'Irina Volkova');
    await open('sessions');
    await expect(page.locator('.timeline')).toBeVisible();
    await take('sessions-full');
    await page.locator('[data-session-pane] [data-action="session.recover"]').click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await take('sessions-recover');
    await page.keyboard.press('Escape');
    if (look.width === 390) {
      await page.getByRole('tab').nth(1).click();
      await expect(page.locator('[data-brief]')).toBeVisible();
      await take('sessions-brief');
    }
    await open('context');
    await expect(page.locator('[data-given]')).toBeVisible();
    await take('context-full');
    await page.locator('header [data-action="context.set"]').click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await take('context-entry');
    await page.keyboard.press('Escape');
    await page.route('**/api/trpc/**', (route) => route.fulfill({ status: 503, body: 'down' }));
    await page.goto('/llmgenie/context');
    await expect(page.locator('.note')).toBeVisible({ timeout: 30_000 });
    await take('context-failing', refusedWith(503));
    await page.unroute('**/api/trpc/**');
    await signIn(context, 'Marie Curie');
    await open('sessions', 'lab');
    await take('sessions-empty');
    await context.close();
  });
}
