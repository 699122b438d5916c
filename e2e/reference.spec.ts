import { expect, type Page, test } from '@playwright/test';

test.use({ trace: 'off' });

/** Nothing of it comes from elsewhere, and nobody has to sign in. */
function foreignRequests(page: Page): string[] {
  const foreign: string[] = [];
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith('http') && hostname !== '127.0.0.1') foreign.push(request.url());
  });
  return foreign;
}

test('the reference is read by pointer: from the overview to a path, its shapes and its refusals', async ({
  page,
}) => {
  const foreign = foreignRequests(page);
  await page.goto('/docs/api');
  await page
    .getByRole('main')
    .getByRole('link', { name: /handoff\.send/ })
    .click();
  await expect(page).toHaveURL(/\/docs\/api\/handoff#handoff\.send$/);
  const send = page.locator('[data-operation="handoff.send"]');
  await expect(send).toBeInViewport();
  await expect(send.locator('pre')).toContainText('/api/v1/projects/llmgenie/handoff.send');
  await send.getByRole('link', { name: 'CONFLICT', exact: true }).click();
  await expect(page).toHaveURL(/\/docs\/api#CONFLICT$/);
  await expect(page.locator('#CONFLICT')).toBeInViewport();
  await page.goto('/docs/api/handoff#handoff.get');
  await page.locator('[data-operation="handoff.get"]').getByRole('link', { name: 'HandoffCard' }).click();
  await expect(page.locator('#shape-HandoffCard')).toBeInViewport();
  expect((await page.goto('/docs/api/nothing'))?.status()).toBe(404);
  expect(foreign).toEqual([]);
});

test('the reference is read by keyboard alone, also on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/docs/api');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: /Skip/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('main').getByRole('link').first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/docs\/api\/core$/);
  await expect(page.getByRole('heading', { level: 1, name: 'core' })).toBeVisible();
  await page.locator('[data-operation="enforce"] pre').focus();
  await expect(page.locator('[data-operation="enforce"] pre')).toBeFocused();
});

test('every path of the document is on a page', async ({ page, request }) => {
  const document = await (await request.get('/api/v1/openapi.json')).json();
  const operations = Object.values<Record<string, { operationId: string; tags: string[] }>>(document.paths)
    .flatMap((methods) => Object.values(methods))
    .map(({ operationId, tags }) => ({ id: operationId, tag: tags[0] ?? '' }));
  expect(operations.length).toBeGreaterThan(50);
  for (const tag of new Set(operations.map((each) => each.tag))) {
    await page.goto(`/docs/api/${tag}`);
    const shown = await page.locator('[data-operation]').evaluateAll((all) => all.map(({ id }) => id));
    const described = operations.filter((each) => each.tag === tag).map(({ id }) => id);
    expect(shown.sort()).toEqual(described.sort());
  }
});
