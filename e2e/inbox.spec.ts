import { expect, test } from '@playwright/test';
import { connectAgent, createToken } from './fixtures/agents';
import { act, end, holderOf, make, openInbox, row } from './fixtures/inbox';
import { tabTo } from './fixtures/keyboard';
import { call, closeBoards, openBoard } from './fixtures/people';

test.afterEach(closeBoards);

test('what is given to somebody shows in their open inbox, and leaves it once they hold it', async ({
  browser,
}) => {
  const ada = await openBoard(browser, 'Ada Okafor');
  const lead = await openBoard(browser, 'Irina Volkova');
  await openInbox(ada);
  const handoff = await make(lead, 'Inbox: to be found by pointer');
  await row(ada, handoff).click();
  const panel = ada.locator(`[data-panel="${handoff}"]`);
  await panel.locator('[data-action="handoff.claim"]').click();
  await expect(row(ada, handoff)).toHaveCount(0);
  await openInbox(lead);
  await expect(row(lead, handoff)).toHaveAttribute('data-kind', 'others');
  await end(lead, handoff);
});

test('the same by keyboard alone, with G I to get there', async ({ browser }) => {
  const ada = await openBoard(browser, 'Ada Okafor');
  const handoff = await make(ada, 'Inbox: to be found by keys');
  await ada.keyboard.press('g');
  await ada.keyboard.press('i');
  await expect(ada).toHaveURL(/\/llmgenie\/inbox$/);
  await expect(row(ada, handoff)).toBeVisible();
  const rows = await ada.locator('.inbox-row').count();
  for (let step = 0; step < rows; step += 1) {
    await ada.keyboard.press('j');
    if (await row(ada, handoff).evaluate((each) => each === document.activeElement)) break;
  }
  await expect(row(ada, handoff)).toBeFocused();
  await ada.keyboard.press('Enter');
  const panel = ada.locator(`[data-panel="${handoff}"]`);
  await expect(panel.locator('[data-action="handoff.claim"]')).toBeVisible();
  await ada.keyboard.press('t');
  await expect(row(ada, handoff)).toHaveCount(0);
  await end(await openBoard(browser, 'Irina Volkova'), handoff);
});

