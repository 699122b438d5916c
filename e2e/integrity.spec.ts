import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { examine } from './fixtures/examine';
import { openLook, signIn, Watch } from './fixtures/looks';
import { closeBoards, openBoard } from './fixtures/people';

test.afterEach(closeBoards);

const line = (page: Page, project: string) => page.locator(`[data-project="${project}"]`);

async function openIntegrity(page: Page): Promise<void> {
  await page.goto('/instance?section=integrity');
  await expect(line(page, 'llmgenie')).toHaveAttribute('data-chain', 'intact');
  await expect(line(page, 'lab')).toHaveAttribute('data-chain', 'intact');
}

const upload = (page: Page, text: string) =>
  page
    .locator('input[type="file"]')
    .setInputFiles({ name: 'heads.json', mimeType: 'application/json', buffer: Buffer.from(text) });

test('an admin saves the heads, and what is no longer as it was noted is named', async ({ browser }) => {
  const admin = await openBoard(browser, 'Jonas Weber');
  await openIntegrity(admin);
  const [download] = await Promise.all([
    admin.waitForEvent('download'),
    admin.getByRole('button', { name: 'Save the heads' }).click(),
  ]);
  const saved = await readFile(await download.path(), 'utf8');
  const heads = JSON.parse(saved);
  expect(Object.keys(heads.projects)).toEqual(expect.arrayContaining(['instance', 'lab', 'llmgenie']));

  await upload(admin, saved);
  await expect(admin.locator('[data-noted]')).toBeVisible();
  await expect(line(admin, 'llmgenie')).toHaveAttribute('data-chain', 'intact');

  const { lab, llmgenie } = heads.projects;
  const other = {
    ...heads,
    projects: {
      lab: { ...lab, hash: '0'.repeat(64) },
      llmgenie: { ...llmgenie, seq: llmgenie.seq + 100_000 },
      lost: { ...lab, id: '01900000-0000-7000-8000-000000000000' },
    },
  };
  await upload(admin, JSON.stringify(other));
  await expect(line(admin, 'lab')).toHaveAttribute('data-chain', 'broken');
  await expect(line(admin, 'lab')).toContainText(String(lab.seq));
  await expect(line(admin, 'llmgenie')).toHaveAttribute('data-chain', 'broken');
  await expect(line(admin, 'lost')).toContainText('no tombstone');
  await expect(admin.getByRole('button', { name: 'Save the heads' })).toBeDisabled();

  await upload(admin, 'no heads');
  await expect(admin.getByText('This file holds no heads.')).toBeVisible();
});

test('the last check is still told after the page was left', async ({ browser }) => {
  const admin = await openBoard(browser, 'Jonas Weber');
  await openIntegrity(admin);
  const told = admin.locator('[data-last-check]');
  const again = admin.locator('[data-action="integrity.verify"]');
  await expect(again).toBeEnabled();
  await expect(told).toContainText(/last checked .* by Jonas Weber: \d+ logs, all intact/);
  const before = await told.getAttribute('data-last-check');
  await again.click();
  await expect(told).not.toHaveAttribute('data-last-check', before ?? '');
  const noted = await told.getAttribute('data-last-check');
  await admin.route('**/api/trpc/integrity.verify**', (route) => route.abort());
  await admin.reload();
  await expect(told).toHaveAttribute('data-last-check', noted ?? '');
});

test('by keys alone: checked again, and saved', async ({ browser }) => {
  const admin = await openBoard(browser, 'Jonas Weber');
  await openIntegrity(admin);
  const again = admin.locator('[data-action="integrity.verify"]');
  // It checks by itself when it opens: nothing can be pressed until that is done and noted.
  await expect(again).toBeEnabled();
  const told = admin.locator('[data-last-check]');
  await expect(told).toBeVisible();
  const before = await told.getAttribute('data-last-check');
  await again.focus();
  await admin.keyboard.press('Enter');
  await expect(told).not.toHaveAttribute('data-last-check', before ?? '');
  await expect(line(admin, 'llmgenie')).toHaveAttribute('data-chain', 'intact');
  const save = admin.getByRole('button', { name: 'Save the heads' });
  await expect(save).toBeEnabled();
  await save.focus();
  const [download] = await Promise.all([admin.waitForEvent('download'), admin.keyboard.press('Enter')]);
  expect(download.suggestedFilename()).toBe('llmgenie-heads.json');
});

for (const [locale, theme, width] of [
  ['en', 'light', 1440],
  ['ru', 'dark', 390],
] as const) {
  test(`axe finds nothing there, ${locale}, ${theme}, ${width} wide`, async ({ browser }) => {
    const context = await openLook(browser, { theme, locale, width });
    const page = await context.newPage();
    const watch = new Watch(page);
    await signIn(context, 'Jonas Weber');
    await openIntegrity(page);
    await examine(page, watch, 'instance, integrity');
    await context.close();
  });
}
