import { type Browser, expect, type Page, test } from '@playwright/test';
import { connectAgent, issueToken } from './fixtures/agents';
import { codexTools, gemini, mcporter, newHome, removeHomes, runClient, save } from './fixtures/clients';
import { signIn } from './fixtures/looks';
import { call, type Person } from './fixtures/people';

test.afterAll(removeHomes);

const TOOLS = ['enforce_policy', 'get_available_actions', 'run_action', 'wait_for_next'];

async function openAgents(browser: Browser, person: Person, query = ''): Promise<Page> {
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  await signIn(context, person);
  const page = await context.newPage();
  await page.goto(`/llmgenie/agents${query}`);
  await expect(page.locator('[data-live="on"]')).toBeVisible();
  return page;
}

const row = (page: Page, agent: string) => page.locator(`a[data-agent="${agent}"]`);
const arrival = (page: Page) => page.locator('[data-arrival]');
const copied = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

/** Presses Tab until the focus is on what is wanted. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let press = 0; press < 90; press += 1) {
    if ((await page.locator(`${selector}:focus`).count()) > 0) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`no Tab leads to ${selector}`);
}

/** From the list to a token, by pointer. */
async function connectByPointer(page: Page, agent: string): Promise<void> {
  await page.goto('/llmgenie/agents');
  await page.locator('[data-action="agent.connect"]').click();
  const pane = page.locator('[data-connect]');
  await pane.locator('input[name="agent"]').fill(agent);
  await pane.locator('[data-role="coder"]').click();
  await pane.locator('[data-action="token.create"]').click();
  await expect(pane.locator('[data-token-once]')).toHaveText(/^lg_/);
  await expect(arrival(page)).toHaveAttribute('data-arrival', 'waiting');
  await expect(row(page, agent)).toHaveAttribute('data-light', 'waiting');
}

/** Copies what stands under a heading for a client, by its own button. */
type Copy = (page: Page, client: string, file: string) => Promise<string>;

const copyByPointer: Copy = async (page, client, file) => {
  await page.locator('select[name="client"]').selectOption(client);
  await page.locator(`[data-copy="${file}"]`).click();
  await expect(page.locator(`[data-copy="${file}"]`)).toContainText('Copied');
  return copied(page);
};

const copyByKeys: Copy = async (page, client, file) => {
  const list = page.locator('select[name="client"]');
  if ((await list.inputValue()) !== client) {
    await tabTo(page, 'select[name="client"]');
    // The first letters of its name choose it.
    await page.keyboard.type(client.slice(0, 4));
    await expect(list).toHaveValue(client);
  }
  await tabTo(page, `[data-copy="${file}"]`);
  await page.keyboard.press('Enter');
  await expect(page.locator(`[data-copy="${file}"]`)).toContainText('Copied');
  return copied(page);
};

/** Without a reload: the lane runs over, the row lights up, and the calls stand there. */
async function expectLight(page: Page, agent: string): Promise<void> {
  await expect(arrival(page)).toHaveAttribute('data-arrival', 'on');
  await expect(row(page, agent)).toHaveAttribute('data-light', 'on');
  await expect(page.locator('[data-calls]').getByText(agent).first()).toBeVisible();
}

/** Each client from the snippet that the page gives for it; answers what it printed. */
const clients = {
  gemini: async (page: Page, copy: Copy) => {
    const home = newHome();
    save(home, '.gemini/settings.json', await copy(page, 'gemini', '.gemini/settings.json'));
    expect(await gemini(home)).toMatch(/llmgenie: \S+ \(http\) - Connected/);
  },
  codex: async (page: Page, copy: Copy) => {
    const home = newHome();
    save(home, '~/.codex/config.toml', await copy(page, 'codex', '~/.codex/config.toml'));
    const line = await copy(page, 'codex', 'in a shell');
    const [, name = '', value = ''] = /^export (\w+)=(\S+)$/.exec(line) ?? [];
    expect(await codexTools(home, { [name]: value })).toEqual(TOOLS);
  },
  mcporter: async (page: Page, copy: Copy) => {
    const home = newHome();
    save(home, 'config/mcporter.json', await copy(page, 'mcporter', 'config/mcporter.json'));
    expect(await mcporter(home)).toContain('get_available_actions');
  },
  // What starts a program is mcporter, what it starts is mcp-remote from our own node_modules.
  stdio: async (page: Page, copy: Copy) => {
    const home = newHome();
    const file = save(home, 'mcp.json', await copy(page, 'stdio', 'mcp.json'));
    expect(await mcporter(home, '--config', file)).toContain('get_available_actions');
  },
  // mcporter reads the files of Cursor and Claude Code, which cannot be started here.
  cursor: async (page: Page, copy: Copy) => {
    const home = newHome();
    save(home, '.cursor/mcp.json', await copy(page, 'cursor', '.cursor/mcp.json'));
    expect(await mcporter(home)).toContain('get_available_actions');
  },
  claude: async (page: Page, copy: Copy) => {
    const home = newHome();
    const file = save(home, '.mcp.json', await copy(page, 'claude', '.mcp.json'));
    expect(await mcporter(home, '--config', file)).toContain('get_available_actions');
  },
  curl: async (page: Page, copy: Copy) => {
    const home = newHome();
    const output = await runClient(home, 'sh', ['-c', await copy(page, 'curl', 'in a shell')]);
    for (const tool of TOOLS) expect(output).toContain(tool);
  },
};

