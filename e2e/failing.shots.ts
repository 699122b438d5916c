import { expect, test } from '@playwright/test';
import { looks, nameOf, openLook, signIn, Watch } from './fixtures/looks';
import { refusedWith, shot } from './fixtures/shot';

test.use({ trace: 'off' });

const PAGES = {
  inbox: '/llmgenie/inbox',
  board: '/llmgenie/board',
  plan: '/llmgenie/plan',
  sessions: '/llmgenie/sessions',
  policies: '/llmgenie/policies',
  context: '/llmgenie/context',
  agents: '/llmgenie/agents',
  events: '/llmgenie/events',
  settings: '/llmgenie/settings',
  instance: '/instance',
  account: '/account',
} as const;

/** Pages opened at once: a page asks several times before it gives up, and each holds one of six connections. */
const TOGETHER = 4;

/** What each page says where nothing can be read. */
for (const look of looks) {
  test(`nothing answers, ${nameOf(look)}`, async ({ browser }) => {
    test.setTimeout(180_000);
    const context = await openLook(browser, look);
    await signIn(context, 'Jonas Weber');
    await context.route('**/api/trpc/**', (route) => route.fulfill({ status: 503, body: 'down' }));
    const pages = Object.entries(PAGES);
    for (let at = 0; at < pages.length; at += TOGETHER) {
      const opened = [];
      for (const [name, path] of pages.slice(at, at + TOGETHER)) {
        const page = await context.newPage();
        opened.push({ name, page, watch: new Watch(page) });
        await page.goto(path);
      }
      for (const { name, page, watch } of opened) {
        await page.bringToFront();
        await expect(page.locator('.note').first()).toBeVisible({ timeout: 40_000 });
        await shot(page, watch, look, `${name}-failing`, refusedWith(503));
        await page.close();
      }
    }
    await context.close();
  });
}
