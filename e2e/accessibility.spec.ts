import { expect, test } from '@playwright/test';
import { examine } from './fixtures/examine';
import { openLook, signIn, Watch } from './fixtures/looks';
import { call } from './fixtures/people';

const TABS = ['package', 'checklist', 'comments', 'history', 'log'] as const;

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
