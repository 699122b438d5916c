import { expect, test } from '@playwright/test';
import { looks, nameOf, openLook, signIn, Watch } from './fixtures/looks';
import { call } from './fixtures/people';
import { shot } from './fixtures/shot';

test.use({ trace: 'off' });

/** Sessions and context: full, with a dialog, and empty. */
for (const look of looks) {
  test(`sessions and context, ${nameOf(look)}`, async ({ browser }) => {
    test.setTimeout(180_000);
    const context = await openLook(browser, look);
    const page = await context.newPage();
    const watch = new Watch(page);
    const take = (name: string) => shot(page, watch, look, name);
    const open = async (path: string, project = 'llmgenie') => {
      await page.goto(`/${project}/${path}`);
      await expect(page.locator('[data-live="on"]')).toBeVisible();
    };
    await signIn(context, 'Irina Volkova');
    await page.goto('/llmgenie/sessions');
    const { result } = await call(page, 'session.list', {});
    const sessions = result.sessions as { id: string; state: string; actor: { name: string } }[];
    const lost = sessions.find(({ state, actor }) => state === 'lost' && actor.name === 'coder-2');
    await open(`sessions/${lost?.id}`);
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
    await signIn(context, 'Marie Curie');
    await open('sessions', 'lab');
    await take('sessions-empty');
    await context.close();
  });
}
