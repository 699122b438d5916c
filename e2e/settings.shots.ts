import { expect, test } from '@playwright/test';
import { looks, nameOf, openLook, signIn, Watch } from './fixtures/looks';
import { refusedWith, shot } from './fixtures/shot';

test.use({ trace: 'off' });

for (const look of looks) {
  test(`settings and instance, ${nameOf(look)}`, async ({ browser }) => {
    test.setTimeout(180_000);
    const context = await openLook(browser, look);
    const page = await context.newPage();
    const watch = new Watch(page);
    const take = (name: string, expected: RegExp | null = null) => shot(page, watch, look, name, expected);
    await signIn(context, 'Jonas Weber');
    for (const section of ['members', 'project', 'pack']) {
      await page.goto(`/llmgenie/settings?section=${section}`);
      await expect(page.locator('[data-live="on"]')).toBeVisible();
      await take(`settings-${section}`);
    }
    await page.goto('/llmgenie/settings');
    const own = page.locator('[data-member="Jonas Weber"]');
    await own.locator('select').selectOption('lead');
    await expect(own.locator('[data-denial="member.lastAdmin"]')).toBeVisible();
    await take('settings-refused', refusedWith(409));
    for (const section of ['projects', 'people']) {
      await page.goto(`/instance?section=${section}`);
      await expect(page.locator('[data-live="on"]')).toBeVisible();
      await take(`instance-${section}`);
    }
    await page.goto('/instance?section=integrity');
    await expect(page.locator('[data-chain="intact"]').first()).toBeVisible();
    await expect(page.locator('[data-action="integrity.verify"]')).toBeEnabled();
    await take('instance-integrity');
    await page.goto('/instance?section=operations');
    await expect(page.locator('[data-figure="role"]')).toBeVisible();
    // Held still, so that both themes are of one reading.
    await page.locator('[data-open="pause"]').click();
    await take('instance-operations');
    await page.goto('/instance?create=1');
    await expect(page.locator('[data-preview]')).toBeVisible();
    await take('project-create');
    await signIn(context, 'Vera Lind');
    await page.goto('/llmgenie/settings');
    await expect(page.locator('[data-denial="permission.required"]')).toBeVisible();
    await take('settings-not-yours');
    await context.close();
  });
}
