import { expect, type Page, test } from '@playwright/test';
import { connectAgent, createToken } from './fixtures/agents';
import { hands } from './fixtures/hands';
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

for (const hand of hands) {
  const press = (page: Page, selector: string) => hand.press(page.locator(selector).last());

  test(`a crashed session is read, recovered, and its old holder refused, by ${hand.name}`, async ({
    browser,
    baseURL,
  }) => {
    const lead = await openBoard(browser, 'Irina Volkova');
    const { handoff, agent, session, fence } = await crashed(lead, `crash-${hand.name}`, String(baseURL));
    await openPage(lead, 'sessions');
    await press(lead, `[data-session-row="${session}"]`);
    await expect(lead).toHaveURL(new RegExp(`/sessions/${session}$`));
    const brief = lead.locator(`[data-brief="${session}"]`);
    await expect(brief).toContainText(`Focus of crash-${hand.name}`);
    await expect(brief).toContainText(`crash-${hand.name} holds ${handoff}, fence ${fence}`);
    await expect(lead.locator('.timeline')).toContainText('half of it is written');
    // What an agent is given in keys, a person reads in words.
    await expect(brief).toContainText('The goal fits in one sentence');
    await expect(brief).toContainText('Send to Build');
    await expect(brief).not.toContainText(/goal-stated|send build|checklist\.|handoff\./);

    await press(lead, `[data-session-pane] [data-action="session.recover"]`);
    const dialog = lead.getByRole('dialog');
    await expect(dialog).toBeVisible();
    await press(lead, '[role="dialog"] [data-action="session.recover"]');
    await expect(dialog).toBeHidden();
    await hand.keepsFocus(lead);
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

  test(`a person starts, switches, pauses, resumes and finishes a session, by ${hand.name}`, async ({
    browser,
  }) => {
    const page = await openBoard(browser, 'Tomas Reyes');
    await openPage(page, 'sessions');
    await press(page, 'header [data-action="session.start"]');
    await hand.fill(page.getByLabel('What for'), `Review by ${hand.name}`);
    await press(page, '[role="dialog"] [data-action="session.start"]');
    await expect(page).toHaveURL(/sessions\/[0-9a-f-]{36}/);
    const pane = page.locator('[data-session-pane]');
    await expect(pane.locator('[data-state="active"]')).toBeVisible();
    await expect(pane).toContainText(`Review by ${hand.name}`);
    await hand.choose(page.locator('select[data-action="session.switch"]'), 'docs');
    await expect(page.locator('.timeline')).toContainText('mode code to docs');
    await press(page, '[data-action="session.pause"]');
    await expect(pane.locator('[data-state="paused"]')).toBeVisible();
    await hand.keepsFocus(page);
    await press(page, '[data-action="session.resume"]');
    await expect(pane.locator('[data-state="active"]')).toBeVisible();
    await press(page, '[data-action="session.finish"]');
    await expect(pane.locator('[data-state="finished"]')).toBeVisible();
    await hand.keepsFocus(page);
  });

  test(`a lead sets context that an agent is given, with where it comes from, by ${hand.name}`, async ({
    browser,
    baseURL,
  }) => {
    const key = `rule.${hand.name}`;
    const lead = await openBoard(browser, 'Irina Volkova');
    await openPage(lead, 'context');
    await press(lead, 'header [data-action="context.set"]');
    await hand.fill(lead.getByLabel('Key'), key);
    await hand.fill(lead.getByLabel('Value'), 'Knock first');
    await hand.fill(lead.getByLabel('Where it comes from'), 'the house');
    await press(lead, '[role="dialog"] [data-action="context.set"]');
    const entry = lead.locator(`[data-context="${key}"]`);
    await expect(entry).toContainText('Knock first');

    const agent = await connectAgent(createToken(`reads-${hand.name}`, 'coder'), String(baseURL));
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
    await hand.fill(lead.getByLabel(`Type ${key} to confirm`), key);
    await press(lead, '[role="dialog"] [data-action="context.remove"]');
    await expect(entry).toHaveCount(0);
    await hand.keepsFocus(lead);
  });
}

test('a session that is not there is told of once', async ({ browser }) => {
  const page = await openBoard(browser, 'Tomas Reyes');
  await page.goto('/llmgenie/sessions/00000000-0000-4000-8000-000000000000');
  const notes = page.locator('[data-page="sessions"] [role="alert"]');
  await expect(notes.first()).toBeVisible();
  // The others can still be turned to.
  await expect(page.locator('[data-session-row]').first()).toBeVisible();
  await expect(notes).toHaveCount(1);
});
