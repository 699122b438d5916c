import { expect, test } from '@playwright/test';
import { looks, nameOf, openLook, signIn, Watch } from './fixtures/looks';
import { call } from './fixtures/people';
import { refusedWith, shot } from './fixtures/shot';

test.use({ trace: 'off' });

/** The ways in and one's own account. Nobody comes in here: a real person would end the sample people's sign-in. */
for (const look of looks) {
  test(nameOf(look), async ({ browser }) => {
    test.setTimeout(120_000);
    const context = await openLook(browser, look);
    const page = await context.newPage();
    const watch = new Watch(page);
    const take = (name: string, expected: RegExp | null = null) => shot(page, watch, look, name, expected);
    await page.goto('/forgot');
    await take('forgot-no-mail');

    await signIn(context, 'Jonas Weber');
    await page.goto('/llmgenie/settings');
    await expect(page.locator('[data-live="on"]')).toBeVisible();
    await page.locator('[data-open="invite"]').click();
    await page.locator('[name="email"]').fill(`${nameOf(look)}@guests.test`);
    await page.locator('[data-role="coder"]').click();
    await take('invite');
    await page.locator('[data-action="invitation.create"]').click();
    const made = page.locator('[data-link]');
    await expect(made).toHaveValue(/#/);
    const link = await made.inputValue();
    await take('invite-made');
    await page.keyboard.press('Escape');
    const pending = page.locator('[data-invitation]').first();
    await expect(pending).toBeVisible();
    await pending.scrollIntoViewIfNeeded();
    await take('invitations');

    const guest = await openLook(browser, look);
    const door = await guest.newPage();
    const watchDoor = new Watch(door);
    await door.goto(link);
    await expect(door.locator('[name="name"]')).toBeVisible();
    await shot(door, watchDoor, look, 'link-invite');
    await door.locator('button[type="submit"]').click();
    await expect(door.getByRole('alert').first()).toBeVisible();
    await shot(door, watchDoor, look, 'link-invite-missing');
    const { result } = await call(page, 'invitation.list', {});
    for (const { id } of result.invitations as { id: string }[])
      await call(page, 'invitation.revoke', { id });
    await door.reload();
    await expect(door.locator('.note')).toBeVisible();
    await shot(door, watchDoor, look, 'link-gone', refusedWith(404));
    await guest.close();

    await page.goto('/account');
    await expect(page.locator('[data-action="account.signOut"]')).toBeVisible();
    await take('account');
    await context.close();
  });
}
