import { expect, type Page, test } from '@playwright/test';
import { examine } from './fixtures/examine';
import { openLook, signIn, Watch } from './fixtures/looks';
import { call, closeBoards, openBoard } from './fixtures/people';

test.afterEach(closeBoards);

const row = (page: Page, handoff: string) => page.locator(`.inbox-row[data-handoff="${handoff}"]`);

async function openInbox(page: Page) {
  await page.goto('/llmgenie/inbox');
  await expect(page.locator('[data-live="on"]')).toBeVisible();
}

async function make(page: Page, title: string): Promise<string> {
  const { result } = await call(page, 'handoff.create', { title });
  return String(result.handoff);
}

/** What stays in hand takes a place of the stage from every later journey; only a lead may cancel it. */
async function end(lead: Page, handoff: string) {
  const { status } = await call(lead, 'handoff.cancel', {
    handoff,
    expectedVersion: 2,
    reason: 'A test is over',
  });
  expect(status).toBe(200);
}

test('what is given to somebody shows in their open inbox, and leaves it once they hold it', async ({
  browser,
}) => {
  const ada = await openBoard(browser, 'Ada Okafor');
  const lead = await openBoard(browser, 'Irina Volkova');
  await openInbox(ada);
  const handoff = await make(lead, 'Inbox: to be found by pointer');
  await row(ada, handoff).click();
  const panel = ada.locator(`[data-panel="${handoff}"]`);
  await panel.locator('[data-action="handoff.claim"]').click();
  await expect(row(ada, handoff)).toHaveCount(0);
  await openInbox(lead);
  await expect(row(lead, handoff)).toHaveAttribute('data-kind', 'others');
  await end(lead, handoff);
});

test('the same by keyboard alone, with G I to get there', async ({ browser }) => {
  const ada = await openBoard(browser, 'Ada Okafor');
  const lead = await openBoard(browser, 'Irina Volkova');
  const handoff = await make(lead, 'Inbox: to be found by keys');
  await ada.keyboard.press('g');
  await ada.keyboard.press('i');
  await expect(ada).toHaveURL(/\/llmgenie\/inbox$/);
  await expect(row(ada, handoff)).toBeVisible();
  const rows = await ada.locator('.inbox-row').count();
  for (let step = 0; step < rows; step += 1) {
    await ada.keyboard.press('j');
    if (await row(ada, handoff).evaluate((each) => each === document.activeElement)) break;
  }
  await expect(row(ada, handoff)).toBeFocused();
  await ada.keyboard.press('Enter');
  const panel = ada.locator(`[data-panel="${handoff}"]`);
  await expect(panel.locator('[data-action="handoff.claim"]')).toBeVisible();
  await ada.keyboard.press('t');
  await expect(row(ada, handoff)).toHaveCount(0);
  await end(lead, handoff);
});

for (const locale of ['en', 'ru'] as const) {
  test(`axe finds nothing in the inbox, ${locale}`, async ({ browser }) => {
    test.setTimeout(120_000);
    for (const width of [1440, 390] as const) {
      const context = await openLook(browser, { theme: 'light', locale, width });
      const page = await context.newPage();
      const watch = new Watch(page);
      await signIn(context, 'Tomas Reyes');
      await page.goto('/llmgenie/inbox');
      await expect(page.locator('.inbox-row').first()).toBeVisible();
      await examine(page, watch, `inbox, ${width}`);
      await page.screenshot({ path: `test-results/inbox-${locale}-${width}.png` });
      await context.close();
    }
  });
}
