import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { type Look, looks, nameOf, openLook, signIn, Watch } from './fixtures/looks';
import { call, card, stage } from './fixtures/people';
import { refusedWith, shot } from './fixtures/shot';

test.use({ trace: 'off' });

/** One page that is photographed from state to state. */
interface Subject {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly watch: Watch;
  readonly look: Look;
  /** Takes the picture; `expected` are the console errors that belong to the state. */
  shot(name: string, expected?: RegExp): Promise<void>;
}

/** Every page of the product in every state it has, once for each look. */
for (const look of looks) {
  test(nameOf(look), async ({ browser }) => {
    test.setTimeout(240_000);
    const context = await openLook(browser, look);
    const page = await context.newPage();
    const watch = new Watch(page);
    const subject: Subject = {
      context,
      page,
      watch,
      look,
      shot: (name, expected) => shot(page, watch, look, name, expected ?? null),
    };
    await takeSignIn(subject);
    await signIn(context, 'Irina Volkova');
    await takeBoard(subject);
    await (look.width === 390 ? takePhoneBoard(subject) : takeWideBoard(subject));
    await takeDialogs(subject);
    await signIn(context, 'Tomas Reyes');
    await takePanel(subject);
    await signIn(context, 'Marie Curie');
    await takeEmpty(subject);
    await context.close();
  });
}

async function takeSignIn({ page, look, shot }: Subject) {
  await page.goto('/sign-in');
  await shot('sign-in-empty');
  // An account of its own for each look, so that no pause is earned.
  await page.locator('input[name="email"]').fill(`${nameOf(look)}@llmgenie.test`);
  await page.locator('input[name="password"]').fill('not the password');
  await page.locator('button[type="submit"]').click();
  await expect(page.locator('.note')).toBeVisible();
  await shot('sign-in-wrong-password', refusedWith(401));
}

async function openLive(page: Page, query = '', project = 'llmgenie') {
  await page.goto(`/${project}/board${query}`);
  await expect(page.locator('[data-live="on"]')).toBeVisible();
  await expect(page.locator('[data-stage]').first()).toBeVisible();
}

/** Short number of the first handoff at a stage whose title begins so. */
async function find(page: Page, at: string, title = ''): Promise<string> {
  const { result } = await call(page, 'board.window', {});
  const stages = result.stages as { key: string; cards: { handoff: string; title: string }[] }[];
  const cards = stages.find(({ key }) => key === at)?.cards ?? [];
  const found = cards.find((each) => each.title.startsWith(title))?.handoff;
  if (found === undefined) throw new Error(`no handoff at ${at} begins with «${title}»`);
  return found;
}

async function takeBoard({ page, shot }: Subject) {
  await openLive(page);
  await shot('board-full');
  await page.locator('.board-chips button').last().click();
  await shot('board-filtered');
  await page.locator('.board-chips button').last().click();
}

async function takeWideBoard({ page, shot }: Subject) {
  const { result } = await call(page, 'board.window', {});
  const stages = result.stages as { key: string; cards: { handoff: string; state: string }[] }[];
  const waiting = stages.find(({ key }) => key === 'review')?.cards.find(({ state }) => state === 'offered');
  await lift(page, waiting?.handoff ?? '', 'library');
  await expect(stage(page, 'library')).toHaveAttribute('data-look', 'no');
  await expect(page.locator('.board-refusal [data-denial]')).toBeVisible();
  await shot('board-refused');
  await page.mouse.up();
  await expect(page.locator('.board-refusal[role="alert"] [data-denial]')).toBeVisible();
  await shot('board-refused-told');
  await page.locator('.board-refusal .btn').nth(2).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await shot('board-override');
  await page.keyboard.press('Escape');
  await openLive(page, '?zoom=far');
  await shot('board-far');
  await openLive(page, '?view=list');
  await shot('board-list');
  await page.keyboard.press('Shift+Slash');
  await expect(page.getByRole('dialog')).toBeVisible();
  await shot('keys-open');
  await page.keyboard.press('Escape');
}

/** Presses a card and holds it over a stage. */
async function lift(page: Page, handoff: string, over: string) {
  await card(page, handoff).hover({ position: { x: 40, y: 12 } });
  const target = await stage(page, over).boundingBox();
  if (!target) throw new Error(`no stage ${over}`);
  await page.mouse.down();
  await page.mouse.move(target.x - 60, target.y + 150, { steps: 6 });
  await page.mouse.move(target.x + 30, target.y + 120, { steps: 6 });
}

/** Nothing is dragged on a phone: a sheet names every stage and what keeps a card from it. */
async function takePhoneBoard({ page, shot }: Subject) {
  await page.locator('.board-picker button').nth(1).click();
  await shot('board-build');
  await page.locator('[data-move]').first().click();
  await expect(page.locator('.move-menu')).toBeVisible();
  await shot('board-refused');
  await page.keyboard.press('Escape');
}

async function takeDialogs({ page, look, shot }: Subject) {
  await page.locator('[data-user-menu]:visible').click();
  await expect(page.getByRole('menu')).toBeVisible();
  await shot('menu-open');
  await page.keyboard.press('Escape');
  await page.locator('[data-action="handoff.create"]').first().click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await shot('create-empty');
  await page.getByRole('dialog').locator('[data-action="handoff.create"]').click();
  await shot('create-refused');
  await page.keyboard.press('Escape');
  await page.goto('/nowhere/board');
  await shot('not-found-unknown', refusedWith(404));
  if (look.width === 390) return;
  await page.goto('/llmgenie/board?handoff=LG-9999');
  await expect(page.locator('.handoff-panel .note')).toBeVisible();
  await shot('panel-missing', refusedWith(404));
}

const TABS = ['package', 'checklist', 'comments', 'history', 'log'] as const;

async function takePanel({ page, look, shot }: Subject) {
  // In review for the second time, held by the reader: ticks, stale ticks, evidence, a return and an answer.
  const handoff = await find(page, 'review', 'Explain a policy');
  await openLive(page);
  // By pointer, as most people open it: then nothing wears the ring of the keyboard.
  if (look.width === 390) await page.locator('.board-picker button').nth(2).click();
  await page.locator(`a[data-handoff="${handoff}"]`).click();
  const panel = page.locator('.handoff-panel');
  await expect(panel.getByRole('tab').first()).toBeVisible();
  for (const tab of TABS) {
    await panel.locator(`[role="tab"][id$="-trigger-${tab}"]`).click();
    await expect(panel.getByRole('tabpanel')).toBeVisible();
    await shot(`panel-${tab}`);
  }
  await panel.locator('[data-locked]').first().click();
  await expect(panel.locator('[data-denial]')).toBeVisible();
  await shot('panel-refused');
  await panel.locator('[data-action="handoff.return"]').first().click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await shot('panel-return');
  await page.keyboard.press('Escape');
  const stale = await find(page, 'build', 'Pass the state');
  await openLive(page, `?handoff=${stale}`);
  await expect(panel.getByRole('tab').first()).toBeVisible();
  await shot('panel-stale');
  const done = await find(page, 'library', 'Show where');
  await openLive(page, `?handoff=${done}`);
  await expect(panel.getByRole('tab').first()).toBeVisible();
  await shot('panel-done');
}

async function takeEmpty({ page, shot }: Subject) {
  await openLive(page, '', 'lab');
  await expect(page.locator('.board-empty, [data-stage]').first()).toBeVisible();
  await shot('board-empty');
}
