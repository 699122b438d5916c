import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { connectAgent, createToken } from './fixtures/agents';
import { call, closeBoards, openBoard } from './fixtures/people';

test.afterEach(closeBoards);

const FILE = 'e2e/fixtures/master-plan.ru.md';
const bytes = readFileSync(FILE);

/** The plan's page, once events arrive. */
async function openPlan(page: Page, plan: string, query = ''): Promise<void> {
  await page.goto(`/llmgenie/plan/${plan}${query}`);
  await expect(page.locator('[data-live="on"]')).toBeVisible();
  await expect(page.locator('[role="treeitem"]').first()).toBeVisible();
}

async function exported(page: Page, plan: string): Promise<Buffer> {
  const { result } = await call(page, 'plan.export', { plan });
  return Buffer.from(String(result.base64), 'base64');
}

const differing = (a: Buffer, b: Buffer) => [...a.keys()].filter((at) => a[at] !== b[at]);

async function importAs(page: Page, key: string, source: string): Promise<void> {
  const { status } = await call(page, 'plan.import', { key, source });
  expect(status).toBe(200);
}

async function remove(page: Page, plan: string): Promise<void> {
  await call(page, 'plan.remove', { plan, confirm: plan });
}

test('a lead imports the real file with a preview, ticks by pointer, and exports all but one byte of it', async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const lead = await openBoard(browser, 'Irina Volkova');
  await lead.goto('/llmgenie/plan');
  await lead.locator('button[data-action="plan.import"]').first().click();
  const dialog = lead.getByRole('dialog');
  await dialog.getByLabel(/name in the address/i).fill('pointer');
  await dialog.locator('input[type="file"]').setInputFiles(FILE);
  const preview = dialog.locator('[data-preview]');
  await expect(preview).toContainText('5 phases, 15 goals, 42 items');
  // Nothing is written before it was seen.
  expect((await call(lead, 'plan.get', { plan: 'pointer' })).status).toBe(404);
  await dialog.locator('[data-action="plan.import"]').click();
  await lead.waitForURL(/\/plan\/pointer/);
  await expect(lead.locator('[data-phase]')).toHaveCount(5);
  await expect(lead.locator('[data-live="on"]')).toBeVisible();
  expect((await exported(lead, 'pointer')).equals(bytes)).toBe(true);

  const watcher = await openBoard(browser, 'Tomas Reyes');
  await openPlan(watcher, 'pointer');
  const first = lead.locator('[role="treeitem"]').first();
  const key = (await first.getAttribute('data-item')) ?? '';
  const was = await first.getAttribute('data-checked');
  await first.locator('[data-action="plan.tick"]').click();
  const now = was === 'true' ? 'false' : 'true';
  await expect(first).toHaveAttribute('data-checked', now);
  await expect(watcher.locator(`[data-item="${key}"]`)).toHaveAttribute('data-checked', now);
  await expect.poll(async () => differing(bytes, await exported(lead, 'pointer')).length).toBe(1);
  await expect(lead.locator('.plan-foot')).toContainText(
    String((await call(lead, 'plan.get', { plan: 'pointer' })).result.sha256),
  );
  await remove(lead, 'pointer');
});

test('the keyboard alone pastes a plan, walks it, ticks and searches', async ({ browser }) => {
  test.setTimeout(120_000);
  const lead = await openBoard(browser, 'Irina Volkova');
  await importAs(lead, 'keys', '# Old\n\n## Phase 1. A\n\n- [ ] one\n');
  await openPlan(lead, 'keys');
  await lead.locator('button[data-action="plan.import"]').first().focus();
  await lead.keyboard.press('Enter');
  const dialog = lead.getByRole('dialog');
  await dialog.getByLabel(/paste/i).focus();
  await lead.keyboard.insertText(
    '# Keys\n\n## Phase 1. A\n\n- [ ] group\n  - [ ] one\n  - [ ] two\n- [ ] last\n##Broken\n',
  );
  await dialog.locator('[data-action="plan.preview"]').focus();
  await lead.keyboard.press('Enter');
  await expect(dialog.locator('[data-denial="plan.unparsed"]')).toContainText('line 9');
  await dialog.getByLabel(/paste/i).focus();
  await lead.keyboard.press('Control+A');
  await lead.keyboard.insertText(
    '# Keys\n\n## Phase 1. A\n\n- [ ] group\n  - [ ] one\n  - [ ] two\n- [ ] last\n',
  );
  await dialog.locator('[data-action="plan.preview"]').focus();
  await lead.keyboard.press('Enter');
  await expect(dialog.locator('[data-change="added"]')).toBeVisible();
  await dialog.locator('[data-action="plan.import"]').focus();
  await lead.keyboard.press('Enter');
  await expect(lead.getByRole('dialog')).toHaveCount(0);

  // A group is named with its count as well.
  const line = (text: string) => lead.getByRole('treeitem', { name: new RegExp(`^${text}( \\d|$)`) });
  await line('group').focus();
  await lead.keyboard.press('ArrowDown');
  await expect(line('one')).toBeFocused();
  await lead.keyboard.press('Space');
  await expect(line('one')).toHaveAttribute('data-checked', 'true');
  await expect(lead).toHaveURL(/item=phase-1-/);
  await lead.keyboard.press('ArrowLeft');
  await expect(line('group')).toBeFocused();
  await lead.keyboard.press('ArrowLeft');
  await expect(line('one')).toHaveCount(0);
  await lead.keyboard.press('ArrowRight');
  await expect(line('one')).toBeVisible();
  await lead.keyboard.press('Slash');
  await lead.keyboard.type('last');
  await expect(lead.getByRole('treeitem')).toHaveCount(1);
  await expect.poll(async () => (await exported(lead, 'keys')).toString()).toContain('- [x] one');
  await remove(lead, 'keys');
});

