import { expect, type Page, test } from '@playwright/test';
import { connectAgent, createToken } from './fixtures/agents';
import { call, closeBoards, openBoard } from './fixtures/people';

test.afterEach(closeBoards);

/** An agent that claimed something of its own and then fell silent. */
async function crashed(lead: Page, name: string, baseUrl: string) {
  const { result } = await call(lead, 'handoff.create', { title: `Left behind by ${name}` });
  const handoff = String(result.handoff);
  const agent = await connectAgent(createToken(name, 'analyst', 'lead@llmgenie.test'), baseUrl);
  const { session } = (await agent.run('session.start', { focus: `Focus of ${name}`, mode: 'discuss' }))
    .result;
  const { fence } = (await agent.run('handoff.claim', { handoff })).result;
  await agent.run('session.log', { text: 'half of it is written' });
  return { handoff, agent, session: String(session), fence: Number(fence) };
}

const openPage = async (page: Page, path: string) => {
  await page.goto(`/llmgenie/${path}`);
  await expect(page.locator('[data-live="on"]')).toBeVisible();
};

for (const hand of ['pointer', 'keyboard'] as const) {
  const press = async (page: Page, selector: string) => {
    const target = page.locator(selector).last();
    if (hand === 'pointer') return target.click();
    await target.focus();
    await page.keyboard.press('Enter');
  };

  test(`a crashed session is read, recovered, and its old holder refused, by ${hand}`, async ({
    browser,
    baseURL,
  }) => {
    const lead = await openBoard(browser, 'Irina Volkova');
    const { handoff, agent, session, fence } = await crashed(lead, `crash-${hand}`, String(baseURL));
    await openPage(lead, `sessions/${session}`);
    const brief = lead.locator(`[data-brief="${session}"]`);
    await expect(brief).toContainText(`Focus of crash-${hand}`);
    await expect(brief).toContainText(`crash-${hand} holds ${handoff}, fence ${fence}`);
    await expect(lead.locator('.timeline')).toContainText('half of it is written');

    await press(lead, `[data-session-pane] [data-action="session.recover"]`);
    const dialog = lead.getByRole('dialog');
    await expect(dialog).toBeVisible();
    await press(lead, '[role="dialog"] [data-action="session.recover"]');
    await expect(dialog).toBeHidden();
    await expect(lead.locator('.timeline')).toContainText(`restored, fence ${fence} to ${fence + 1}`);
    await expect(brief).toContainText(`fence ${fence + 1}`);

    const late = await agent.run('handoff.heartbeat', { handoff, fence });
    expect(late.body).toMatchObject({ code: 'RULE_REFUSED', details: { rule: 'session.ticket' } });
    const ticket = String((await agent.run('session.recover')).result.ticket);
    await agent.run('checklist.tick', { handoff, item: 'goal-stated' }, ticket);
    await expect(brief.locator('[data-score="fitted"]')).toBeVisible();
    await agent.run('session.finish', {}, ticket);
    await agent.close();
    await call(lead, 'handoff.cancel', { handoff, expectedVersion: 5, reason: 'A test is over' });
  });

  test(`a person starts, switches, pauses, resumes and finishes a session, by ${hand}`, async ({
    browser,
  }) => {
    const page = await openBoard(browser, 'Tomas Reyes');
    await openPage(page, 'sessions');
    await press(page, 'header [data-action="session.start"]');
    await page.getByLabel('What for').fill(`Review by ${hand}`);
    await press(page, '[role="dialog"] [data-action="session.start"]');
    await expect(page).toHaveURL(/sessions\/[0-9a-f-]{36}/);
    const pane = page.locator('[data-session-pane]');
    await expect(pane.locator('[data-state="active"]')).toBeVisible();
    await expect(pane).toContainText(`Review by ${hand}`);
    await page.locator('select[data-action="session.switch"]').selectOption('docs');
    await expect(page.locator('.timeline')).toContainText('mode code to docs');
    await press(page, '[data-action="session.pause"]');
    await expect(pane.locator('[data-state="paused"]')).toBeVisible();
    await press(page, '[data-action="session.resume"]');
    await expect(pane.locator('[data-state="active"]')).toBeVisible();
    await press(page, '[data-action="session.finish"]');
    await expect(pane.locator('[data-state="finished"]')).toBeVisible();
  });

  test(`a lead sets context that an agent is given, with where it comes from, by ${hand}`, async ({
    browser,
    baseURL,
  }) => {
    const key = `rule.${hand}`;
    const lead = await openBoard(browser, 'Irina Volkova');
    await openPage(lead, 'context');
    await press(lead, 'header [data-action="context.set"]');
    await lead.getByLabel('Key').fill(key);
    await lead.getByLabel('Value').fill('Knock first');
    await lead.getByLabel('Where it comes from').fill('the house');
    await press(lead, '[role="dialog"] [data-action="context.set"]');
    const entry = lead.locator(`[data-context="${key}"]`);
    await expect(entry).toContainText('Knock first');

    const agent = await connectAgent(createToken(`reads-${hand}`, 'coder'), String(baseURL));
    await agent.run('session.start');
    const { entries } = (await agent.run('context.list', { key })).result;
    expect(entries).toMatchObject([
      {
        key,
        layer: 'project',
        value: 'Knock first',
        author: 'Irina Volkova',
        source: 'the house',
        version: 1,
      },
    ]);
    const refused = await agent.run('context.set', { layer: 'project', key, value: 'Walk in' });
    expect(refused.body).toMatchObject({ code: 'RULE_REFUSED', details: { rule: 'context.layer' } });
    await agent.run('session.finish');
    await agent.close();

    await press(lead, `[data-context="${key}"] [data-action="context.remove"]`);
    await press(lead, '[role="dialog"] [data-action="context.remove"]');
    await expect(lead.locator('[data-denial="security.destructive"]')).toBeVisible();
    await lead.getByLabel(`Type ${key} to confirm`).fill(key);
    await press(lead, '[role="dialog"] [data-action="context.remove"]');
    await expect(entry).toHaveCount(0);
  });
}
