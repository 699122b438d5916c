import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test';
import { type LocalProvider, startProvider } from '../server/auth/oidc.fixture';
import { type Mailbox, openMailbox, partOf } from '../server/mail/mailbox.fixture';
import { examine } from './fixtures/examine';
import { Watch } from './fixtures/looks';
import { type OwnServer, startOwnServer } from './fixtures/own-server';
import { call } from './fixtures/people';

/* How people get in, on a server with nothing and nobody in it. One story: each test goes on from the one before. */

test.describe.configure({ mode: 'serial' });
test.setTimeout(240_000);

let server: OwnServer;
let mailbox: Mailbox;
let provider: LocalProvider;
const open: BrowserContext[] = [];

test.beforeAll(async () => {
  mailbox = await openMailbox();
  server = await startOwnServer(async (url) => {
    provider = await startProvider(`${url}/api/auth/callback/oidc`);
    return {
      SMTP_URL: mailbox.smtpUrl,
      MAIL_FROM: 'llmgenie <noreply@llmgenie.test>',
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: provider.clientId,
      OIDC_CLIENT_SECRET: provider.clientSecret,
      OIDC_NAME: 'Acme',
    };
  });
});
test.afterEach(async () => {
  await Promise.all(open.splice(0).map((context) => context.close()));
});
test.afterAll(async () => {
  await server?.close();
  await provider?.close();
  await mailbox?.close();
});

async function visit(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ baseURL: server.url });
  open.push(context);
  return context.newPage();
}

type Hand = 'pointer' | 'keyboard';
const PASSWORD = 'a few good words';

/** Fills the form from its first field on and sends it. */
async function fill(page: Page, hand: Hand, fields: Readonly<Record<string, string>>) {
  const names = Object.keys(fields);
  const first = page.locator(`[name="${names[0]}"]`);
  await expect(first).toBeVisible();
  if (hand === 'pointer') {
    for (const [name, value] of Object.entries(fields)) await page.locator(`[name="${name}"]`).fill(value);
    await page.locator('form button[type="submit"]').click();
    return;
  }
  await press(page, 'Tab', first);
  for (const [name, value] of Object.entries(fields)) {
    const field = page.locator(`[name="${name}"]`);
    await press(page, 'Tab', field);
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type(value);
  }
  await page.keyboard.press('Enter');
}

