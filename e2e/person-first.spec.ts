import { expect, type Page, test } from '@playwright/test';
import { stepTo } from './fixtures/keyboard';
import { call, card, closeBoards, openBoard, stage } from './fixtures/people';

test.afterEach(closeBoards);

/** Presses a card and moves it over a stage, as a hand would: in steps, and without letting go. */
async function dragOver(page: Page, handoff: string, to: string) {
  // Waits until the card stands still under the pointer: fresh cards above it push it down.
  await card(page, handoff).hover({ position: { x: 40, y: 12 } });
  const from = await card(page, handoff).boundingBox();
  const target = await stage(page, to).boundingBox();
  if (!from || !target) throw new Error('nothing to drag');
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y + 20, { steps: 4 });
  await page.mouse.move(target.x + target.width / 2, target.y + 40, { steps: 12 });
}

async function create(page: Page, title: string): Promise<{ handoff: string; version: number }> {
  const { result } = await call(page, 'handoff.create', { title });
  return { handoff: String(result.handoff), version: Number(result.version) };
}

/** Makes a handoff ready to leave intake, as the analyst would. */
async function readyAtIntake(lead: Page, analyst: Page, title: string) {
  const { handoff } = await create(lead, title);
  const done = async (name: string, args: Record<string, unknown>) =>
    expect(await call(analyst, name, args)).toMatchObject({ status: 200 });
  await done('handoff.claim', { handoff });
  await done('checklist.attachEvidence', {
    handoff,
    item: 'sources-linked',
    kind: 'link',
    label: 'plan',
    url: 'https://example.test/',
  });
  for (const item of ['goal-stated', 'sources-linked', 'success-agreed', 'questions-asked']) {
    await done('checklist.tick', { handoff, item });
  }
  const version = Number(Object((await call(lead, 'handoff.get', { handoff })).result.card).version);
  // Who moves a card moves what they see: the board has caught up with the analyst's ticks.
  await expect(card(lead, handoff)).toHaveAttribute('data-version', String(version));
  return { handoff, version };
}

test('the lead drags to an illegal stage, is told why, and to a legal one', async ({ browser }) => {
  const lead = await openBoard(browser, 'Irina Volkova');
  // The newest card stands last: on a tall screen it and its targets are in sight, whatever other journeys left above it.
  await lead.setViewportSize({ width: 1440, height: 1600 });
  const analyst = await openBoard(browser, 'Ada Okafor');
  const { handoff } = await readyAtIntake(lead, analyst, 'Dragged by its lead');
  await expect(card(lead, handoff)).toBeVisible();

  await dragOver(lead, handoff, 'library');
  await expect(stage(lead, 'review')).toHaveAttribute('data-look', 'dim');
  await expect(stage(lead, 'build')).toHaveAttribute('data-look', 'lit');
  await expect(stage(lead, 'library')).toHaveAttribute('data-look', 'no');
  await expect(lead.locator('[data-denial="flow.route"]')).toBeVisible();
  await lead.mouse.up();
  await expect(lead.locator('[data-denial="flow.route"]')).toContainText(/Intake/);
  await expect(stage(lead, 'intake').locator(`[data-handoff="${handoff}"]`)).toBeVisible();
  await lead.keyboard.press('Escape');

  await dragOver(lead, handoff, 'build');
  await lead.mouse.up();
  await expect(stage(lead, 'build').locator(`[data-handoff="${handoff}"]`)).toBeVisible();
  await expect(stage(analyst, 'build').locator(`[data-handoff="${handoff}"]`)).toBeVisible();
  const { result } = await call(lead, 'handoff.get', { handoff });
  expect(result).toMatchObject({ card: { stage: 'build', state: 'offered' } });
});

