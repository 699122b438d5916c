import { type Browser, expect, type Page, test } from '@playwright/test';
import { hands } from './fixtures/hands';
import { call, closeBoards, openBoard } from './fixtures/people';

test.afterEach(closeBoards);

/** Vera holds nothing, so that nobody's work is moved by what is done to her here. */
const VERA = 'Vera Lind';

async function openMembers(browser: Browser): Promise<Page> {
  const admin = await openBoard(browser, 'Jonas Weber');
  await admin.goto('/llmgenie/settings');
  await expect(admin.locator('[data-live="on"]')).toBeVisible();
  await expect(row(admin)).toBeVisible();
  return admin;
}
const row = (page: Page) => page.locator(`[data-member="${VERA}"]`);
const permission = (page: Page) => row(page).locator('select[data-action="member.setPermission"]');
const roles = (page: Page) => row(page).locator('[data-roles]');
const create = (page: Page) => page.locator('[data-action="handoff.create"]').first();
const shut = (page: Page) => page.locator('[data-denial="security.active-actor"]');

/** As the sample story has her, whatever a test got to. */
async function restore(admin: Page): Promise<void> {
  await call(admin, 'member.enable', { member: VERA });
  await call(admin, 'member.setRoles', { member: VERA, roles: [] });
  await call(admin, 'member.setPermission', { member: VERA, permission: 'viewer' });
}

for (const hand of hands) {
  test(`an admin changes what a member may do, and the member’s board follows at once, by ${hand.name}`, async ({
    browser,
  }) => {
    test.setTimeout(120_000);
    const vera = await openBoard(browser, VERA);
    await expect(create(vera)).toHaveCount(0);
    const admin = await openMembers(browser);
    const more = row(admin).getByRole('button', { name: /more/i });
    const line = (action: string) =>
      admin.getByRole('menuitem').and(admin.locator(`[data-action="${action}"]`));
    try {
      await hand.choose(permission(admin), 'member');
      await expect(create(vera)).toBeVisible();
      await hand.keepsFocus(admin);
      await hand.press(roles(admin));
      await hand.turn(admin.locator('[data-role="coder"]'));
      await hand.press(admin.locator('[data-action="member.setRoles"]'));
      await expect(roles(admin)).toHaveAttribute('data-roles', 'coder');
      await hand.keepsFocus(admin);
      // The other browser's own answer, from the next call on.
      const own = await call(vera, 'board.window', { perStage: 1 });
      expect(Object(own.result.me)).toMatchObject({ permission: 'member', roles: ['coder'] });

      await hand.pick(more, line('member.disable'));
      await hand.press(admin.getByRole('dialog').locator('[data-action="member.disable"]'));
      await expect(shut(vera)).toBeVisible();
      await expect(row(admin)).toHaveAttribute('data-disabled', '');
      await hand.keepsFocus(admin);
      expect((await call(vera, 'handoff.create', { title: 'Not any more' })).status).toBe(403);

      await hand.pick(more, line('member.enable'));
      await expect(row(admin)).not.toHaveAttribute('data-disabled', '');
      await hand.press(shut(vera).getByRole('link'));
      await expect(create(vera)).toBeVisible();
    } finally {
      await restore(admin);
    }
    await expect(create(vera)).toHaveCount(0);
  });

  test(`the last admin is kept, by ${hand.name}`, async ({ browser }) => {
    const admin = await openMembers(browser);
    const own = admin.locator('[data-member="Jonas Weber"]');
    await hand.choose(own.locator('select'), 'lead');
    await expect(own.locator('[data-denial="member.lastAdmin"]')).toBeVisible();
    await expect(own.locator('select')).toHaveValue('admin');
    await hand.keepsFocus(admin);
  });
}
