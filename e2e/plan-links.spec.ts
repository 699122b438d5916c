import { type Browser, expect, type Locator, type Page, test } from '@playwright/test';
import { fullPackage } from '../server/full-package.fixture';
import { connectAgent, issueToken } from './fixtures/agents';
import { type Hand, hands } from './fixtures/hands';
import { stepTo, tabTo } from './fixtures/keyboard';
import { call, closeBoards, openBoard } from './fixtures/people';
import { importAs, line, openPlan, remove } from './fixtures/plans';

test.afterEach(closeBoards);

type Agent = Awaited<ReturnType<typeof connectAgent>>;

/** Opens a dialog of an item: by its button, or by a key on the line that has the focus. */
async function ask(hand: Hand, item: Locator, action: 'plan.link' | 'handoff.create'): Promise<Locator> {
  const page = item.page();
  if (hand.name === 'pointer') {
    await item.hover();
    await item.locator(`[data-action="${action}"]`).click();
  } else {
    await tabTo(page, page.locator('[role="treeitem"][tabindex="0"]'));
    await stepTo(page, 'ArrowDown', item);
    await page.keyboard.press(action === 'plan.link' ? 'l' : 'h');
  }
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  return dialog;
}

async function must(who: Agent, action: string, args: object) {
  const answer = await who.run(action, { ...args });
  expect(answer.isError, `${action}: ${JSON.stringify(answer.body)}`).toBe(false);
  return answer.result;
}

/** Takes a handoff from its first stage to its end, as three agents would. */
async function complete(browser: Browser, lead: Page, handoff: string, base: string, suffix: string) {
  const admin = await openBoard(browser, 'Jonas Weber');
  const agent = async (role: string, owner?: string) =>
    connectAgent(await issueToken(admin, `plan-${role}-${suffix}`, [role], owner), base);
  const [analyst, coder, librarian] = [
    await agent('analyst', 'analyst@llmgenie.test'),
    await agent('coder'),
    await agent('librarian'),
  ];
  const version = async () =>
    Number(Object((await call(lead, 'handoff.get', { handoff })).result.card).version);
  const take = async (who: Agent) => {
    await must(who, 'session.start', { handoff });
    await must(who, 'handoff.claim', { handoff });
  };
  const pass = async (who: Agent, items: Readonly<Record<string, string>>) => {
    for (const [one, kind] of Object.entries(items)) {
      const url = 'https://example.test/proof';
      if (kind !== '')
        await must(who, 'checklist.attachEvidence', { handoff, item: one, kind, label: 'proof', url });
      await must(who, 'checklist.tick', { handoff, item: one });
    }
  };
  await take(analyst);
  const goals = { 'goal-stated': '', 'sources-linked': 'link', 'success-agreed': '', 'questions-asked': '' };
  await must(analyst, 'handoff.update', {
    handoff,
    expectedVersion: await version(),
    package: fullPackage,
  });
  await pass(analyst, goals);
  await must(analyst, 'handoff.send', { handoff, expectedVersion: await version(), to: 'build' });
  await take(coder);
  const chip = lead.locator(`[data-link="${handoff}"]`);
  await expect(chip).toHaveAttribute('data-look', 'moving');
  await pass(coder, {
    'tests-pass': 'test',
    'commit-linked': 'commit',
    'errors-tried': '',
    'lessons-written': '',
    'docs-updated': '',
  });
  await must(coder, 'handoff.send', { handoff, expectedVersion: await version(), to: 'library' });
  await take(librarian);
  await pass(librarian, { 'package-read': '', filed: 'commit', 'lessons-kept': '' });
  return {
    finish: async () => must(librarian, 'handoff.complete', { handoff, expectedVersion: await version() }),
    cancel: async () =>
      call(lead, 'handoff.cancel', { handoff, expectedVersion: await version(), reason: 'A test is over' }),
    close: () => Promise.all([analyst, coder, librarian].map((one) => one.close())),
  };
}

