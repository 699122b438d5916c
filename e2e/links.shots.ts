import { expect, test } from '@playwright/test';
import { looks, nameOf, openLook, Watch } from './fixtures/looks';
import { type OwnServer, startOwnServer } from './fixtures/own-server';
import { call } from './fixtures/people';
import { shot } from './fixtures/shot';

test.use({ trace: 'off' });
test.describe.configure({ mode: 'serial' });

/* The links of a server with nobody in it: the one for the first admin, and one for a new password. */

const PASSWORD = 'a few good words';
let server: OwnServer;
let reset = '';

const setUpLink = () => server.said.flatMap((line) => /^set up: .*?(http\S+)/.exec(line)?.[1] ?? [])[0] ?? '';

test.beforeAll(async () => {
  test.setTimeout(120_000);
  server = await startOwnServer(async () => ({}));
});
test.afterAll(() => server.close());

for (const look of looks) {
  test(`set-up link, ${nameOf(look)}`, async ({ browser }) => {
    const context = await openLook(browser, look);
    const page = await context.newPage();
    const watch = new Watch(page);
    await page.goto(setUpLink());
    await expect(page.locator('[name="name"]')).toBeVisible();
    await shot(page, watch, look, 'link-set-up');
    await context.close();
  });
}

test('the first admin comes in', async ({ browser }) => {
  const page = await browser.newPage({ baseURL: server.url });
  await page.goto(setUpLink());
  await page.locator('[name="name"]').fill('Grace Hopper');
  await page.locator('[name="email"]').fill('grace@example.org');
  await page.locator('[name="password"]').fill(PASSWORD);
  await page.locator('form button[type="submit"]').click();
  await page.waitForURL((url) => !url.pathname.startsWith('/link'));
  const { result } = await call(
    page,
    'user.resetLink',
    { email: 'grace@example.org', language: 'en' },
    'instance',
  );
  reset = `${server.url}/link#${result.secret}`;
  await page.close();
});

for (const look of looks) {
  test(`reset link, ${nameOf(look)}`, async ({ browser }) => {
    const context = await openLook(browser, look);
    const page = await context.newPage();
    const watch = new Watch(page);
    await page.goto(reset);
    await expect(page.locator('[name="password"]')).toBeVisible();
    await shot(page, watch, look, 'link-reset');
    await context.close();
  });
}
