import { expect, test } from '@playwright/test';
import { examine } from './fixtures/examine';
import { cardOf, end, make, row } from './fixtures/inbox';
import { openLook, signIn, Watch } from './fixtures/looks';
import { call, closeBoards, openBoard } from './fixtures/people';

test.afterEach(closeBoards);

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

  test(`axe finds nothing where one answers, asks and names somebody, ${locale}`, async ({ browser }) => {
    test.setTimeout(180_000);
    const lead = await openBoard(browser, 'Irina Volkova');
    const handoff = await make(lead, 'Inbox: to be looked at');
    const { result } = await call(await openBoard(browser, 'Ada Okafor'), 'handoff.claim', { handoff });
    expect(result.version).toBe(2);
    for (const width of [1440, 390] as const) {
      const context = await openLook(browser, { theme: 'light', locale, width });
      const page = await context.newPage();
      const watch = new Watch(page);
      const look = async (name: string) => {
        await examine(page, watch, `${name}, ${width}`);
        await page.screenshot({ path: `test-results/inbox-${name}-${locale}-${width}.png` });
      };
      await signIn(context, 'Ada Okafor');
      const at = `/llmgenie/inbox?handoff=${handoff}`;
      await page.goto(`${at}&do=comment`);
      const field = page.locator('textarea[aria-autocomplete]');
      await expect(field).toBeFocused();
      await page.keyboard.type('@');
      await expect(page.getByRole('option').first()).toBeVisible();
      await look('mention');
      await page.keyboard.press('Escape');
      if (width === 1440) {
        await page.locator('[data-action="handoff.ask"]').click();
        await expect(page.getByRole('dialog')).toBeVisible();
        await look('ask');
        const { version: expectedVersion } = await cardOf(page, handoff);
        const options = [
          { label: 'This', pros: ['quick'] },
          { label: 'That', cons: ['slow'] },
        ];
        const question = { question: 'Which of the two?', role: 'reviewer', options };
        await call(page, 'handoff.ask', { handoff, expectedVersion, ...question });
      }
      await signIn(context, 'Tomas Reyes');
      await page.goto('/llmgenie/inbox');
      await row(page, handoff).locator('xpath=..').locator('[data-act="answer"]').click();
      await expect(page.locator('[data-option="1"]')).toBeFocused();
      await page.keyboard.press('2');
      await look('answer');
      await context.close();
    }
    await end(lead, handoff);
  });
}
