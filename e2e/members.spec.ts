import { type Browser, expect, type Page, test } from '@playwright/test';
import { tabTo } from './fixtures/keyboard';
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

test('an admin changes by pointer what a member may do, and the member’s board follows at once', async ({
  browser,
}) => {
  const vera = await openBoard(browser, VERA);
  await expect(create(vera)).toHaveCount(0);
  const admin = await openMembers(browser);
  try {
    await permission(admin).selectOption('member');
    await expect(create(vera)).toBeVisible();
    await roles(admin).click();
    await admin.locator('[data-role="coder"]').click();
    await admin.locator('[data-action="member.setRoles"]').click();
    await expect(roles(admin)).toHaveAttribute('data-roles', 'coder');
    // The other browser's own answer, from the next call on.
    const own = await call(vera, 'board.window', { perStage: 1 });
    expect(Object(own.result.me)).toMatchObject({ permission: 'member', roles: ['coder'] });

    await row(admin).getByRole('button', { name: /more/i }).click();
    await admin.getByRole('menuitem').and(admin.locator('[data-action="member.disable"]')).click();
    await admin.getByRole('dialog').locator('[data-action="member.disable"]').click();
    await expect(shut(vera)).toBeVisible();
    await expect(row(admin)).toHaveAttribute('data-disabled', '');
    expect((await call(vera, 'handoff.create', { title: 'Not any more' })).status).toBe(403);

    await row(admin).getByRole('button', { name: /more/i }).click();
    await admin.locator('[data-action="member.enable"]').click();
    await expect(row(admin)).not.toHaveAttribute('data-disabled', '');
    await shut(vera).getByRole('link').click();
    await expect(create(vera)).toBeVisible();
  } finally {
    await restore(admin);
  }
  await expect(create(vera)).toHaveCount(0);
});

test('the same by keyboard alone, and the last admin is kept', async ({ browser }) => {
  const vera = await openBoard(browser, VERA);
  const admin = await openMembers(browser);
  try {
    await tabTo(admin, permission(admin));
    await admin.keyboard.press('ArrowDown');
    await expect(create(vera)).toBeVisible();
    await tabTo(admin, roles(admin));
    await admin.keyboard.press('Enter');
    await tabTo(admin, admin.locator('[data-role="analyst"]'));
    await admin.keyboard.press('Space');
    await tabTo(admin, admin.locator('[data-action="member.setRoles"]'));
    await admin.keyboard.press('Enter');
    await expect(roles(admin)).toHaveAttribute('data-roles', 'analyst');

    await tabTo(admin, row(admin).getByRole('button', { name: /more/i }));
    await admin.keyboard.press('Enter');
    await admin.keyboard.press('Enter');
    const confirm = admin.getByRole('dialog').locator('[data-action="member.disable"]');
    await tabTo(admin, confirm);
    await admin.keyboard.press('Enter');
    await expect(shut(vera)).toBeVisible();

    const own = admin.locator('[data-member="Jonas Weber"]');
    await own.locator('select').selectOption('lead');
    await expect(own.locator('[data-denial="member.lastAdmin"]')).toBeVisible();
    await expect(own.locator('select')).toHaveValue('admin');
  } finally {
    await restore(admin);
  }
});
