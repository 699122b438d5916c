import { expect, type Page, test } from '@playwright/test';
import { examine } from './fixtures/examine';
import { openLook, signIn, Watch } from './fixtures/looks';
import { call, closeBoards, openBoard } from './fixtures/people';

test.afterEach(closeBoards);

const palette = (page: Page) => page.locator('.palette');

async function make(page: Page, title: string): Promise<string> {
  const { result } = await call(page, 'handoff.create', { title });
  return String(result.handoff);
}

test('the palette finds a handoff, runs its moves and stays honest about the blocked ones', async ({
  browser,
}) => {
  const page = await openBoard(browser, 'Irina Volkova');
  const handoff = await make(page, 'Palette: a title nobody else has');
  await page.keyboard.press('Control+KeyK');
  await expect(palette(page)).toBeVisible();
  await page.keyboard.type('nobody else has');
  await expect(page.locator(`[data-command="found ${handoff}"]`)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.locator(`[data-panel="${handoff}"]`)).toBeVisible();

  await page.keyboard.press('Control+KeyK');
  const lines = palette(page).locator('.palette-line');
  await expect(lines.first()).toBeVisible();
  const locked = palette(page).locator('[data-locked]');
  for (const line of await locked.all()) await expect(line.locator('.text-stop')).not.toBeEmpty();
  await page.keyboard.type('comments');
  await page.keyboard.press('Enter');
  await expect(palette(page)).toHaveCount(0);
  await expect(page.locator('.handoff-panel [role="tab"][aria-selected="true"]')).toHaveAttribute(
    'id',
    /-trigger-comments$/,
  );
  await call(page, 'handoff.cancel', { handoff, expectedVersion: 1, reason: 'made by a test' });
});

test('help lists the keys of the page, and G with a letter goes there', async ({ browser }) => {
  const page = await openBoard(browser, 'Irina Volkova');
  await page.keyboard.press('Shift+Slash');
  const help = page.getByRole('dialog', { name: 'Keys' });
  await expect(help).toContainText('Lift the card');
  await expect(help).toContainText('Go to: Board');
  await page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);
  await page.goto('/llmgenie/board?view=list');
  await expect(page.locator('[data-live="on"]')).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('b');
  await expect(page).toHaveURL(/\/llmgenie\/board$/);
});

test('a claim and a tick are taken back by Ctrl Z, and both stay in the log', async ({ browser }) => {
  const page = await openBoard(browser, 'Ada Okafor');
  const handoff = await make(page, 'Undo: taken by mistake');
  await page.goto(`/llmgenie/board?handoff=${handoff}`);
  const panel = page.locator(`[data-panel="${handoff}"]`);
  await panel.locator('[data-action="handoff.claim"]').focus();
  await page.keyboard.press('t');
  const toast = page.locator('.toast');
  await expect(toast).toContainText(`You hold ${handoff}`);
  await panel.focus();
  await page.keyboard.press('Control+KeyZ');
  await expect(toast).toContainText('Taken back');
  await expect(panel.locator('[data-action="handoff.claim"]')).toBeVisible();

  const item = panel.locator('[data-item="goal-stated"]');
  await item.locator('[data-action="checklist.tick"]').click();
  await expect(item).toHaveAttribute('data-state', 'passed');
  await expect(toast).toContainText(`Ticked in ${handoff}`);
  await toast.getByRole('button', { name: 'Undo' }).click();
  await expect(item).toHaveAttribute('data-state', 'open');
  const { result } = await call(page, 'handoff.get', { handoff });
  const types = (result.history as { type: string }[]).map(({ type }) => type);
  expect(types).toEqual(
    expect.arrayContaining(['handoff.claimed', 'handoff.released', 'checklist.ticked', 'checklist.unticked']),
  );
});

for (const locale of ['en', 'ru'] as const) {
  test(`axe finds nothing in palette and help, ${locale}`, async ({ browser }) => {
    test.setTimeout(120_000);
    const context = await openLook(browser, { theme: 'light', locale, width: 1440 });
    const page = await context.newPage();
    const watch = new Watch(page);
    await signIn(context, 'Irina Volkova');
    await page.goto('/llmgenie/board');
    await expect(page.locator('[data-live="on"]')).toBeVisible();
    await page.keyboard.press('Control+KeyK');
    await expect(palette(page).locator('.palette-line').first()).toBeVisible();
    await examine(page, watch, 'palette', '.palette');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+Slash');
    await expect(page.getByRole('dialog')).toBeVisible();
    await examine(page, watch, 'help', '[role="dialog"]');
    await context.close();
  });
}
