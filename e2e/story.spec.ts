import { expect, test } from '@playwright/test';
import { fullPackage } from '../server/full-package.fixture';
import { type Agent, connectAgent, createToken } from './fixtures/agents';
import { call, card, closeBoards, openBoard, stage } from './fixtures/people';

test.afterEach(closeBoards);

/** Runs an action that must succeed. */
async function must(agent: Agent, action: string, args: Record<string, unknown> = {}) {
  const answer = await agent.run(action, args);
  expect(answer.isError, `${action}: ${JSON.stringify(answer.body)}`).toBe(false);
  return answer.result;
}

test('a coder agent hands to a librarian agent while two people watch', async ({ browser, baseURL }) => {
  test.setTimeout(120_000);
  const base = baseURL ?? '';
  const lead = await openBoard(browser, 'Irina Volkova');
  const watcher = await openBoard(browser, 'Tomas Reyes');
  const analyst = await connectAgent(createToken('story-analyst', 'analyst', 'analyst@llmgenie.test'), base);
  const coder = await connectAgent(createToken('story-coder', 'coder'), base);
  const librarian = await connectAgent(createToken('story-librarian', 'librarian'), base);

  // The lead creates it in the browser; an analyst's agent makes it ready to build.
  await lead.keyboard.press('c');
  await lead.getByRole('dialog').getByLabel(/title/i).fill('Tell why a door refuses');
  await lead.getByRole('dialog').locator('[data-action="handoff.create"]').click();
  const made = stage(lead, 'intake').locator('[data-handoff]', { hasText: 'Tell why a door refuses' });
  await expect(made).toBeVisible();
  const handoff = (await made.getAttribute('data-handoff')) ?? '';
  await must(analyst, 'session.start', { handoff, mode: 'meta' });
  await must(analyst, 'handoff.claim', { handoff });
  await must(analyst, 'checklist.attachEvidence', {
    handoff,
    item: 'sources-linked',
    kind: 'link',
    label: 'the plan',
    url: 'https://example.test/plan',
  });
  let version = 0;
  for (const item of ['goal-stated', 'sources-linked', 'success-agreed', 'questions-asked']) {
    version = Number((await must(analyst, 'checklist.tick', { handoff, item })).version);
  }
  await must(analyst, 'handoff.send', { handoff, expectedVersion: version, to: 'build' });

  // The coder asks what it may do, is asked for a session, claims, and is stopped by an open item.
  const listed = await coder.tool('get_available_actions', { handoff });
  const names = (listed.body.actions as { name: string }[]).map((row) => row.name);
  expect(names).toEqual(expect.arrayContaining(['handoff.claim', 'handoff.send']));
  const early = await coder.run('handoff.claim', { handoff });
  expect(early).toMatchObject({
    isError: true,
    body: {
      code: 'POLICY_DENIED',
      details: { denials: [{ policyId: 'logging.session', next: [{ action: 'session.start' }] }] },
    },
  });
  await must(coder, 'session.start', {
    handoff,
    mode: 'code',
    branch: 'lg-refusals',
    focus: 'Say the next step',
  });
  const claim = await must(coder, 'handoff.claim', { handoff });
  await must(coder, 'session.log', { stream: 'tech', text: 'Reading the package first.' });
  const updated = await must(coder, 'handoff.update', {
    handoff,
    expectedVersion: claim.version,
    fence: claim.fence,
    package: fullPackage,
  });
  const refused = await coder.run('handoff.send', {
    handoff,
    expectedVersion: updated.version,
    to: 'library',
  });
  expect(refused).toMatchObject({ isError: true, body: { code: 'POLICY_DENIED' } });
  const denials = (
    refused.body.details as { denials: { policyId: string; next: { action: string; arguments: object }[] }[] }
  ).denials;
  const gate = denials.find((denial) => denial.policyId === 'checklist.required');
  expect(gate?.next).toContainEqual(
    expect.objectContaining({ action: 'checklist.tick', arguments: { handoff, item: 'errors-tried' } }),
  );
  expect(gate?.next).toContainEqual(
    expect.objectContaining({ arguments: expect.objectContaining({ handoff, item: 'tests-pass' }) }),
  );
  await expect(card(lead, handoff)).toContainText('Cannot be sent');

  // Evidence, ticks; the librarian waits meanwhile.
  await must(coder, 'checklist.attachEvidence', {
    handoff,
    item: 'tests-pass',
    kind: 'test',
    label: '42 tests passed',
  });
  await must(coder, 'checklist.attachEvidence', {
    handoff,
    item: 'commit-linked',
    kind: 'commit',
    label: '9f2c1ab',
  });
  for (const item of ['tests-pass', 'commit-linked', 'errors-tried', 'lessons-written', 'docs-updated']) {
    version = Number((await must(coder, 'checklist.tick', { handoff, item })).version);
  }
  await must(librarian, 'session.start', { mode: 'knowledge', focus: 'Wait for the next one' });
  const head = (await call(lead, 'event.list', { after: 0, limit: 1 })).result.seq;
  const waiting = librarian.tool('wait_for_next', { timeoutMs: 30_000, after: head, claim: true }, 60_000);

  await must(coder, 'handoff.send', {
    handoff,
    expectedVersion: version,
    fence: claim.fence,
    to: 'library',
    note: 'File it under doors.',
  });
  const sentAt = Date.now();
  const seen = await Promise.all(
    [lead, watcher].map(async (page) => {
      await expect(stage(page, 'library').locator(`[data-handoff="${handoff}"]`)).toBeVisible();
      return Date.now() - sentAt;
    }),
  );
  test
    .info()
    .annotations.push({ type: 'both boards showed the move after', description: `${seen.join(' and ')} ms` });
  console.log(`both boards showed the move after ${seen.join(' and ')} ms`);

  // The librarian's agent wakes with the handoff in hand, and completes it.
  const woken = await waiting;
  expect(woken).toMatchObject({ isError: false, body: { item: { handoff, stage: 'library' } } });
  await must(librarian, 'checklist.attachEvidence', {
    handoff,
    item: 'filed',
    kind: 'link',
    label: 'filed',
    url: 'https://example.test/doors',
  });
  for (const item of ['package-read', 'filed', 'lessons-kept']) {
    version = Number((await must(librarian, 'checklist.tick', { handoff, item })).version);
  }
  await must(librarian, 'handoff.complete', { handoff, expectedVersion: version });
  await expect(card(watcher, handoff)).toContainText(/Done/);
  await must(coder, 'session.finish', { summary: 'Sent to the library.' });

  // Every step has its actor and its time.
  const detail = (await call(lead, 'handoff.get', { handoff })).result;
  const history = detail.history as { type: string; at: string; actor: { name: string } }[];
  const steps = history.map((entry) => `${entry.actor.name} ${entry.type}`).reverse();
  expect(steps).toEqual(
    expect.arrayContaining([
      'Irina Volkova handoff.created',
      'story-analyst handoff.sent',
      'story-coder handoff.claimed',
      'story-coder policy.denied',
      'story-coder checklist.evidenceAttached',
      'story-coder handoff.sent',
      'story-librarian handoff.claimed',
      'story-librarian handoff.completed',
    ]),
  );
  expect(history.every((entry) => !Number.isNaN(Date.parse(entry.at)))).toBe(true);
  const log = (await call(lead, 'session.entries', { handoff })).result;
  expect((log.entries as { text: string }[]).map((entry) => entry.text)).toEqual(
    expect.arrayContaining([
      expect.stringContaining('Reading the package first.'),
      expect.stringContaining('finish'),
    ]),
  );
  const decisions = (await call(lead, 'policy.decisions', { handoff })).result.decisions as {
    policyId: string;
    actor: { name: string };
  }[];
  expect(decisions.map((row) => `${row.actor.name} ${row.policyId}`)).toEqual(
    expect.arrayContaining(['story-coder logging.session', 'story-coder checklist.required']),
  );
  // The panel opened with the new handoff and followed it to the end.
  await expect(lead.getByRole('heading', { name: 'Tell why a door refuses' })).toBeVisible();

  await Promise.all([analyst, coder, librarian].map((agent) => agent.close()));
});

test('a viewer moves nothing, at either door', async ({ browser, baseURL }) => {
  const viewer = await openBoard(browser, 'Vera Lind');
  const offered = stage(viewer, 'intake').locator('[data-handoff]').first();
  const handoff = (await offered.getAttribute('data-handoff')) ?? '';
  const answer = await call(viewer, 'handoff.claim', { handoff });
  expect(answer.status).toBe(403);
  expect(answer.error).toMatchObject({
    code: 'POLICY_DENIED',
    details: { denials: [{ policyId: 'permission.required' }] },
  });
  // A viewer's agent has no more rights than the viewer.
  const agent = await connectAgent(
    createToken('viewer-agent', 'analyst', 'viewer@llmgenie.test'),
    baseURL ?? '',
  );
  await agent.run('session.start', {});
  const refused = await agent.run('handoff.claim', { handoff });
  expect(refused).toMatchObject({ isError: true, body: { code: 'POLICY_DENIED' } });
  expect(JSON.stringify(refused.body.details)).toContain('security.agent-ceiling');
  await agent.close();
});
