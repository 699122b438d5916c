import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { examine } from './fixtures/examine';
import { openLook, signIn, Watch } from './fixtures/looks';
import { call } from './fixtures/people';

test.use({ trace: 'off' });

for (const [locale, theme] of [
  ['en', 'light'],
  ['ru', 'dark'],
] as const) {
  test(`axe finds nothing on the plan, ${locale} ${theme}`, async ({ browser }) => {
    test.setTimeout(120_000);
    const context = await openLook(browser, { theme, locale, width: 1440 });
    const page = await context.newPage();
    const watch = new Watch(page);
    await signIn(context, 'Irina Volkova');
    await page.goto('/llmgenie/plan');
    await call(page, 'plan.import', {
      key: 'axe',
      source: readFileSync('e2e/fixtures/master-plan.ru.md', 'utf8'),
    });
    await page.goto('/llmgenie/plan/axe?phase=phase-1');
    await expect(page.locator('[role="treeitem"]').first()).toBeVisible();
    await examine(page, watch, 'plan');
    for (const key of ['l', 'h']) {
      await page.locator('[role="treeitem"][tabindex="0"]').press(key);
      await expect(page.getByRole('dialog')).toBeVisible();
      await examine(page, watch, `plan item, ${key}`, '[role="dialog"]');
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    }
    await page.locator('button[data-action="plan.import"]').first().click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await examine(page, watch, 'import', '[role="dialog"]');
    await call(page, 'plan.remove', { plan: 'axe', confirm: 'axe' });
    await context.close();
  });
}
