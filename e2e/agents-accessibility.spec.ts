import { expect, test } from '@playwright/test';
import { examine } from './fixtures/examine';
import { openLook, signIn, Watch } from './fixtures/looks';
import { call } from './fixtures/people';

test.use({ trace: 'off' });

for (const locale of ['en', 'ru'] as const) {
  test(`axe finds nothing on the agents page, ${locale}`, async ({ browser }) => {
    test.setTimeout(120_000);
    const context = await openLook(browser, { theme: 'light', locale, width: 1440 });
    const page = await context.newPage();
    const watch = new Watch(page);
    await signIn(context, 'Jonas Weber');
    const agent = `axe-${locale}`;
    await page.goto('/llmgenie/agents');
    await call(page, 'agent.create', { name: agent, roles: ['coder'] });
    await call(page, 'token.create', { agent });
    await page.reload();
    await expect(page.locator(`[data-agent="${agent}"]`)).toBeVisible();
    await examine(page, watch, 'agents');
    await page.goto(`/llmgenie/agents?agent=${agent}`);
    await expect(page.locator('[data-agent-pane]')).toBeVisible();
    await page.locator('[data-edit="agent"]').click();
    await page.locator('[data-ask="token.revoke"]').click();
    await examine(page, watch, 'agent', '.agent-aside');
    await page.goto(`/llmgenie/agents?agent=${agent}&connect`);
    await page.locator('[data-action="token.create"]').click();
    await expect(page.locator('[data-arrival]')).toBeVisible();
    await examine(page, watch, 'connect', '.agent-aside');
    await call(page, 'agent.disable', { agent });
    await context.close();
  });
}