for (const hand of ['pointer', 'keyboard'] as const) {
  test(`a reviewer finds what came back and claims it in one go, and may take that back, by ${hand}`, async ({
    browser,
  }) => {
    // Of the sample: one came back from the review to the build, where this reviewer works as well.
    const jonas = await openBoard(browser, 'Jonas Weber');
    await openInbox(jonas);
    const returned = jonas.locator('.inbox-row[data-kind="returned"]').first();
    await expect(returned).toBeVisible();
    const handoff = String(await returned.getAttribute('data-handoff'));
    await act(jonas, handoff, hand, 'claim');
    await expect(row(jonas, handoff)).toHaveCount(0);
    await expect(jonas.getByText(`You hold ${handoff}`, { exact: true })).toBeVisible();
    await expect.poll(() => holderOf(jonas, handoff)).toBe('Jonas Weber');
    await jonas.keyboard.press('Control+z');
    await expect(row(jonas, handoff)).toHaveAttribute('data-kind', 'returned');
    await expect.poll(() => holderOf(jonas, handoff)).toBe(null);
  });

  test(`a claim that comes too late is refused where it was tried, by ${hand}`, async ({ browser }) => {
    const ada = await openBoard(browser, 'Ada Okafor');
    const handoff = await make(ada, `Inbox: too late, by ${hand}`);
    await openInbox(ada);
    await expect(row(ada, handoff)).toBeVisible();
    // As if somebody else's claim were not here yet: the answer to this one is theirs.
    await ada.route('**/api/trpc/handoff.claim*', async (route) => {
      await call(ada, 'handoff.update', { handoff, expectedVersion: 1, title: 'Inbox: changed meanwhile' });
      await route.continue();
    });
    await act(ada, handoff, hand, 'claim');
    await expect(ada.locator('.inbox-refusal')).toBeVisible();
    await expect(row(ada, handoff)).toContainText('changed meanwhile');
    await ada.unroute('**/api/trpc/handoff.claim*');
    await end(await openBoard(browser, 'Irina Volkova'), handoff);
  });

  test(`an agent's question is answered in the browser and the agent goes on, by ${hand}`, async ({
    browser,
    baseURL,
  }) => {
    const lead = await openBoard(browser, 'Irina Volkova');
    const tomas = await openBoard(browser, 'Tomas Reyes');
    await openInbox(tomas);
    const handoff = await make(lead, `Inbox: asks, by ${hand}`);
    const agent = await connectAgent(
      createToken(`asks-by-${hand}`, 'analyst', 'lead@llmgenie.test'),
      String(baseURL),
    );
    await agent.run('session.start', { focus: 'Has a question', mode: 'discuss' });
    const { version, fence } = (await agent.run('handoff.claim', { handoff })).result;
    const asked = await agent.run('handoff.ask', {
      handoff,
      expectedVersion: version,
      role: 'reviewer',
      question: 'Keep the closed ones?',
      options: [{ label: 'Only open ones', pros: ['quick'], cons: [] }, { label: 'All of them' }],
    });
    await expect(row(tomas, handoff)).toHaveAttribute('data-kind', 'question');
    await act(tomas, handoff, hand, 'answer');
    const panel = tomas.locator(`[data-panel="${handoff}"]`);
    await expect(panel.locator('[data-question]')).toContainText('Keep the closed ones?');
    const first = panel.locator('[data-option="1"]');
    await expect(first).toBeFocused();
    const submit = panel.locator('[data-action="handoff.answer"]');
    await expect(submit).toBeDisabled();
    if (hand === 'pointer') {
      await panel.getByText('All of them').click();
      await panel.getByLabel('Reason').fill('History is worth four minutes');
      await submit.click();
    } else {
      await tomas.keyboard.press('2');
      await tabTo(tomas, panel.getByLabel('Reason'));
      await tomas.keyboard.type('History is worth four minutes');
      await tomas.keyboard.press('Control+Enter');
    }
    await expect(row(tomas, handoff)).toHaveCount(0);
    await expect(panel.locator('[data-picked]')).toContainText('All of them');
    const { body } = await agent.tool('wait_for_next', { timeoutMs: 5000, after: asked.body.eventSeq });
    expect(JSON.stringify(body)).toContain('History is worth four minutes');
    const alive = await agent.run('handoff.heartbeat', { handoff, fence });
    expect(alive.isError).toBe(false);
    await agent.run('session.finish');
    await agent.close();
    await end(lead, handoff);
  });

  test(`the holder asks and the question reaches who was asked, by ${hand}`, async ({ browser }) => {
    const ada = await openBoard(browser, 'Ada Okafor');
    const tomas = await openBoard(browser, 'Tomas Reyes');
    await openInbox(tomas);
    const handoff = await make(ada, `Inbox: to be asked about, by ${hand}`);
    await call(ada, 'handoff.claim', { handoff });
    await ada.goto(`/llmgenie/inbox?handoff=${handoff}`);
    const panel = ada.locator(`[data-panel="${handoff}"]`);
    const ask = panel.locator('[data-action="handoff.ask"]');
    await expect(ask).toBeVisible();
    if (hand === 'pointer') await ask.click();
    else await ada.keyboard.press('q');
    const dialog = ada.getByRole('dialog');
    const whom = dialog.getByLabel('Whom you ask');
    const question = dialog.getByLabel('Question');
    const answers = dialog.getByLabel('Answers to choose from');
    const submit = dialog.locator('[data-action="handoff.ask"]');
    await expect(whom).toBeEnabled();
    if (hand === 'pointer') {
      await whom.selectOption('actor:Tomas Reyes');
      await question.fill('Which of the two?');
      await answers.fill('The first\n+ cheap\nThe second');
      await submit.click();
    } else {
      await tabTo(ada, whom);
      await ada.keyboard.type('Tomas');
      await tabTo(ada, question);
      await ada.keyboard.type('Which of the two?');
      await tabTo(ada, answers);
      await ada.keyboard.type('The first\n+ cheap\nThe second');
      await tabTo(ada, submit);
      await ada.keyboard.press('Enter');
    }
    await expect(dialog).toBeHidden();
    await expect(panel.locator('[data-question]')).toContainText('Which of the two?');
    await expect(panel.locator('[data-action="handoff.answer"]')).toHaveCount(0);
    await expect(row(tomas, handoff)).toHaveAttribute('data-kind', 'question');
    await end(await openBoard(browser, 'Irina Volkova'), handoff);
  });

  test(`a mention appears while one looks, and goes once it is read, by ${hand}`, async ({ browser }) => {
    const ada = await openBoard(browser, 'Ada Okafor');
    const tomas = await openBoard(browser, 'Tomas Reyes');
    await openInbox(tomas);
    const handoff = await make(ada, `Inbox: names somebody, by ${hand}`);
    await ada.goto(`/llmgenie/inbox?handoff=${handoff}&do=comment`);
    const field = ada.locator(`[data-panel="${handoff}"]`).getByLabel('Comment', { exact: true });
    await expect(field).toBeFocused();
    await ada.keyboard.type('Have a look, @tom');
    const offered = ada.getByRole('option', { name: 'Tomas Reyes' });
    await expect(offered).toBeVisible();
    if (hand === 'pointer') await offered.click();
    else await ada.keyboard.press('Enter');
    await expect(field).toHaveValue('Have a look, @Tomas Reyes ');
    await ada.keyboard.press('Control+Enter');

    await expect(row(tomas, handoff)).toHaveAttribute('data-kind', 'mention');
    await expect(row(tomas, handoff)).toContainText('Have a look');
    // In another tab it goes as well.
    const other = await tomas.context().newPage();
    await openInbox(other);
    await expect(row(other, handoff)).toBeVisible();
    await act(tomas, handoff, hand, 'reply');
    await expect(tomas.locator(`[data-panel="${handoff}"]`)).toContainText('to you');
    await expect(row(tomas, handoff)).toHaveCount(0);
    await expect(row(other, handoff)).toHaveCount(0);
    await end(await openBoard(browser, 'Irina Volkova'), handoff);
  });

  test(`who waits nudges, the holder finds it, and an hour has to pass, by ${hand}`, async ({ browser }) => {
    const lead = await openBoard(browser, 'Irina Volkova');
    const ada = await openBoard(browser, 'Ada Okafor');
    const handoff = await make(lead, `Inbox: to be reminded of, by ${hand}`);
    await call(ada, 'handoff.claim', { handoff });
    await openInbox(ada);
    await openInbox(lead);
    await expect(row(lead, handoff)).toHaveAttribute('data-kind', 'others');
    await act(lead, handoff, hand, 'nudge');
    await expect(row(lead, handoff)).toContainText('you nudged');
    await expect(row(ada, handoff)).toHaveAttribute('data-kind', 'nudged');
    await expect(row(ada, handoff)).toContainText('Irina Volkova reminds you');
    await act(lead, handoff, hand, 'nudge');
    await expect(lead.locator('[data-denial="nudge.soon"]')).toBeVisible();
    await end(lead, handoff);
  });
}