test('every move has a keyboard path', async ({ browser }) => {
  const lead = await openBoard(browser, 'Irina Volkova');
  const analyst = await openBoard(browser, 'Ada Okafor');
  const { handoff } = await readyAtIntake(lead, analyst, 'Moved by keys alone');
  // The newest card stands last in the first stage; J begins there and goes down.
  await stepTo(lead, 'j', card(lead, handoff));
  await lead.keyboard.press('m');
  await lead.keyboard.press('ArrowRight');
  await lead.keyboard.press('Enter');
  await expect(stage(lead, 'build').locator(`[data-handoff="${handoff}"]`)).toBeVisible();
});

test('an opened handoff leaves its column in sight beside its panel', async ({ browser }) => {
  const lead = await openBoard(browser, 'Irina Volkova');
  await lead.setViewportSize({ width: 1440, height: 900 });
  const { result } = await call(lead, 'board.window', {});
  const stages = result.stages as { key: string; cards: { handoff: string }[] }[];
  // The column furthest to the right that holds a card: the one that the panel would stand on.
  const last = stages.findLast(({ cards }) => cards.length > 0);
  const handoff = last?.cards[0]?.handoff ?? '';
  const inSight = async () => {
    const panel = lead.locator(`[data-panel="${handoff}"]`);
    await expect(panel).toBeVisible();
    await expect(async () => {
      const [column, cover] = [await stage(lead, last?.key ?? '').boundingBox(), await panel.boundingBox()];
      expect((column?.x ?? 0) + (column?.width ?? 0)).toBeLessThan(cover?.x ?? 0);
      expect(column?.x).toBeGreaterThan(0);
    }).toPass({ timeout: 10_000 });
  };
  await card(lead, handoff).press('Enter');
  await inSight();
  // By its address, where neither canvas nor panel stands yet.
  await lead.goto(`/llmgenie/board?handoff=${handoff}`);
  await inSight();
});

test('a second tab acting on a stale version learns what changed', async ({ browser }) => {
  const lead = await openBoard(browser, 'Irina Volkova');
  const { handoff, version } = await create(lead, 'Edited in two tabs');
  const second = await lead.context().newPage();
  await second.goto(`/llmgenie/board?handoff=${handoff}`);
  await second.getByRole('heading', { name: 'Edited in two tabs' }).waitFor();

  const first = await call(lead, 'handoff.update', {
    handoff,
    expectedVersion: version,
    title: 'Edited by the first tab',
  });
  expect(first.status).toBe(200);
  const late = await call(second, 'handoff.update', {
    handoff,
    expectedVersion: version,
    title: 'Edited by the second tab',
  });
  expect(late.status).toBe(409);
  expect(late.error).toMatchObject({
    code: 'CONFLICT',
    details: {
      current: { handoff, version: version + 1, title: 'Edited by the first tab' },
      changed: [{ field: 'handoff.updated', by: 'Irina Volkova' }],
    },
  });
  await expect(second.getByRole('heading', { name: 'Edited by the first tab' })).toBeVisible();
});

test('two reviewers tick different items at once without a conflict', async ({ browser }) => {
  const tomas = await openBoard(browser, 'Tomas Reyes');
  const jonas = await openBoard(browser, 'Jonas Weber');
  const { result } = await call(tomas, 'board.window', {});
  const review = (result.stages as { key: string; cards: { handoff: string; title: string }[] }[]).find(
    (s) => s.key === 'review',
  );
  const handoff = review?.cards.find((each) => each.title.startsWith('Explain a policy'))?.handoff ?? '';
  for (const page of [tomas, jonas]) {
    await page.goto(`/llmgenie/board?handoff=${handoff}`);
    await page.getByRole('tab', { name: /checklist/i }).click();
  }
  const tick = (page: Page, item: string) =>
    page.locator(`[data-item="${item}"] [data-action="checklist.tick"]`).click();
  await Promise.all([tick(tomas, 'rules-kept'), tick(jonas, 'readable')]);
  for (const page of [tomas, jonas]) {
    for (const item of ['rules-kept', 'readable']) {
      await expect(page.locator(`[data-item="${item}"]`)).toHaveAttribute('data-state', 'passed');
    }
    await expect(page.locator('[data-conflict]')).toHaveCount(0);
  }
});
