import { expect, test } from '@playwright/test';
import { connectAgent } from './fixtures/agents';
import { looks, nameOf, openLook, signIn, Watch } from './fixtures/looks';
import { call } from './fixtures/people';
import { refusedWith, shot } from './fixtures/shot';

test.use({ trace: 'off' });

/** The agents page in each of its states, once for each look. */
for (const look of looks) {
  test(`agents, ${nameOf(look)}`, async ({ browser, baseURL }) => {
    test.setTimeout(180_000);
    const context = await openLook(browser, look);
    const page = await context.newPage();
    const watch = new Watch(page);
    const take = (name: string, expected: RegExp | null = null) => shot(page, watch, look, name, expected);
    await signIn(context, 'Jonas Weber');
    await page.goto('/llmgenie/agents');
    // One that works, one that is refused, one that waits and one that is stopped.
    const prefix = nameOf(look).replaceAll('-', '');
    const token: Record<string, string> = {};
    for (const name of ['works', 'refused', 'waits', 'stopped']) {
      await call(page, 'agent.create', { name: `${name}-${prefix}`, roles: ['analyst'] });
      const made = await call(page, 'token.create', {
        agent: `${name}-${prefix}`,
        days: name === 'works' ? 2 : 30,
      });
      token[name] = String(made.result.token);
    }
    const working = await connectAgent(token.works ?? '', baseURL ?? '');
    await working.run('session.start', { mode: 'meta' });
    const refused = await connectAgent(token.refused ?? '', baseURL ?? '');
    await refused.run('session.log', { text: 'without a session' });
    await call(page, 'agent.disable', { agent: `stopped-${prefix}` });
    await expect(page.locator(`[data-agent="refused-${prefix}"]`)).toHaveAttribute('data-light', 'refused');
    await expect(page.locator(`[data-agent="stopped-${prefix}"]`)).toHaveAttribute('data-light', 'off');
    await take('agents-full');
    await page.goto(`/llmgenie/agents?agent=refused-${prefix}`);
    await expect(page.locator('[data-agent-pane] [data-calls]')).toBeVisible();
    await take('agents-one');
    await page.goto('/llmgenie/agents?connect');
    await expect(page.locator('input[name="agent"]')).toBeVisible();
    await page.locator('[data-action="token.create"]').click();
    await take('agents-connect');
    await page.goto(`/llmgenie/agents?agent=waits-${prefix}&connect`);
    await page.locator('[data-action="token.create"]').click();
    await expect(page.locator('[data-arrival]')).toBeVisible();
    await page.locator('[data-arrival]').scrollIntoViewIfNeeded();
    await take('agents-waiting');
    for (const name of ['works', 'refused', 'waits']) {
      await call(page, 'agent.disable', { agent: `${name}-${prefix}` });
    }
    await Promise.all([working.close(), refused.close()]);
    await signIn(context, 'Marie Curie');
    await page.goto('/lab/agents');
    await expect(page.locator('[data-action="agent.connect"]').first()).toBeVisible();
    await take('agents-empty');
    await signIn(context, 'Vera Lind');
    await page.goto('/llmgenie/agents');
    await expect(page.locator('.note')).toBeVisible();
    await take('agents-denied', refusedWith(403));
    await context.close();
  });
}
