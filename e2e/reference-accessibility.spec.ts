import { test } from '@playwright/test';
import { examine } from './fixtures/examine';
import { openLook, Watch } from './fixtures/looks';

test.use({ trace: 'off' });

for (const locale of ['en', 'ru'] as const) {
  for (const width of [1440, 390] as const) {
    test(`axe finds nothing in the reference, ${locale}, ${width}`, async ({ browser }) => {
      test.setTimeout(120_000);
      const context = await openLook(browser, { theme: 'light', locale, width });
      const page = await context.newPage();
      const watch = new Watch(page);
      for (const path of ['/docs/api', '/docs/api/core', '/docs/api/handoff']) {
        await page.goto(path);
        await examine(page, watch, path);
      }
      await context.close();
    });
  }
}
