import { expect, test } from '@playwright/test';
import { call, closeBoards, openBoard } from './fixtures/people';

test.afterEach(closeBoards);

test('a lead finds why somebody was refused, and comes to what unlocks it', async ({ browser }) => {
  const lead = await openBoard(browser, 'Irina Volkova');
  const analyst = await openBoard(browser, 'Ada Okafor');
  const { result } = await call(lead, 'handoff.create', { title: 'Refused, to be found' });
  const handoff = String(result.handoff);
  await call(analyst, 'handoff.claim', { handoff });
  const refused = await call(analyst, 'handoff.send', { handoff, to: 'build', expectedVersion: 2 });
  expect(refused.status).toBe(403);

  await lead.goto('/llmgenie/policies');
  await lead.locator('[data-policy="checklist.required"] a').click();
  const detail = lead.locator('[data-policy-detail="checklist.required"]');
  await expect(detail).toContainText('context.requiredOpen');
  await detail.locator(`[data-unlock="${handoff}"]`).click();
  await expect(lead).toHaveURL(new RegExp(`handoff=${handoff}`));
  await expect(lead.getByRole('heading', { name: 'Refused, to be found' })).toBeVisible();
});

test('by keys alone: a dry run of a refused send shows the denial of the real one', async ({ browser }) => {
  const analyst = await openBoard(browser, 'Ada Okafor');
  const lead = await openBoard(browser, 'Irina Volkova');
  const { result } = await call(lead, 'handoff.create', { title: 'Asked before it is tried' });
  const handoff = String(result.handoff);
  await call(analyst, 'handoff.claim', { handoff });

  await analyst.goto('/llmgenie/policies');
  await analyst.locator('[data-action="policy.try"]').focus();
  await analyst.keyboard.press('Enter');
  const dialog = analyst.getByRole('dialog');
  const argument = (name: string) => dialog.locator(`[data-argument="${name}"]`);
  await argument('handoff').focus();
  await analyst.keyboard.type(handoff);
  await argument('to').focus();
  await analyst.keyboard.type('build');
  await argument('expectedVersion').focus();
  await analyst.keyboard.press('Control+A');
  await analyst.keyboard.type('2');
  await analyst.keyboard.press('Enter');
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
});