test('an item closes live when an agent completes its handoff, and opens when that is reopened', async ({
  browser,
  baseURL,
}) => {
  test.setTimeout(180_000);
  const lead = await openBoard(browser, 'Irina Volkova');
  await importAs(lead, 'links', '# Links\n\n## Phase 1. A\n\n- [ ] Do this first\n- [ ] Then that\n');
  await openPlan(lead, 'links');
  const item = lead.getByRole('treeitem', { name: 'Do this first' });
  await item.hover();
  await item.locator('[data-action="handoff.create"]').click();
  const dialog = lead.getByRole('dialog');
  await expect(dialog.getByLabel(/title/i)).toHaveValue('Do this first');
  await dialog.locator('[data-action="handoff.create"]').click();
  const chip = item.locator('[data-link]');
  await expect(chip).toHaveAttribute('data-look', 'offered');
  const handoff = (await chip.getAttribute('data-link')) ?? '';

  const agent = async (name: string, role: string, owner?: string) =>
    connectAgent(createToken(name, role, owner), baseURL ?? '');
  const must = async (who: Awaited<ReturnType<typeof agent>>, action: string, args: object) => {
    const answer = await who.run(action, { ...args });
    expect(answer.isError, `${action}: ${JSON.stringify(answer.body)}`).toBe(false);
    return answer.result;
  };
  const analyst = await agent('plan-analyst', 'analyst', 'analyst@llmgenie.test');
  const coder = await agent('plan-coder', 'coder');
  const librarian = await agent('plan-librarian', 'librarian');
  const pass = async (who: typeof coder, items: Readonly<Record<string, string>>) => {
    for (const [one, kind] of Object.entries(items)) {
      const url = 'https://example.test/proof';
      if (kind !== '')
        await must(who, 'checklist.attachEvidence', { handoff, item: one, kind, label: 'proof', url });
      await must(who, 'checklist.tick', { handoff, item: one });
    }
  };
  const version = async () =>
    Number(Object((await call(lead, 'handoff.get', { handoff })).result.card).version);
  await must(analyst, 'session.start', { handoff });
  await must(analyst, 'handoff.claim', { handoff });
  await must(analyst, 'handoff.update', {
    handoff,
    expectedVersion: await version(),
    package: {
      summary: 'Done as asked.',
      lessons: 'None.',
      checklist: 'All of it.',
      audit: 'Irina decided.',
      metadata: { commit: '9f2c1ab' },
      startupPrompt: 'Read the summary.',
      controlQuestions: ['What?', 'Why?', 'How?'],
      successCriteria: ['It works.'],
    },
  });
  await pass(analyst, {
    'goal-stated': '',
    'sources-linked': 'link',
    'success-agreed': '',
    'questions-asked': '',
  });
  await must(analyst, 'handoff.send', { handoff, expectedVersion: await version(), to: 'build' });
  await must(coder, 'session.start', { handoff });
  await must(coder, 'handoff.claim', { handoff });
  await expect(chip).toHaveAttribute('data-look', 'moving');
  await pass(coder, {
    'tests-pass': 'test',
    'commit-linked': 'commit',
    'errors-tried': '',
    'lessons-written': '',
    'docs-updated': '',
  });
  await must(coder, 'handoff.send', { handoff, expectedVersion: await version(), to: 'library' });
  await must(librarian, 'session.start', { handoff });
  await must(librarian, 'handoff.claim', { handoff });
  await pass(librarian, { 'package-read': '', filed: 'commit', 'lessons-kept': '' });
  await expect(item).toHaveAttribute('data-checked', 'false');
  await must(librarian, 'handoff.complete', { handoff, expectedVersion: await version() });
  await expect(item).toHaveAttribute('data-checked', 'true');
  await expect(chip).toHaveAttribute('data-look', 'done');

  const reopened = await call(lead, 'handoff.reopen', {
    handoff,
    expectedVersion: await version(),
    reason: 'one thing was missed',
  });
  expect(reopened.status).toBe(200);
  await expect(item).toHaveAttribute('data-checked', 'false');
  await expect(chip).toHaveAttribute('data-look', 'offered');
  await call(lead, 'handoff.cancel', {
    handoff,
    expectedVersion: await version(),
    reason: 'end of the story',
  });
  await remove(lead, 'links');
  await Promise.all([analyst, coder, librarian].map((one) => one.close()));
});