for (const [client, start] of Object.entries(clients)) {
  test(`the light turns on when ${client} is started from the page’s own snippet`, async ({ browser }) => {
    test.setTimeout(120_000);
    const page = await openAgents(browser, 'Jonas Weber');
    const agent = `light-${client}`;
    await connectByPointer(page, agent);
    await start(page, copyByPointer);
    await expectLight(page, agent);
    // What was shown once is nowhere any more.
    await page.goto(`/llmgenie/agents?agent=${agent}&connect`);
    await expect(page.locator('[data-snippet]').first()).toContainText('lg_YOUR_TOKEN');
    await expect(page.locator('[data-token-once]')).toHaveCount(0);
    await call(page, 'agent.disable', { agent });
    await page.context().close();
  });
}

for (const client of ['gemini', 'codex', 'mcporter'] as const) {
  test(`an agent is connected by keyboard alone, and ${client} turns the light on`, async ({ browser }) => {
    const agent = `by-keys-${client}`;
    test.setTimeout(120_000);
    const page = await openAgents(browser, 'Jonas Weber');
    await page.keyboard.press('c');
    await expect(page.locator('input[name="agent"]')).toBeFocused();
    await page.keyboard.type(agent);
    await tabTo(page, '[data-role="coder"]');
    await page.keyboard.press('Space');
    await tabTo(page, '[data-action="token.create"]');
    await page.keyboard.press('Enter');
    await expect(page.locator('[data-token-once]')).toHaveText(/^lg_/);
    await clients[client](page, copyByKeys);
    await expectLight(page, agent);

    // Back to the list, down to the agent, and stopped: all without the pointer.
    await page.keyboard.press('Escape');
    await expect(page.locator('[data-connect]')).toHaveCount(0);
    const agents = await page
      .locator('a[data-agent]')
      .evaluateAll((rows) => rows.map((each) => each.getAttribute('data-agent')));
    for (let step = 0; step <= agents.indexOf(agent); step += 1) await page.keyboard.press('j');
    await expect(row(page, agent)).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.locator(`[data-agent-pane="${agent}"]`)).toBeVisible();
    await tabTo(page, '[data-action="agent.disable"]');
    await page.keyboard.press('Enter');
    await expect(row(page, agent)).toHaveAttribute('data-light', 'off');
    await page.context().close();
  });
}

