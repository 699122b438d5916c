import { expect, type Locator, type Page, test } from '@playwright/test';
import { stepTo, tabTo } from './fixtures/keyboard';
import { signIn } from './fixtures/looks';
import { call, closeBoards, openBoard } from './fixtures/people';
import { watchPlan } from './fixtures/plan-watch';
import { exported, importAs, openPlan, remove } from './fixtures/plans';

test.afterEach(closeBoards);

const ITEMS = 5_000;
const ROUNDS = 5;

/** 5,000 items in nearly the million bytes that a plan may have. */
const LARGE = `# Large\n\n## Phase 1. All\n\n${Array.from(
  { length: ITEMS },
  (_, at) => `${at % 10 === 0 ? '' : '  '}- [ ] item ${at} ${'words of it '.repeat(15)}`,
).join('\n')}\n`;

const version = async (page: Page) =>
  Number((await call(page, 'plan.get', { plan: 'large' })).result.version);

const ms = (times: readonly number[]) =>
  times
    .toSorted((a, b) => a - b)
    .map((time) => time.toFixed(0))
    .join(', ');

/** The one line of the tree that Tab comes to; from there the arrows go on. */
const inOrder = (page: Page) => page.locator('[role="treeitem"][tabindex="0"]');

/** Ticks an item and opens it again, by the space bar: each press is answered before the next. */
async function tickThrough(page: Page, item: Locator): Promise<void> {
  await tabTo(page, inOrder(page));
  await stepTo(page, 'ArrowDown', item);
  for (const checked of ['true', 'false', 'true', 'false']) {
    await page.keyboard.press('Space');
    await expect(item).toHaveAttribute('data-checked', checked);
  }
}

/** Told beside the test: how long it took is measured, never asserted. */
function tell(what: string, times: readonly number[]): void {
  const description = `${what}: ${ms(times)} ms`;
  test.info().annotations.push({ type: 'figure', description });
  console.log(description);
}

test('a plan of 5,000 items opens in a cold browser and ticks as it is pressed', async ({ browser }) => {
  test.setTimeout(240_000);
  const lead = await openBoard(browser, 'Irina Volkova');
  await importAs(lead, 'large', LARGE);
  const before = await version(lead);
  await lead.context().close();
  const opened: number[] = [];
  const early: number[] = [];
  const late: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const context = await browser.newContext();
    await signIn(context, 'Irina Volkova');
    const page = await context.newPage();
    const times = await watchPlan(page);
    await page.goto('/llmgenie/plan/large');
    const first = page.getByRole('treeitem', { name: /^item 1 / });
    await expect(first).toBeVisible();
    // Only what is looked at is drawn.
    expect(await page.locator('[role="treeitem"]').count()).toBeLessThan(120);
    // While the rest of the items is still on its way.
    await tickThrough(page, first);
    const sofar = (await times()).ticks.length;
    await expect(page.locator('.plan-legend')).toContainText('4500 open', { timeout: 30_000 });
    await tickThrough(page, first);
    const seen = await times();
    opened.push(seen.opened);
    early.push(...seen.ticks.slice(0, sofar));
    late.push(...seen.ticks.slice(sofar));
    // Each was written, and none is on its way when the browser closes.
    const written = before + (round + 1) * 8;
    await expect.poll(async () => version(page)).toBe(written);
    await context.close();
  }
  tell('navigation to the first item painted, cold', opened);
  tell('press to painted tick, while items arrive', early);
  tell('press to painted tick, all items there', late);

  const again = await openBoard(browser, 'Irina Volkova');
  await openPlan(again, 'large');
  await tabTo(again, inOrder(again));
  await expect(async () => {
    await again.keyboard.press('End');
    await expect(again.getByRole('treeitem', { name: /^item 4999 / })).toBeFocused({ timeout: 1_000 });
  }).toPass();
  await again.keyboard.press('Space');
  await expect(again.getByRole('treeitem', { name: /^item 4999 / })).toHaveAttribute('data-checked', 'true');
  await expect
    .poll(async () => (await exported(again, 'large')).toString().split('- [x]').length - 1)
    .toBe(1);
  await remove(again, 'large');
});
