import { expect, type Page, test } from '@playwright/test';
import { tabTo } from './fixtures/keyboard';
import { call, closeBoards, openBoard } from './fixtures/people';

test.afterEach(closeBoards);

async function openEvents(page: Page, query = '') {
  await page.goto(`/llmgenie/events${query}`);
  await expect(page.locator('[data-live="on"]')).toBeVisible();
  await expect(page.locator('[data-seq]').first()).toBeVisible();
}

test('an admin follows events live while another browser acts, pauses, and reads a change', async ({
  browser,
}) => {
  const admin = await openBoard(browser, 'Jonas Weber');
  const lead = await openBoard(browser, 'Irina Volkova');
  await openEvents(admin);
  const { result } = await call(lead, 'handoff.create', { title: 'Watched as it happens' });
  const handoff = String(result.handoff);
  const rows = admin.locator('[data-seq]');
  await expect(rows.first()).toHaveAttribute('data-event', 'handoff.created');
  await expect(rows.first()).toContainText(handoff);

  await admin.locator('[data-action="events.follow"]').click();
  await call(lead, 'handoff.update', { handoff, expectedVersion: 1, title: 'Renamed meanwhile' });
  await expect(admin.locator('[data-fresh]')).toBeVisible();
  await expect(rows.first()).toHaveAttribute('data-event', 'handoff.created');
  await admin.locator('[data-fresh]').click();
  const update = admin.locator('[data-event="handoff.updated"]').first();
  await update.locator('[data-row]').click();
  await expect(update.locator('del')).toContainText('Watched as it happens');
  await expect(update.locator('ins')).toContainText('Renamed meanwhile');
  await expect(admin).toHaveURL(/seq=\d+/);
});

test('by keys alone: the chain is checked, an event is opened and its address leads back to it', async ({
  browser,
}) => {
  const admin = await openBoard(browser, 'Jonas Weber');
  await openEvents(admin);
  const chain = admin.locator('[data-chain]');
  await expect(chain).toHaveAttribute('data-chain', 'intact');
  await tabTo(admin, admin.locator('[data-action="event.verify"]'));
  await admin.keyboard.press('Enter');
  await expect(chain).toHaveAttribute('data-chain', 'intact');

  await tabTo(admin, admin.locator('[data-row]').first());
  await admin.keyboard.press('ArrowDown');
  await admin.keyboard.press('ArrowDown');
  await admin.keyboard.press('Enter');
  const hash = admin.locator('[data-detail="hash"]');
  await expect(hash).toHaveText(/^[0-9a-f]{64}$/);
  const own = await hash.textContent();
  await admin.reload();
  await expect(admin.locator('[data-detail="hash"]')).toHaveText(own ?? '');
});

test('who is no admin is told who may read the log, and who can let them', async ({ browser }) => {
  const member = await openBoard(browser, 'Ada Okafor');
  await member.goto('/llmgenie/events');
  const told = member.locator('[data-denial="permission.required"]');
  await expect(told).toContainText('for admins');
  await expect(told).toContainText('Jonas Weber');
  await expect(member.locator('main [role="alert"]')).toHaveCount(0);
  await tabTo(member, told.getByRole('link'));
  await member.keyboard.press('Enter');
  await expect(member).toHaveURL(/\/board/);
});
