import { expect, type Page, test } from '@playwright/test';
import { examine } from './fixtures/examine';
import { openLook, signIn, Watch } from './fixtures/looks';
import { call } from './fixtures/people';

test.use({ trace: 'off' });

/** Presses what opens it, examines the dialog, and closes it again. */
async function dialog(page: Page, watch: Watch, name: string, open: () => Promise<void>) {
  await open();
  await expect(page.getByRole('dialog')).toBeVisible();
  await examine(page, watch, name, '[role="dialog"]');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

for (const locale of ['en', 'ru'] as const) {
  test(`axe finds nothing at the doors, ${locale}`, async ({ browser }) => {
    test.setTimeout(180_000);
    const context = await openLook(browser, { theme: 'light', locale, width: 1440 });
    const page = await context.newPage();
    const watch = new Watch(page);
    await page.goto('/forgot');
    await examine(page, watch, 'forgotten password');
    await signIn(context, 'Jonas Weber');
    await page.goto('/account');
    await expect(page.locator('[data-action="account.signOut"]')).toBeVisible();
    await examine(page, watch, 'account');
    await page.goto('/nowhere/board');
    await examine(page, watch, 'not found');
    await page.goto('/llmgenie/settings');
    await page.locator('[data-open="invite"]').click();
    await page.locator('[name="email"]').fill(`axe-${locale}@guests.test`);
    await page.locator('[data-action="invitation.create"]').click();
    const made = page.locator('[data-link]');
    await expect(made).toHaveValue(/#/);
    const link = await made.inputValue();
    await examine(page, watch, 'invited', '[role="dialog"]');
    const guest = await openLook(browser, { theme: 'light', locale, width: 390 });
    const door = await guest.newPage();
    const watchDoor = new Watch(door);
    await door.goto(link);
    await expect(door.locator('[name="name"]')).toBeVisible();
    await examine(door, watchDoor, 'invitation');
    const { result } = await call(page, 'invitation.list', {});
    for (const { id } of result.invitations as { id: string }[])
      await call(page, 'invitation.revoke', { id });
    await door.reload();
    await expect(door.locator('.note')).toBeVisible();
    await examine(door, watchDoor, 'a link that is gone');
    await guest.close();
    await context.close();
  });

  test(`axe finds nothing in the dialogs of a handoff, ${locale}`, async ({ browser }) => {
    test.setTimeout(180_000);
    const context = await openLook(browser, { theme: 'light', locale, width: 1440 });
    const page = await context.newPage();
    const watch = new Watch(page);
    await signIn(context, 'Irina Volkova');
    await page.goto('/llmgenie/board');
    const { result } = await call(page, 'handoff.create', { title: 'Dialogs: to be looked at' });
    const handoff = String(result.handoff);
    await page.goto(`/llmgenie/board?handoff=${handoff}`);
    const panel = page.locator(`[data-panel="${handoff}"]`);
    const more = panel.locator('[aria-haspopup="menu"]').last();
    await expect(more).toBeVisible();
    for (const action of ['handoff.assign', 'handoff.cancel'])
      await dialog(page, watch, action, async () => {
        await more.click();
        await page.locator(`[role="menu"] [data-action="${action}"]`).first().click();
      });
    await more.click();
    await expect(page.getByRole('menu')).toBeVisible();
    await examine(page, watch, 'more moves', '[role="menu"]');
    await page.keyboard.press('Escape');
    await call(page, 'handoff.cancel', { handoff, expectedVersion: 1, reason: 'looked at' });
    await page.locator('[data-user-menu]:visible').click();
    await expect(page.getByRole('menu')).toBeVisible();
    await examine(page, watch, 'user menu', '[role="menu"]');
    await page.keyboard.press('Escape');

    const { result: seen } = await call(page, 'board.window', {});
    const stages = seen.stages as {
      key: string;
      cards: { handoff: string; title: string; state: string }[];
    }[];
    const cards = stages.find(({ key }) => key === 'review')?.cards ?? [];
    const held = cards.find(({ title }) => title.startsWith('Explain a policy'))?.handoff ?? '';
    const review = page.locator(`[data-panel="${held}"]`);
    // What a lead may do on somebody else's work, and on work that is done.
    await page.goto(`/llmgenie/board?handoff=${held}`);
    await dialog(page, watch, 'route', () =>
      review.locator('[data-action="handoff.route"]:not([data-locked])').first().click(),
    );
    await review.locator('[data-locked][data-action="handoff.send"]').first().click();
    await dialog(page, watch, 'override', () =>
      review.locator('[data-denial] [data-action="override.grant"]').click(),
    );
    const done = stages.flatMap((stage) => stage.cards).find(({ state }) => state === 'done')?.handoff ?? '';
    await page.goto(`/llmgenie/board?handoff=${done}`);
    await dialog(page, watch, 'reopen', () =>
      page.locator(`[data-panel="${done}"] [data-action="handoff.reopen"]`).first().click(),
    );

    await signIn(context, 'Tomas Reyes');
    await page.goto(`/llmgenie/board?handoff=${held}`);
    await review.locator('[data-locked]').first().click();
    await expect(review.locator('[data-denial]')).toBeVisible();
    await examine(page, watch, 'refusal', '.handoff-panel');
    await dialog(page, watch, 'return', () =>
      review.locator('[data-action="handoff.return"]:not([data-locked])').first().click(),
    );

    // The stage that Ada works at asks for evidence.
    await signIn(context, 'Ada Okafor');
    await page.goto('/llmgenie/board');
    const asks = String(
      (await call(page, 'handoff.create', { title: 'Evidence: to be looked at' })).result.handoff,
    );
    await call(page, 'handoff.claim', { handoff: asks });
    await page.goto(`/llmgenie/board?handoff=${asks}`);
    const intake = page.locator(`[data-panel="${asks}"]`);
    await intake.locator('[role="tab"][id$="-trigger-checklist"]').click();
    await dialog(page, watch, 'evidence', () => intake.locator('button[data-missing]').first().click());
    await signIn(context, 'Irina Volkova');
    await page.goto('/llmgenie/board');
    await call(page, 'handoff.cancel', { handoff: asks, expectedVersion: 2, reason: 'looked at' });
    await context.close();
  });

  test(`axe finds nothing in the dialogs of projects and people, ${locale}`, async ({ browser }) => {
    test.setTimeout(180_000);
    const context = await openLook(browser, { theme: 'light', locale, width: 1440 });
    const page = await context.newPage();
    const watch = new Watch(page);
    await signIn(context, 'Jonas Weber');
    await page.goto('/llmgenie/settings');
    const viewer = page.locator('[data-member="Vera Lind"]');
    for (const action of ['member.disable', 'member.remove'])
      await dialog(page, watch, action, async () => {
        await viewer.locator('[aria-haspopup="menu"]').last().click();
        await page.locator(`[role="menu"] [data-action="${action}"]`).click();
      });
    await page.goto('/instance?section=projects');
    await dialog(page, watch, 'project.remove', async () => {
      await page.locator('[data-project="lab"] [aria-haspopup="menu"]').click();
      await page.locator('[role="menu"] [data-action="project.remove"]').click();
    });
    await page.goto('/llmgenie/sessions');
    await dialog(page, watch, 'session.start', () =>
      page.locator('header [data-action="session.start"]').click(),
    );
    await context.route('**/api/trpc/**', (route) => route.fulfill({ status: 503, body: 'down' }));
    for (const path of ['inbox', 'plan', 'policies', 'events']) {
      await page.goto(`/llmgenie/${path}`);
      await expect(page.locator('.note').first()).toBeVisible({ timeout: 40_000 });
      await examine(page, watch, `${path}, when nothing answers`);
    }
    await context.close();
  });
}
