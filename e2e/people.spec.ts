import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test';
import { localeCookie } from '../components/frame/locale.rules';
import { type LocalProvider, startProvider } from '../server/auth/oidc.fixture';
import { type Mailbox, openMailbox, partOf } from '../server/mail/mailbox.fixture';
import { examine } from './fixtures/examine';
import { type Hand, hands } from './fixtures/hands';
import { Watch } from './fixtures/looks';
import { type OwnServer, startOwnServer } from './fixtures/own-server';
import { call } from './fixtures/people';

const PASSWORD = 'a few good words';
const OTHER = 'other good words';
const ADMIN = 'nina@llmgenie.test';

const linkIn = (letter: string) => /http:\S+\/link#\S+/.exec(partOf(letter, 'text/plain'))?.[0] ?? '';

/** How people get in, on a server with nothing and nobody in it: each test goes on from the one before. */
for (const hand of hands) {
  test.describe(`by ${hand.name}`, () => {
    test.describe.configure({ mode: 'serial' });
    test.setTimeout(240_000);
    story(hand);
  });
}

function story(hand: Hand) {
  let server: OwnServer;
  let mailbox: Mailbox;
  let provider: LocalProvider;
  const open: BrowserContext[] = [];
  const guest = 'guest@llmgenie.test';

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
    const permissions = ['clipboard-read', 'clipboard-write'];
    const context = await browser.newContext({ baseURL: server.url, permissions });
    open.push(context);
    return context.newPage();
  }

  /** axe looks once at each page: both hands see the same. */
  async function look(page: Page, name: string, part?: string) {
    if (hand.name === 'pointer') await examine(page, new Watch(page), name, part);
  }

  /** Fills a form and sends it. */
  async function fill(page: Page, fields: Readonly<Record<string, string>>) {
    for (const [name, value] of Object.entries(fields))
      await hand.fill(page.locator(`[name="${name}"]`), value);
    await hand.press(page.locator('form button[type="submit"]'));
  }

  async function signIn(browser: Browser, email: string, password = PASSWORD): Promise<Page> {
    const page = await visit(browser);
    await page.goto('/sign-in');
    await fill(page, { email, password });
    await expect(page).not.toHaveURL(/sign-in/);
    return page;
  }

  async function openSettings(browser: Browser): Promise<Page> {
    const admin = await signIn(browser, ADMIN);
    await admin.goto('/apollo/settings');
    await expect(admin.locator('[data-live="on"]')).toBeVisible();
    return admin;
  }

  /** Asks somebody in as a coder, and takes the link that is shown once; the same one came by letter. */
  async function invite(admin: Page, email: string): Promise<string> {
    await hand.press(admin.locator('[data-open="invite"]'));
    const dialog = admin.getByRole('dialog');
    await hand.turn(dialog.locator('[data-role="coder"]'));
    await fill(admin, { email });
    const shown = dialog.locator('[data-link]');
    await expect(shown).toHaveValue(/\/link#/);
    await look(admin, 'invitation', '[role="dialog"]');
    await hand.press(dialog.getByRole('button', { name: 'Copy' }));
    await expect(dialog.getByRole('button', { name: 'Copied' })).toBeVisible();
    const link = await admin.evaluate(() => navigator.clipboard.readText());
    expect(link).toBe(await shown.inputValue());
    expect(linkIn(await mailbox.next())).toBe(link);
    await admin.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await hand.keepsFocus(admin);
    await expect(admin.locator(`[data-invitation="${email}"]`)).toBeVisible();
    return link;
  }

  test('the first start prints a link; it sets the admin up, and opens nothing a second time', async ({
    browser,
  }) => {
    const line = server.said.find((each) => each.startsWith('set up:')) ?? '';
    const link = /http:\S+/.exec(line)?.[0] ?? '';
    const page = await visit(browser);
    await page.goto('/sign-in');
    await expect(page.locator('.note')).toContainText('shows a link');
    await page.goto(link);
    await expect(page.locator('[name="name"]')).toBeFocused();
    // The secret stands in no address any more.
    await expect(page).toHaveURL(/\/link$/);
    await look(page, 'set-up link');
    await fill(page, { name: 'Nina Petrova', email: ADMIN, password: PASSWORD });
    await expect(page).toHaveURL(/\/instance$/);
    await page.goto('/');
    await hand.press(page.locator('a[href^="/instance?create"]'));
    const dialog = page.getByRole('dialog');
    await hand.fill(dialog.locator('[name="name"]'), 'Apollo');
    await hand.press(dialog.locator('[data-action="project.create"]'));
    await expect(page).toHaveURL(/\/apollo\/board/);
    await expect.poll(async () => (await call(page, 'board.window', {}, 'apollo')).status).toBe(200);

    const again = await visit(browser);
    await again.goto(link);
    await expect(again.locator('.note')).toContainText('used already');
    await look(again, 'a link that is gone');
    await again.goto('/sign-in');
    await expect(again.locator('[name="email"]')).toBeVisible();
    await expect(again.locator('.note')).toHaveCount(0);
  });

  test('somebody is invited, accepts, gets other rights and roles, and is shut out at once', async ({
    browser,
  }) => {
    const admin = await openSettings(browser);
    const link = await invite(admin, guest);
    const page = await visit(browser);
    await page.goto(link);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Apollo');
    await fill(page, { name: 'Gus Tester', password: PASSWORD });
    await expect(page).toHaveURL(/\/apollo\/board/);
    await expect(page.locator('[data-live="on"]')).toBeVisible();
    await expect(admin.locator(`[data-invitation="${guest}"]`)).toHaveCount(0);
    const own = async () => Object((await call(page, 'board.window', { perStage: 1 }, 'apollo')).result.me);
    expect(await own()).toMatchObject({ permission: 'member', roles: ['coder'] });

    const row = admin.locator('[data-member="Gus Tester"]');
    await hand.choose(row.locator('select[data-action="member.setPermission"]'), 'lead');
    await expect.poll(own).toMatchObject({ permission: 'lead' });
    await hand.keepsFocus(admin);
    await hand.press(row.locator('[data-roles]'));
    await hand.turn(admin.locator('[data-role="coder"]'));
    await hand.turn(admin.locator('[data-role="reviewer"]'));
    await hand.press(admin.locator('[data-action="member.setRoles"]'));
    await expect.poll(own).toMatchObject({ roles: ['reviewer'] });

    const more = row.getByRole('button', { name: /more/i });
    const line = (action: string) =>
      admin.getByRole('menuitem').and(admin.locator(`[data-action="${action}"]`));
    await hand.pick(more, line('member.disable'));
    await hand.press(admin.getByRole('dialog').locator('[data-action="member.disable"]'));
    await expect(page.locator('[data-denial="security.active-actor"]')).toBeVisible();
    await expect(row).toHaveAttribute('data-disabled', '');
    await hand.keepsFocus(admin);
    await hand.pick(more, line('member.enable'));
    await expect(row).not.toHaveAttribute('data-disabled', '');
  });

  test('a forgotten password is replaced by letter', async ({ browser }) => {
    const page = await visit(browser);
    await page.goto('/sign-in');
    await hand.press(page.getByRole('link', { name: 'Forgot it?' }));
    await expect(page).toHaveURL(/\/forgot$/);
    await look(page, 'forgotten password');
    await fill(page, { email: guest });
    await expect(page.getByRole('status')).toContainText(guest);
    await page.goto(linkIn(await mailbox.next()));
    await fill(page, { password: OTHER });
    await expect(page).toHaveURL(/\/apollo\/board/);
    await signIn(browser, guest, OTHER);
  });

  // For axe: it looks once at what both hands see.
  if (hand.name === 'pointer')
    test('an admin of the instance makes a link for a new password, in either language', async ({
      browser,
    }) => {
      const admin = await signIn(browser, ADMIN);
      for (const locale of ['en', 'ru']) {
        await admin.context().addCookies([{ name: localeCookie, value: locale, url: server.url }]);
        await admin.goto('/instance?section=people');
        const line = admin.locator(`[data-user="${guest}"]`);
        const action = admin.getByRole('menuitem').and(admin.locator('[data-action="user.resetLink"]'));
        await hand.pick(line.locator('[aria-haspopup="menu"]'), action);
        const dialog = admin.getByRole('dialog');
        await expect(dialog.locator('[data-link]')).toHaveValue(linkIn(await mailbox.next()));
        await look(admin, `reset link, ${locale}`, '[role="dialog"]');
        await admin.keyboard.press('Escape');
        await expect(dialog).toHaveCount(0);
      }
    });

  test('an account elsewhere signs in the person with its address', async ({ browser }) => {
    provider.people.set('known', { email: guest, email_verified: true, name: 'Another name' });
    provider.who = 'known';
    const page = await visit(browser);
    await page.goto('/sign-in');
    await hand.press(page.locator('[data-way="oidc"]'));
    await expect(page).toHaveURL(/\/apollo\/board/);
    await page.goto('/account');
    await expect(page.locator('[data-linked="oidc"]')).toBeVisible();
    await look(page, 'account');
    await hand.press(page.locator('[data-action="account.unlink"]'));
    await expect(page.locator('[data-linked="oidc"]')).toHaveCount(0);
    await hand.keepsFocus(page);
  });

  test('an account elsewhere accepts an invitation, and stays the only way in', async ({ browser }) => {
    const email = 'elsewhere@llmgenie.test';
    const link = await invite(await openSettings(browser), email);
    provider.people.set('new', { email, email_verified: true, name: 'Elsa Where' });
    provider.who = 'new';
    const page = await visit(browser);
    await page.goto(link);
    await hand.press(page.locator('[data-way="oidc"]'));
    // Back at the link, as the person that it is meant for: nothing is asked any more.
    await expect(page).toHaveURL(/\/link$/);
    await expect(page.locator('[name="password"]')).toHaveCount(0);
    await hand.press(page.locator('form button[type="submit"]'));
    await expect(page).toHaveURL(/\/apollo\/board/);
    await page.goto('/account');
    await hand.press(page.locator('[data-action="account.unlink"]'));
    await expect(page.locator('main [role="alert"]').first()).toBeVisible();
    await expect(page.locator('[data-linked="oidc"]')).toBeVisible();
    await hand.keepsFocus(page);
  });

  test('disabling somebody ends their open browser', async ({ browser }) => {
    const guestPage = await signIn(browser, guest, OTHER);
    await expect(guestPage.locator('[data-live="on"]')).toBeVisible();
    const admin = await signIn(browser, ADMIN);
    await admin.goto('/instance');
    await hand.press(admin.locator('a[href="/instance?section=people"]').first());
    const row = admin.locator(`[data-user="${guest}"]`);
    const line = admin.getByRole('menuitem').and(admin.locator('[data-action="user.disable"]'));
    await hand.pick(row.getByRole('button', { name: /more/i }), line);
    await expect(row).toHaveAttribute('data-disabled', '');
    await hand.keepsFocus(admin);
    await expect(guestPage.locator('[data-live="on"]')).toHaveCount(0);
    const refused = await call(guestPage, 'board.window', {}, 'apollo');
    expect(refused.status).toBe(401);
    await guestPage.goto('/apollo/board');
    await expect(guestPage).toHaveURL(/\/sign-in/);
    await fill(guestPage, { email: guest, password: OTHER });
    await expect(guestPage.locator('.note')).toBeVisible();
  });

  test("signing out everywhere ends every browser of one's own", async ({ browser }) => {
    const one = await signIn(browser, ADMIN);
    await one.goto('/apollo/board');
    await expect(one.locator('[data-live="on"]')).toBeVisible();
    const other = await signIn(browser, ADMIN);
    await other.goto('/account');
    await hand.press(other.locator('[data-action="account.signOut"]'));
    await expect(other).toHaveURL(/\/sign-in/);
    await expect(one.locator('[data-live="on"]')).toHaveCount(0);
  });
}