for (const hand of hands) {
  test(`an item gets a handoff, closes live when an agent completes it, and opens when it is reopened, by ${hand.name}`, async ({
    browser,
    baseURL,
  }) => {
    test.setTimeout(180_000);
    const plan = `closes-${hand.name}`;
    const lead = await openBoard(browser, 'Irina Volkova');
    await importAs(lead, plan, '# Links\n\n## Phase 1. A\n\n- [ ] Do that first\n- [ ] Then this\n');
    await openPlan(lead, plan);
    const item = line(lead, 'Then this');
    const dialog = await ask(hand, item, 'handoff.create');
    await expect(dialog.getByLabel(/title/i)).toHaveValue('Then this');
    await hand.fill(dialog.getByLabel(/title/i), `Then this, by ${hand.name}`);
    await hand.press(dialog.locator('[data-action="handoff.create"]'));
    const chip = item.locator('[data-link]');
    await expect(chip).toHaveAttribute('data-look', 'offered');
    if (hand.name === 'keyboard') await expect(item).toBeFocused();
    const handoff = (await chip.getAttribute('data-link')) ?? '';

    const work = await complete(browser, lead, handoff, baseURL ?? '', hand.name);
    await expect(item).toHaveAttribute('data-checked', 'false');
    await work.finish();
    await expect(item).toHaveAttribute('data-checked', 'true');
    await expect(chip).toHaveAttribute('data-look', 'done');

    // Somebody else has the plan open; the lead goes from the item to its handoff, and reopens it there.
    const watcher = await openBoard(browser, 'Tomas Reyes');
    await openPlan(watcher, plan);
    const seen = line(watcher, 'Then this');
    await expect(seen).toHaveAttribute('data-checked', 'true');
    if (hand.name === 'pointer') await chip.click();
    else await lead.keyboard.press('Enter');
    const panel = lead.locator(`[data-panel="${handoff}"]`);
    await hand.press(panel.locator('[data-action="handoff.reopen"]'));
    const why = lead.getByRole('dialog');
    await hand.fill(why.locator('textarea'), 'one thing was missed');
    await hand.press(why.locator('[data-action="handoff.reopen"]'));
    await expect(why).toHaveCount(0);
    await hand.keepsFocus(lead);
    await expect(seen).toHaveAttribute('data-checked', 'false');
    await expect(seen.locator('[data-link]')).toHaveAttribute('data-look', 'offered');
    await work.cancel();
    await remove(lead, plan);
    await work.close();
  });

  test(`an item is linked to what is there, a second time refused, and unlinked, by ${hand.name}`, async ({
    browser,
  }) => {
    const plan = `linked-${hand.name}`;
    const lead = await openBoard(browser, 'Irina Volkova');
    await importAs(lead, plan, '# Links\n\n## Phase 1. A\n\n- [ ] First\n- [x] Second\n');
    const title = `Known already, by ${hand.name}`;
    const handoff = String((await call(lead, 'handoff.create', { title })).result.handoff);
    await openPlan(lead, plan);
    const item = line(lead, 'Second');
    const link = async () => {
      const dialog = await ask(hand, item, 'plan.link');
      await hand.fill(dialog.getByRole('textbox'), title);
      await hand.press(dialog.locator(`[data-to="${handoff}"]`));
      return dialog;
    };
    await expect(await link()).toHaveCount(0);
    await expect(item.locator(`[data-link="${handoff}"]`)).toBeVisible();
    // What is not done opens what it does.
    await expect(item).toHaveAttribute('data-checked', 'false');
    if (hand.name === 'keyboard') await expect(item).toBeFocused();

    const dialog = await link();
    await expect(dialog.locator('[data-denial="plan.linked"]')).toBeVisible();
    await hand.press(dialog.locator('[data-action="plan.unlink"]'));
    await expect(dialog).toHaveCount(0);
    await expect(item.locator('[data-link]')).toHaveCount(0);
    if (hand.name === 'keyboard') await expect(item).toBeFocused();
    await call(lead, 'handoff.cancel', { handoff, expectedVersion: 1, reason: 'A test is over' });
    await remove(lead, plan);
  });
}
