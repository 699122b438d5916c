import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { tabTo } from './fixtures/keyboard';
import { call, closeBoards, openBoard } from './fixtures/people';

test.afterEach(closeBoards);

const line = (page: Page, key: string) => page.locator(`[data-project="${key}"]`);
const stone = (page: Page, key: string) => page.locator(`[data-tombstone="${key}"]`);

test('a project is made from a pack after a look, renamed, archived and removed, by pointer', async ({
  browser,
}) => {
  const admin = await openBoard(browser, 'Jonas Weber');
  await admin.locator('[data-user-menu]:visible').click();
  await admin.locator('[data-action="instance"]').click();
  await admin.locator('[data-action="project.create"]').click();
  const dialog = admin.getByRole('dialog');
  await dialog.locator('input[name="name"]').fill('Web shop');
  await expect(dialog.locator('input[name="key"]')).toHaveValue('web-shop');
  await expect(dialog.locator('[data-preview] [data-pack-stage="review"]')).toBeVisible();
  await dialog.locator('[data-action="project.create"]').click();
  await admin.waitForURL(/\/web-shop\/board/);
  await expect(admin.locator('[data-stage="intake"]')).toBeVisible();

  await admin.goto('/web-shop/settings?section=project');
  await admin.getByLabel(/name of the project/i).fill('Web shop two');
  await admin.locator('[data-action="project.rename"]').click();
  await expect(admin.locator('header').first()).toContainText('Web shop two');
  await admin.locator('[data-action="project.archive"]').click();
  await expect(admin.locator('[data-archived]')).toBeVisible();
  const refused = await call(admin, 'handoff.create', { title: 'Too late' }, 'web-shop');
  expect(refused.error).toMatchObject({
    code: 'RULE_REFUSED',
    details: { rule: 'project.archived', next: [{ action: 'project.unarchive' }] },
  });
  await admin.locator('[data-archived] [data-action="project.unarchive"]').click();
  await expect(admin.locator('[data-archived]')).toHaveCount(0);

  await admin.goto('/instance');
  await line(admin, 'web-shop').getByRole('button', { name: /more/i }).click();
  await admin.getByRole('menuitem').and(admin.locator('[data-action="project.remove"]')).click();
  await admin.getByRole('dialog').getByRole('textbox').fill('web-shop');
  await admin.getByRole('dialog').locator('[data-action="project.remove"]').click();
  await expect(stone(admin, 'web-shop')).toBeVisible();
  await expect(line(admin, 'web-shop')).toHaveCount(0);
  expect((await call(admin, 'board.window', {}, 'web-shop')).status).toBe(404);
  expect((await admin.goto('/web-shop/board'))?.status()).toBe(404);
});

test('by keyboard alone, from a pack of one’s own whose mistakes are named', async ({ browser }) => {
  const text = readFileSync('docs/examples/support-desk.pack.json', 'utf8');
  const admin = await openBoard(browser, 'Jonas Weber');
  await admin.goto('/instance?create=1');
  const dialog = admin.getByRole('dialog');
  await tabTo(admin, dialog.locator('input[name="name"]'));
  await admin.keyboard.type('Help desk');
  // The packs are there, so nothing moves under the keys any more.
  await expect(dialog.locator('[data-pack-stage]').first()).toBeVisible();
  await tabTo(admin, dialog.locator('.segmented [aria-checked="true"]'));
  await admin.keyboard.press('ArrowRight');
  await admin.keyboard.press('ArrowRight');
  await admin.keyboard.press('Space');
  await tabTo(admin, dialog.locator('textarea[name="pack"]'));
  await admin.keyboard.insertText(text.replace('"role": "expert"', '"role": "oracle"'));
  await expect(dialog.locator('[data-pack-issues]')).toContainText('unknown-role (oracle)');
  await admin.keyboard.press('Control+A');
  await admin.keyboard.insertText(text);
  await expect(dialog.locator('[data-pack-stage="answer"]')).toBeVisible();
  await tabTo(admin, dialog.locator('[data-action="project.create"]'));
  await admin.keyboard.press('Enter');
  await admin.waitForURL(/\/help-desk\/board/);

  await admin.goto('/instance');
  await tabTo(admin, line(admin, 'help-desk').getByRole('button', { name: /more/i }));
  await admin.keyboard.press('Enter');
  await admin.keyboard.press('End');
  await admin.keyboard.press('Enter');
  await tabTo(admin, admin.getByRole('dialog').getByRole('textbox'));
  await admin.keyboard.type('help-desk');
  await admin.keyboard.press('Enter');
  await expect(stone(admin, 'help-desk')).toBeVisible();
});