/** Presses a key until that element has the focus. */
async function press(page: Page, key: string, target: ReturnType<Page['locator']>) {
  for (let step = 0; step < 60; step += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not lead there`);
}

async function activate(page: Page, hand: Hand, target: ReturnType<Page['locator']>) {
  await expect(target).toBeVisible();
  if (hand === 'pointer') return target.click();
  await press(page, 'Tab', target);
  await page.keyboard.press('Enter');
}

async function signIn(page: Page, hand: Hand, email: string, password = PASSWORD) {
  await page.goto('/sign-in');
  await fill(page, hand, { email, password });
  await expect(page).not.toHaveURL(/sign-in/);
}

const linkIn = (letter: string) => /http:\S+\/link#\S+/.exec(partOf(letter, 'text/plain'))?.[0] ?? '';

test('the first start prints a link; it sets the admin up, and opens nothing a second time', async ({
  browser,
}) => {
  const line = server.said.find((each) => each.startsWith('set up:')) ?? '';
  const link = /http:\S+/.exec(line)?.[0] ?? '';
  const page = await visit(browser);
  const watch = new Watch(page);
  await page.goto(link);
  await expect(page.locator('[name="name"]')).toBeFocused();
  // The secret stands in no address any more.
  await expect(page).toHaveURL(/\/link$/);
  await examine(page, watch, 'set-up link');
  await fill(page, 'keyboard', { name: 'Nina Petrova', email: 'nina@llmgenie.test', password: PASSWORD });
  await expect(page).toHaveURL(/\/instance$/);
  await page.goto('/');
  await activate(page, 'keyboard', page.locator('a[href^="/instance?create"]'));
  await expect(page.getByRole('dialog')).toBeVisible();
  await fill(page, 'keyboard', { name: 'Apollo' });
  await expect.poll(async () => (await call(page, 'board.window', {}, 'apollo')).status).toBe(200);

  const again = await visit(browser);
  await again.goto(link);
  await expect(again.locator('.note')).toContainText('used already');
  await examine(again, new Watch(again), 'a link that is gone');
});

for (const hand of ['pointer', 'keyboard'] as const) {
  const guest = `${hand}@llmgenie.test`;

  test(`an invitation brings somebody onto the board, by ${hand}`, async ({ browser }) => {
    const admin = await visit(browser);
    await signIn(admin, hand, 'nina@llmgenie.test');
    await admin.goto('/apollo/settings');
    await activate(admin, hand, admin.locator('[data-open="invite"]'));
    const dialog = admin.getByRole('dialog');
    if (hand === 'pointer') await dialog.locator('[data-role="coder"]').click();
    await fill(admin, hand, { email: guest });
    const shown = dialog.locator('[data-link]');
    await expect(shown).toHaveValue(/\/link#/);
    if (hand === 'pointer') await examine(admin, new Watch(admin), 'invitation', '[role="dialog"]');
    const link = await shown.inputValue();
    expect(linkIn(await mailbox.next())).toBe(link);
    await admin.keyboard.press('Escape');
    const pending = admin.locator(`[data-invitation="${guest}"]`);
    await expect(pending).toBeVisible();

    const page = await visit(browser);
    await page.goto(link);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Apollo');
    await fill(page, hand, { name: `Guest by ${hand}`, password: PASSWORD });
    await expect(page).toHaveURL(/\/apollo\/board/);
    await expect(page.locator('[data-live="on"]')).toBeVisible();
    await expect(pending).toHaveCount(0);
  });

  test(`a forgotten password is replaced by letter, by ${hand}`, async ({ browser }) => {
    const page = await visit(browser);
    await page.goto('/sign-in');
    await activate(page, hand, page.getByRole('link', { name: 'Forgot it?' }));
    await expect(page).toHaveURL(/\/forgot$/);
    if (hand === 'pointer') await examine(page, new Watch(page), 'forgotten password');
    await fill(page, hand, { email: guest });
    await expect(page.getByRole('status')).toContainText(guest);
    await page.goto(linkIn(await mailbox.next()));
    await fill(page, hand, { password: 'other good words' });
    await expect(page).toHaveURL(/\/apollo\/board/);
    await signIn(await visit(browser), hand, guest, 'other good words');
  });

  test(`an account elsewhere signs in the person with its address, by ${hand}`, async ({ browser }) => {
    provider.people.set(`p-${hand}`, { email: guest, email_verified: true, name: 'Another name' });
    provider.who = `p-${hand}`;
    const page = await visit(browser);
    await page.goto('/sign-in');
    await activate(page, hand, page.locator('[data-way="oidc"]'));
    await expect(page).toHaveURL(/\/apollo\/board/);
    await page.goto('/account');
    await expect(page.locator('[data-linked="oidc"]')).toBeVisible();
    if (hand === 'pointer') await examine(page, new Watch(page), 'account');
  });

  test(`disabling somebody ends their open browser, by ${hand}`, async ({ browser }) => {
    const guestPage = await visit(browser);
    await signIn(guestPage, hand, guest, 'other good words');
    await expect(guestPage.locator('[data-live="on"]')).toBeVisible();
    const admin = await visit(browser);
    await signIn(admin, hand, 'nina@llmgenie.test');
    const disabled = await call(admin, 'user.disable', { email: guest }, 'instance');
    expect(disabled.error).toBeNull();
    await expect(guestPage.locator('[data-live="on"]')).toHaveCount(0);
    const refused = await call(guestPage, 'board.window', {}, 'apollo');
    expect(refused.status).toBe(401);
    await guestPage.goto('/apollo/board');
    await expect(guestPage).toHaveURL(/\/sign-in/);
    await fill(guestPage, hand, { email: guest, password: 'other good words' });
    await expect(guestPage.locator('.note')).toBeVisible();
  });

  test(`signing out everywhere ends every browser of one's own, by ${hand}`, async ({ browser }) => {
    const one = await visit(browser);
    await signIn(one, hand, 'nina@llmgenie.test');
    await expect(one.locator('[data-live="on"]')).toBeVisible();
    const other = await visit(browser);
    await signIn(other, hand, 'nina@llmgenie.test');
    await other.goto('/account');
    await activate(other, hand, other.locator('[data-action="account.signOut"]'));
    await expect(other).toHaveURL(/\/sign-in/);
    await expect(one.locator('[data-live="on"]')).toHaveCount(0);
  });
}