test('an agent is stopped', async ({ browser, baseURL }) => {
  test.setTimeout(120_000);
  const page = await openAgents(browser, 'Jonas Weber');
  const token = await issueToken(page, 'runaway', ['analyst']);
  const agent = await connectAgent(token, baseURL ?? '');
  const handoff = String((await call(page, 'handoff.create', { title: 'Held by a runaway' })).result.handoff);

  // It is refused, and the page says by what and what unlocks it.
  await agent.run('handoff.claim', { handoff });
  await expect(row(page, 'runaway')).toHaveAttribute('data-light', 'refused');
  await row(page, 'runaway').click();
  const refusal = page.locator('[data-agent-pane="runaway"] [data-outcome="POLICY_DENIED"]').first();
  await expect(refusal).toContainText('handoff.claim');
  await expect(refusal).toContainText('It starts a session first.');
  await expect(refusal).toContainText('logging.session');

  await agent.run('session.start', { mode: 'meta' });
  await agent.run('handoff.claim', { handoff });
  await expect(row(page, 'runaway')).toContainText(`claims ${handoff}`);
  const head = Number((await call(page, 'event.list', { after: 0, limit: 1 })).result.seq);
  const waiting = agent.tool('wait_for_next', { timeoutMs: 40_000, after: head }, 60_000).then(
    () => 'answered',
    (error: Error) => error.message,
  );

  // One click.
  await page.locator('[data-action="agent.disable"]').click();
  await expect(row(page, 'runaway')).toHaveAttribute('data-light', 'off');
  expect(await waiting).toMatch(/disabled|revoked|401/);
  await expect(page.getByText(`Offered again: ${handoff}`, { exact: true })).toBeVisible();
  await expect
    .poll(async () => Object((await call(page, 'handoff.get', { handoff })).result.card).state)
    .toBe('offered');
  const late = await agent.run('handoff.release', { handoff, expectedVersion: 2 });
  expect(late).toMatchObject({ isError: true, body: { code: 'POLICY_DENIED' } });
  await expect(connectAgent(token, baseURL ?? '')).rejects.toThrow();

  // And let go again.
  await page.locator('[data-action="agent.enable"]').click();
  await expect(page.locator('[data-action="agent.disable"]')).toBeVisible();
  const again = await connectAgent(token, baseURL ?? '');
  expect((await again.tool('get_available_actions')).isError).toBe(false);
  await expect(row(page, 'runaway')).toHaveAttribute('data-light', 'on');

  // A token ends for good.
  await page.locator('[data-token="t1"] [data-ask="token.revoke"]').click();
  await page.locator('[data-token="t1"] [data-action="token.revoke"]').click();
  await expect(page.locator('[data-token="t1"]')).toHaveAttribute('data-life', 'revoked');
  await expect(again.tool('get_available_actions')).rejects.toThrow(/401|revoked/);
  await expect(page.locator('[data-agent-pane] [data-outcome="UNAUTHENTICATED"]').first()).toBeVisible();

  const { version } = Object((await call(page, 'handoff.get', { handoff })).result.card);
  await call(page, 'handoff.cancel', { handoff, expectedVersion: version, reason: 'made by a test' });
  await agent.close();
  await again.close();
  await page.context().close();
});

test('people see the agents that act for them, stop those, and do no more', async ({ browser }) => {
  test.setTimeout(120_000);
  const admin = await openAgents(browser, 'Jonas Weber');
  await issueToken(admin, 'irinas-own', ['coder'], 'lead@llmgenie.test');
  await issueToken(admin, 'jonas-own', ['coder']);
  const lead = await openAgents(browser, 'Irina Volkova');
  await expect(row(lead, 'irinas-own')).toBeVisible();
  await expect(row(lead, 'jonas-own')).toHaveCount(0);
  await expect(lead.locator('[data-action="agent.connect"]')).toHaveCount(0);
  await row(lead, 'irinas-own').click();
  await expect(lead.locator('[data-ask="token.revoke"], [data-new-token], [data-edit]')).toHaveCount(0);
  await lead.locator('[data-action="agent.disable"]').click();
  await expect(row(lead, 'irinas-own')).toHaveAttribute('data-light', 'off');
  await expect(lead.locator('[data-action="agent.enable"]')).toHaveCount(0);
  expect((await call(lead, 'agent.enable', { agent: 'irinas-own' })).error?.code).toBe('POLICY_DENIED');
  expect((await call(lead, 'agent.disable', { agent: 'jonas-own' })).error?.code).toBe('RULE_REFUSED');

  const onlooker = await browser.newContext();
  await signIn(onlooker, 'Vera Lind');
  const viewer = await onlooker.newPage();
  await viewer.goto('/llmgenie/agents');
  await expect(viewer.getByText('Agents are shown to members')).toBeVisible();

  // The admin changes roles and owner; the lead no longer sees it.
  await row(admin, 'irinas-own').click();
  await admin.locator('[data-edit="agent"]').click();
  await admin.locator('[data-role="analyst"]').click();
  await admin.locator('select[name="owner"]').selectOption('admin@llmgenie.test');
  await admin.locator('[data-action="agent.update"]').click();
  await expect(admin.locator('[data-agent-pane]')).toContainText('analyst, coder; acts for Jonas Weber');
  await expect(row(lead, 'irinas-own')).toHaveCount(0);
  await call(admin, 'agent.disable', { agent: 'jonas-own' });
  await Promise.all([admin.context().close(), lead.context().close(), onlooker.close()]);
});
