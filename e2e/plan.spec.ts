import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { hands } from './fixtures/hands';
import { tabTo } from './fixtures/keyboard';
import { call, closeBoards, openBoard } from './fixtures/people';
import { exported, importAs, line, openPlan, remove } from './fixtures/plans';

test.afterEach(closeBoards);

const FILE = 'e2e/fixtures/master-plan.ru.md';
const bytes = readFileSync(FILE);

const differing = (a: Buffer, b: Buffer) => [...a.keys()].filter((at) => a[at] !== b[at]);

for (const hand of hands) {
  test(`a lead imports the real file with a preview, ticks it, and exports all but one byte of it, by ${hand.name}`, async ({
    browser,
  }) => {
    test.setTimeout(120_000);
    const plan = `real-${hand.name}`;
    const lead = await openBoard(browser, 'Irina Volkova');
    await lead.goto('/llmgenie/plan');
    await hand.press(lead.locator('button[data-action="plan.import"]').first());
    const dialog = lead.getByRole('dialog');
    await hand.fill(dialog.getByLabel(/name in the address/i), plan);
    const chooser = lead.waitForEvent('filechooser');
    // A browser opens its chooser of files by a press on the label, and by the space bar on the field.
    if (hand.name === 'pointer') await dialog.locator('.plan-drop').click();
    else await hand.turn(dialog.locator('input[type="file"]'));
    await (await chooser).setFiles(FILE);
    await expect(dialog.locator('[data-preview]')).toContainText('5 phases, 15 goals, 39 items');
    // Nothing is written before it was seen.
    expect((await call(lead, 'plan.get', { plan })).status).toBe(404);
    await hand.press(dialog.locator('[data-action="plan.import"]'));
    await lead.waitForURL(new RegExp(`/plan/${plan}`));
    await expect(lead.locator('[data-phase]')).toHaveCount(5);
    await expect(lead.locator('[data-live="on"]')).toBeVisible();
    expect((await exported(lead, plan)).equals(bytes)).toBe(true);

    const watcher = await openBoard(browser, 'Tomas Reyes');
    await openPlan(watcher, plan);
    const first = lead.locator('[role="treeitem"]').first();
    const key = (await first.getAttribute('data-item')) ?? '';
    const now = (await first.getAttribute('data-checked')) === 'true' ? 'false' : 'true';
    if (hand.name === 'pointer') await first.locator('[data-action="plan.tick"]').click();
    else await hand.turn(first);
    await expect(first).toHaveAttribute('data-checked', now);
    await expect(watcher.locator(`[data-item="${key}"]`)).toHaveAttribute('data-checked', now);
    await expect.poll(async () => differing(bytes, await exported(lead, plan)).length).toBe(1);
    const { sha256 } = (await call(lead, 'plan.get', { plan })).result;
    await expect(lead.locator('.plan-foot')).toContainText(String(sha256));

    const download = lead.waitForEvent('download');
    await hand.press(lead.locator('[data-action="plan.export"]'));
    expect(readFileSync(await (await download).path()).equals(await exported(lead, plan))).toBe(true);
    await remove(lead, plan);
  });
}

test('a file is dropped, and one that is no text is named so', async ({ browser }) => {
  const lead = await openBoard(browser, 'Irina Volkova');
  await lead.goto('/llmgenie/plan');
  await lead.locator('button[data-action="plan.import"]').first().click();
  const dialog = lead.getByRole('dialog');
  const drop = async (content: readonly number[]) => {
    const data = await lead.evaluateHandle((all) => {
      const given = new DataTransfer();
      given.items.add(new File([new Uint8Array(all)], 'plan.md', { type: 'text/markdown' }));
      return given;
    }, content);
    await dialog.locator('.plan-drop').dispatchEvent('drop', { dataTransfer: data });
  };
  await drop([0x23, 0x20, 0xff, 0xfe]);
  await expect(dialog.locator('[role="alert"]')).toContainText('UTF-8');
  await drop([...bytes]);
  await expect(dialog.locator('[data-preview]')).toContainText('5 phases, 15 goals, 39 items');
  await expect(dialog.locator('[role="alert"]')).toHaveCount(0);
});

test('the keyboard alone pastes a plan, walks it, ticks and searches', async ({ browser }) => {
  test.setTimeout(120_000);
  const [, keyboard] = hands;
  if (keyboard === undefined) throw new Error('no keyboard');
  const lead = await openBoard(browser, 'Irina Volkova');
  await importAs(lead, 'keys', '# Old\n\n## Phase 1. A\n\n- [ ] one\n');
  await openPlan(lead, 'keys');
  await keyboard.press(lead.locator('button[data-action="plan.import"]').first());
  const dialog = lead.getByRole('dialog');
  const good = '# Keys\n\n## Phase 1. A\n\n- [ ] group\n  - [ ] one\n  - [ ] two\n- [ ] last\n';
  const paste = async (text: string) => {
    await tabTo(lead, dialog.getByLabel(/paste/i));
    await lead.keyboard.press('Control+A');
    await lead.keyboard.insertText(text);
    await keyboard.press(dialog.locator('[data-action="plan.preview"]'));
  };
  await paste(`${good}##Broken\n`);
  await expect(dialog.locator('[data-denial="plan.unparsed"]')).toContainText('line 9');
  await paste(good);
  await expect(dialog.locator('[data-change="added"]')).toBeVisible();
  await keyboard.press(dialog.locator('[data-action="plan.import"]'));
  await expect(lead.getByRole('dialog')).toHaveCount(0);
  await keyboard.keepsFocus(lead);

  await tabTo(lead, line(lead, 'group'));
  await lead.keyboard.press('ArrowDown');
  await expect(line(lead, 'one')).toBeFocused();
  await lead.keyboard.press('Space');
  await expect(line(lead, 'one')).toHaveAttribute('data-checked', 'true');
  await expect(lead).toHaveURL(/item=phase-1-/);
  await lead.keyboard.press('ArrowLeft');
  await expect(line(lead, 'group')).toBeFocused();
  await lead.keyboard.press('ArrowLeft');
  await expect(line(lead, 'one')).toHaveCount(0);
  await lead.keyboard.press('ArrowRight');
  await expect(line(lead, 'one')).toBeVisible();
  await lead.keyboard.press('Slash');
  await lead.keyboard.type('last');
  await expect(lead.getByRole('treeitem')).toHaveCount(1);
  await expect.poll(async () => (await exported(lead, 'keys')).toString()).toContain('- [x] one');
  await remove(lead, 'keys');
});
