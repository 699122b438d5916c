import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Credential } from '../../actions/credential';
import { fullPackage } from '../../full-package.fixture';
import { createWorld, type World } from '../../world.fixture';

/* Ways around a checklist, a claim or an assignment that somebody with the role may try. */

let world: World;
let bot: Credential;
beforeAll(async () => {
  world = await createWorld();
  bot = await world.agent('bot', ['analyst', 'coder', 'reviewer'], { owner: 'librarian' });
  await world.as(bot, 'session.start', {});
}, 60_000);
afterAll(() => world.db.drop());

/** Items of a stage, and the kind of evidence that one needs. */
const ITEMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  analyst: { 'goal-stated': '', 'sources-linked': 'log', 'success-agreed': '', 'questions-asked': '' },
  coder: {
    'tests-pass': 'test',
    'commit-linked': 'commit',
    'errors-tried': '',
    'lessons-written': '',
    'docs-updated': '',
  },
};

async function created(): Promise<string> {
  const { result } = await world.as('lead', 'handoff.create', { title: 'Work', package: fullPackage });
  return String(result.handoff);
}

async function versionOf(handoff: string): Promise<number> {
  const { result } = await world.as('viewer', 'handoff.get', { handoff });
  return Number(Object(result.card).version);
}

async function pass(who: string, handoff: string, to: string): Promise<void> {
  for (const [item, kind] of Object.entries(ITEMS[who] ?? {})) {
    if (kind !== '') await world.as(who, 'checklist.attachEvidence', { handoff, item, kind, label: 'Proof' });
    await world.as(who, 'checklist.tick', { handoff, item });
  }
  await world.as(who, 'handoff.send', { handoff, expectedVersion: await versionOf(handoff), to });
}

async function atBuild(): Promise<string> {
  const handoff = await created();
  await pass('analyst', handoff, 'build');
  return handoff;
}

async function atReview(): Promise<string> {
  const handoff = await atBuild();
  await pass('coder', handoff, 'review');
  return handoff;
}

const refusedBy = (rule: string) =>
  expect.objectContaining({ code: 'RULE_REFUSED', details: expect.objectContaining({ rule }) });

it('lets no agent declare that a required item does not apply', async () => {
  const handoff = await atBuild();
  await world.as(bot, 'handoff.claim', { handoff });
  const tick = { handoff, item: 'tests-pass', state: 'not_applicable', reason: 'I have none' };
  await expect(world.as(bot, 'checklist.tick', tick)).rejects.toEqual(refusedBy('checklist.notApplicable'));
  await world.as('coder', 'checklist.tick', tick);
});

it('lets nobody return what is assigned to somebody else', async () => {
  const handoff = await atReview();
  await world.as('lead', 'handoff.assign', {
    handoff,
    expectedVersion: await versionOf(handoff),
    assignee: 'reviewer',
  });
  const back = { handoff, expectedVersion: await versionOf(handoff), reason: 'not mine' };
  await expect(world.as(bot, 'handoff.return', back)).rejects.toEqual(refusedBy('handoff.assigned'));
  await world.as('reviewer', 'handoff.return', back);
});

it('lets nobody return on a lease that ran out', async () => {
  const handoff = await atReview();
  const { result } = await world.as(bot, 'handoff.claim', { handoff });
  await world.db.ownerPool.query(`UPDATE handoff SET lease_until = now() WHERE 'LG-' || number = $1`, [
    handoff,
  ]);
  const back = { handoff, expectedVersion: result.version, fence: result.fence, reason: 'not clear' };
  await expect(world.as(bot, 'handoff.return', back)).rejects.toEqual(refusedBy('handoff.lease'));
});

it('lets who wants it take no assignment from another; who has it, who gave it and a lead may', async () => {
  const handoff = await created();
  const assign = async (who: Credential | string, assignee: string | null) =>
    world.as(who, 'handoff.assign', { handoff, expectedVersion: await versionOf(handoff), assignee });
  await assign('lead', 'analyst');
  await expect(assign(bot, null)).rejects.toEqual(refusedBy('handoff.assigned'));
  await expect(assign(bot, 'bot')).rejects.toEqual(refusedBy('handoff.assigned'));
  await expect(assign('coder', null)).rejects.toEqual(refusedBy('handoff.assigned'));
  await assign('analyst', 'bot');
  await assign(bot, null);
  await assign('coder', 'analyst');
  await assign('admin', 'bot');
});

it('assigns to nobody whose account is disabled', async () => {
  const handoff = await created();
  const disable = (at: string) =>
    world.db.ownerPool.query(`UPDATE "user" SET disabled_at = ${at} WHERE name = 'analyst'`);
  await disable('now()');
  await expect(
    world.as('lead', 'handoff.assign', { handoff, expectedVersion: 1, assignee: 'analyst' }),
  ).rejects.toEqual(expect.objectContaining({ code: 'INVALID_ARGUMENTS' }));
  await disable('NULL');
});

it('lets no lead grant an exception from the review or the duty rule for work of their own', async () => {
  const handoff = await created();
  for (const policy of ['branch.review', 'duty.self-accept']) {
    const grant = { handoff, policy, actor: 'coder', reason: 'The demonstration is this afternoon' };
    await expect(world.as('lead', 'override.grant', grant)).rejects.toEqual(refusedBy('override.ownWork'));
    await world.as('admin', 'override.grant', grant);
  }
});
