import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { openLook, signIn, Watch } from './fixtures/looks';
import { call } from './fixtures/people';

const TABS = ['package', 'checklist', 'comments', 'history', 'log'] as const;

/**
 * Looks at a part of the page in both themes, and fails at the end of the test for every finding. A theme changes
 * colours and nothing else, so the second look is at those.
 */
async function examine(page: Page, watch: Watch, name: string, part = 'html') {
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await expect(page.locator(`html[data-theme="${theme}"]`)).toHaveCount(1);
    await watch.settled(page);
    const axe = new AxeBuilder({ page }).include(part);
    // Within the page: no second one is opened to put frames together, for there are none.
    const { violations } = await (theme === 'dark' ? axe.withRules('color-contrast') : axe)
      .setLegacyMode()
      .analyze();
    const found = violations.flatMap(({ id, impact, nodes }) =>
      nodes.map((node) => `${id} (${impact}): ${node.target.join(' ')}`),
    );
    expect.soft(found, `${name}, ${theme}`).toEqual([]);
  }
}

test.use({ trace: 'off' });

for (const locale of ['en', 'ru'] as const) {
  test(`axe finds nothing on any page, ${locale}`, async ({ browser }) => {
    // Eighteen looks at half a second each; a busy machine takes several times as long.
    test.setTimeout(180_000);
    const context = await openLook(browser, { theme: 'light', locale, width: 1440 });
    const page = await context.newPage();
    const watch = new Watch(page);
    await page.goto('/sign-in');
    await examine(page, watch, 'sign-in');

    await signIn(context, 'Irina Volkova');
    const live = page.locator('[data-live="on"]');
    await page.goto('/llmgenie/board?view=list');
    await expect(live).toBeVisible();
    await examine(page, watch, 'list');
    await page.goto('/llmgenie/board');
    await expect(live).toBeVisible();
    await expect(page.locator('[data-stage]').first()).toBeVisible();
    await examine(page, watch, 'board');
    await page.keyboard.press('c');
    await expect(page.getByRole('dialog')).toBeVisible();
    await examine(page, watch, 'create dialog', '[role="dialog"]');
    await page.keyboard.press('Escape');

    const { result } = await call(page, 'board.window', {});
    const stages = result.stages as { key: string; cards: { handoff: string; title: string }[] }[];
    const review = stages.find(({ key }) => key === 'review')?.cards ?? [];
    const handoff = review.find(({ title }) => title.startsWith('Explain a policy'))?.handoff ?? '';
    await page.goto(`/llmgenie/board?handoff=${handoff}`);
    const panel = page.locator('.handoff-panel');
    for (const tab of TABS) {
      await panel.locator(`[role="tab"][id$="-trigger-${tab}"]`).click();
      await examine(page, watch, `panel, ${tab}`, '.handoff-panel');
    }
    await context.close();
  });
}
