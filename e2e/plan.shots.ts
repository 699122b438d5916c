import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { looks, nameOf, openLook, signIn, Watch } from './fixtures/looks';
import { call } from './fixtures/people';
import { refusedWith, shot } from './fixtures/shot';

test.use({ trace: 'off' });

const SOURCE = readFileSync('e2e/fixtures/master-plan.ru.md', 'utf8');

for (const look of looks) {
  test(`plan ${nameOf(look)}`, async ({ browser }) => {
    test.setTimeout(240_000);
    const context = await openLook(browser, look);
    const page = await context.newPage();
    const watch = new Watch(page);
    await signIn(context, 'Marie Curie');
    await page.goto('/lab/plan');
    await expect(page.locator('[data-action="plan.import"]').first()).toBeVisible();
    await shot(page, watch, look, 'plan-empty');
    await signIn(context, 'Irina Volkova');
    await page.goto('/llmgenie/plan/nowhere');
    await expect(page.locator('[data-action="plan.import"]').first()).toBeVisible();
    await shot(page, watch, look, 'plan-missing', refusedWith(404));
    await call(page, 'plan.import', { key: 'shots', source: SOURCE });
    for (const item of [1, 2, 3, 4, 5, 7, 9])
      await call(page, 'plan.tick', { plan: 'shots', item, checked: true });
    const { result } = await call(page, 'handoff.create', {
      title: 'Shown in the plan',
      planItem: { plan: 'shots', item: 8 },
    });
    await page.goto('/llmgenie/plan/shots?phase=phase-1');
    await expect(page.locator('[role="treeitem"]').first()).toBeVisible();
    await expect(page.locator('[data-live="on"]')).toBeVisible();
    await shot(page, watch, look, 'plan-full');
    await page.locator('button[data-action="plan.import"]').first().click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('input[type="file"]').setInputFiles('e2e/fixtures/master-plan.ru.md');
    await expect(dialog.locator('[data-preview]')).toBeVisible();
    await shot(page, watch, look, 'plan-import');
    await page.keyboard.press('Escape');
    await call(page, 'handoff.cancel', {
      handoff: String(result.handoff),
      expectedVersion: 1,
      reason: 'the picture is taken',
    });
    await call(page, 'plan.remove', { plan: 'shots', confirm: 'shots' });
    await context.close();
  });
}
