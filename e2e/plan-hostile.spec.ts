import { expect, type Page, test } from '@playwright/test';
import { tabTo } from './fixtures/keyboard';
import { call, closeBoards, openBoard } from './fixtures/people';
import { openPlan, remove } from './fixtures/plans';

test.afterEach(closeBoards);

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

/** What makes a reader of Markdown compute or nest without end, 40 kB of each. */
const HEAVY: Readonly<Record<string, string>> = {
  'emphasis that pairs for ever': '*a_ '.repeat(10_000),
  'quotes in quotes': `${'> '.repeat(20_000)}deep`,
  'raw HTML': `${'<div>'.repeat(8_000)}<script>window.ran = 1</script>`,
};

/** Sees whatever would run, load or stand on the page that should not. */
function guard(page: Page) {
  const found: string[] = [];
  page.on('dialog', (dialog) => {
    found.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url().includes('evil')) found.push(`request ${request.url()}`);
  });
  return async () => {
    const here = await page.evaluate(() => {
      const all = [...document.querySelectorAll('main *, [role="dialog"] *')];
      const tags = all.filter((each) =>
        each.matches(
          'script, iframe, img, style, object, embed, math, details:not(.plan-side *), form[action]',
        ),
      );
      const acts = all.filter((each) =>
        [...each.attributes].some(
          ({ name, value }) =>
            /^on/i.test(name) || (/^(href|src|action)$/.test(name) && /^(javascript|data):/i.test(value)),
        ),
      );
      return [
        ...tags.map((each) => `element ${each.tagName}`),
        ...acts.map((each) => `attribute of ${each.outerHTML.slice(0, 80)}`),
        ...(Reflect.has(window, 'ran') ? ['a script ran'] : []),
      ];
    });
    expect([...found, ...here]).toEqual([]);
  };
}

/** Puts a text in as a person would, and waits until the page said what it makes of it. */
async function importByPage(page: Page, plan: string, source: string): Promise<'shown' | 'refused'> {
  await page.goto('/llmgenie/plan');
  await page.locator('button[data-action="plan.import"]').first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/name in the address/i).fill(plan);
  await dialog.getByLabel(/paste/i).fill(source);
  await dialog.locator('[data-action="plan.preview"]').click();
  const preview = dialog.locator('[data-preview]');
  const refused = dialog.locator('[role="alert"]');
  await expect(preview.or(refused).first()).toBeVisible({ timeout: 40_000 });
  if ((await preview.count()) === 0) return 'refused';
  await dialog.locator('[data-action="plan.import"]').click();
  await page.waitForURL(new RegExp(`/plan/${plan}`), { timeout: 40_000 });
  return 'shown';
}

const phaseOf = (text: string) =>
  `# Heavy\n\n## Phase 1. A\n\n### Goals\n\n- ${text}\n\n### Checklist\n\n- [ ] ${text}\n\n## After\n\n${text}\n`;

test('text that would run elsewhere is text, in plans, in items and in comments', async ({ browser }) => {
  test.setTimeout(120_000);
  const lead = await openBoard(browser, 'Irina Volkova');
  const nothingRan = guard(lead);
  const source = `# Hostile\n\n## Phase 1. ${VECTORS[1]}\n\n### Goals\n\n${VECTORS.map((one) => `- goal ${one}`).join('\n')}\n\n### Checklist\n\n${VECTORS.map((one) => `- [ ] item ${one}`).join('\n')}\n\n## After\n\n${VECTORS.join('\n\n')}\n`;
  expect(await importByPage(lead, 'hostile', source)).toBe('shown');
  await openPlan(lead, 'hostile');
  for (const vector of VECTORS)
    await expect(lead.locator('.plan-text', { hasText: `item ${vector}` })).toBeVisible();
  await lead.locator('.plan-side summary').first().click();
  await nothingRan();
  const { result } = await call(lead, 'handoff.create', { title: 'Hostile comments' });
  const handoff = String(result.handoff);
  for (const body of VECTORS) await call(lead, 'handoff.comment', { handoff, body });
  await lead.goto(`/llmgenie/board?handoff=${handoff}`);
  await lead.locator('.handoff-panel [role="tab"][id$="-trigger-comments"]').click();
  await expect(lead.locator('.handoff-panel [role="tabpanel"][data-state="active"]')).toBeVisible();
  await nothingRan();
  await call(lead, 'handoff.cancel', { handoff, expectedVersion: 1, reason: 'end of the story' });
  await remove(lead, 'hostile');
});

for (const [name, text] of Object.entries(HEAVY)) {
  test(`${name}, 40 kB of it, is read or refused while the page goes on, and runs nothing`, async ({
    browser,
  }) => {
    test.setTimeout(120_000);
    const lead = await openBoard(browser, 'Irina Volkova');
    const nothingRan = guard(lead);
    const plan = 'heavy';
    const made = await importByPage(lead, plan, phaseOf(text));
    await nothingRan();
    if (made === 'shown') {
      await openPlan(lead, plan);
      await expect(lead.getByRole('treeitem')).toHaveCount(1);
      await nothingRan();
      await tabTo(lead, lead.getByRole('treeitem'));
      await lead.keyboard.press('Space');
      await expect(lead.getByRole('treeitem')).toHaveAttribute('data-checked', 'true');
      await remove(lead, plan);
    }
    expect((await call(lead, 'plan.get', { plan })).status).toBe(404);
  });
}
