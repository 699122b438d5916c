import { expect, type Page, test } from '@playwright/test';
import { hands } from './fixtures/hands';
import { call, closeBoards, openBoard } from './fixtures/people';

test.afterEach(closeBoards);

/** A handoff at intake that its analyst holds, with nothing ticked yet. */
async function claimed(lead: Page, analyst: Page, title: string): Promise<string> {
  const { result } = await call(lead, 'handoff.create', { title });
  const handoff = String(result.handoff);
  await call(analyst, 'handoff.claim', { handoff });
  return handoff;
}

/** What stays in hand takes a place of the stage from every later journey. */
async function end(lead: Page, handoff: string): Promise<void> {
  const over = { handoff, expectedVersion: 2, reason: 'A test is over' };
  expect((await call(lead, 'handoff.cancel', over)).status).toBe(200);
}

for (const hand of hands) {
  test(`a lead finds why somebody was refused, and comes to what unlocks it, by ${hand.name}`, async ({
    browser,
  }) => {
    const lead = await openBoard(browser, 'Irina Volkova');
    const analyst = await openBoard(browser, 'Ada Okafor');
    const handoff = await claimed(lead, analyst, `Refused, to be found by ${hand.name}`);
    const refused = await call(analyst, 'handoff.send', { handoff, to: 'build', expectedVersion: 2 });
    expect(refused.status).toBe(403);

    await lead.goto('/llmgenie/policies');
    await hand.press(lead.locator('[data-policy="checklist.required"] a'));
    const detail = lead.locator('[data-policy-detail="checklist.required"]');
    await expect(detail).toContainText('context.requiredOpen');
    await hand.keepsFocus(lead);
    await hand.press(detail.locator(`[data-unlock="${handoff}"]`));
    await expect(lead).toHaveURL(new RegExp(`handoff=${handoff}`));
    await expect(lead.getByRole('heading', { name: `Refused, to be found by ${hand.name}` })).toBeVisible();
    await end(lead, handoff);
  });

  test(`a dry run of a refused send shows the denial of the real one, by ${hand.name}`, async ({
    browser,
  }) => {
    const analyst = await openBoard(browser, 'Ada Okafor');
    const lead = await openBoard(browser, 'Irina Volkova');
    const handoff = await claimed(lead, analyst, `Asked before it is tried, by ${hand.name}`);

    await analyst.goto('/llmgenie/policies');
    await hand.press(analyst.locator('[data-action="policy.try"]'));
    const dialog = analyst.getByRole('dialog');
    const argument = (name: string) => dialog.locator(`[data-argument="${name}"]`);
    await hand.fill(argument('handoff'), handoff);
    await hand.fill(argument('to'), 'build');
    await hand.fill(argument('expectedVersion'), '2');
    await hand.press(dialog.locator('button[type="submit"]'));
    const note = dialog.locator('[data-denial~="checklist.required"]');
    await expect(note).toBeVisible();

    const real = await call(analyst, 'handoff.send', { handoff, to: 'build', expectedVersion: 2 });
    const denials = real.error?.details as { denials: { policyId: string }[] };
    const ids = denials.denials.map(({ policyId }) => policyId).join(' ');
    await expect(note).toHaveAttribute('data-denial', ids);

    // What is asked leaves no trace: the dry run is none of the refusals.
    const { result: log } = await call(lead, 'policy.decisions', { handoff });
    expect(log.decisions).toHaveLength(denials.denials.length);
    expect(log.decisions).toMatchObject(denials.denials.map(() => ({ count: 1 })));
    await analyst.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await hand.keepsFocus(analyst);
    await end(lead, handoff);
  });
}