test('a plan of 5,000 items opens at its list and ticks its last item', async ({ browser }) => {
  test.setTimeout(180_000);
  const lead = await openBoard(browser, 'Irina Volkova');
  const lines = Array.from(
    { length: 5_000 },
    (_, at) => `${at % 10 === 0 ? '' : '  '}- [ ] item ${at} ${'words of it '.repeat(15)}`,
  );
  await importAs(lead, 'large', `# Large\n\n## Phase 1. All\n\n${lines.join('\n')}\n`);
  await openPlan(lead, 'large');
  // Only what is looked at is drawn.
  expect(await lead.locator('[role="treeitem"]').count()).toBeLessThan(120);
  await lead.locator('[role="treeitem"]').first().focus();
  await expect(async () => {
    await lead.keyboard.press('End');
    await expect(lead.getByRole('treeitem', { name: /^item 4999 / })).toBeFocused({ timeout: 1_000 });
  }).toPass();
  await lead.keyboard.press('Space');
  await expect(lead.getByRole('treeitem', { name: /^item 4999 / })).toHaveAttribute('data-checked', 'true');
  await expect.poll(async () => (await exported(lead, 'large')).toString().split('- [x]').length - 1).toBe(1);
  await remove(lead, 'large');
});

/** What tried to run in other products; here each is text. */
const VECTORS = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '[a](javascript:alert(1))',
  '![a](https://evil.example.test/p.png)',
  '<iframe src="https://evil.example.test"></iframe>',
  '<a href="data:text/html,<script>alert(1)</script>">a</a>',
  '<style>@import url(https://evil.example.test/a.css)</style>',
  '<math><mtext><img src=x onerror=alert(1)></mtext></math>',
  '<details open ontoggle=alert(1)>a</details>',
  '<form action="https://evil.example.test"><button autofocus onfocus=alert(1)>a</button></form>',
];

test('text that would run elsewhere is text, in plans, in items and in comments', async ({ browser }) => {
  test.setTimeout(120_000);
  const lead = await openBoard(browser, 'Irina Volkova');
  const dialogs: string[] = [];
  const asked: string[] = [];
  lead.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  lead.on('request', (request) => asked.push(request.url()));
  const source = `# Hostile\n\n## Phase 1. ${VECTORS[1]}\n\n### Goals\n\n${VECTORS.map((one) => `- goal ${one}`).join('\n')}\n\n### Checklist\n\n${VECTORS.map((one) => `- [ ] item ${one}`).join('\n')}\n\n## After\n\n${VECTORS.join('\n\n')}\n`;
  await importAs(lead, 'hostile', source);
  await openPlan(lead, 'hostile');
  for (const vector of VECTORS)
    await expect(lead.locator('.plan-text', { hasText: `item ${vector}` })).toBeVisible();
  const { result } = await call(lead, 'handoff.create', { title: 'Hostile comments' });
  const handoff = String(result.handoff);
  for (const body of VECTORS) await call(lead, 'handoff.comment', { handoff, body });
  await lead.goto(`/llmgenie/board?handoff=${handoff}`);
  await lead.locator('.handoff-panel [role="tab"][id$="-trigger-comments"]').click();
  await expect(lead.locator('.handoff-panel [role="tabpanel"][data-state="active"]')).toBeVisible();
  expect(await lead.locator('main script, main iframe, main img, main form[action]').count()).toBe(0);
  expect(dialogs).toEqual([]);
  expect(asked.filter((url) => url.includes('evil'))).toEqual([]);
  await call(lead, 'handoff.cancel', { handoff, expectedVersion: 1, reason: 'end of the story' });
  await remove(lead, 'hostile');
});
