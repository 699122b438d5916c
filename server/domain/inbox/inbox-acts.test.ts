import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Credential } from '../../actions/credential';
import { createWorld, type World } from '../../world.fixture';
import { HandoffDetail } from '../handoff/handoff.schema';
import { InboxList } from './inbox.schema';

/* Reminders and comments that name somebody, on the real database: whose inbox they enter, and what takes them out. */

let world: World;
let bot: Credential;
beforeAll(async () => {
  world = await createWorld();
  bot = await world.agent('bot-1', ['analyst'], { owner: 'analyst' });
  await world.as(bot, 'session.start', {});
}, 60_000);
afterAll(() => world.db.drop());

async function inboxOf(who: string | Credential): Promise<InboxList> {
  const options = typeof who === 'string' ? {} : { project: null };
  return InboxList.parse((await world.as(who, 'inbox.list', { limit: 100 }, options)).result);
}
const rowOf = async (who: string | Credential, handoff: string) => {
  const { rows, others } = await inboxOf(who);
  return [...rows, ...others].find(({ card }) => card.handoff === handoff);
};
async function make(title: string): Promise<string> {
  return String((await world.as('lead', 'handoff.create', { title })).result.handoff);
}
const nudge = (who: string, handoff: string) => world.as(who, 'handoff.nudge', { handoff });
const rule = (name: string, more: object = {}) =>
  expect.objectContaining({
    code: 'RULE_REFUSED',
    details: expect.objectContaining({ rule: name, ...more }),
  });
/** As if an hour had gone by since every reminder. */
const anHourLater = () => world.db.ownerPool.query(`UPDATE nudge SET at = at - interval '1 hour'`);

it('reminds the role where nobody holds it, and marks the row of each of its holders', async () => {
  const handoff = await make('Nudge the role');
  expect((await nudge('lead', handoff)).result).toEqual({ handoff, actor: null, role: 'analyst' });
  expect(await rowOf('analyst', handoff)).toMatchObject({ kind: 'offered', nudge: { by: { name: 'lead' } } });
  expect(await rowOf('lead', handoff)).toMatchObject({ kind: 'others', nudge: { by: { name: 'lead' } } });
});

it('reminds the holder, who finds it in the inbox until they do or say something', async () => {
  const handoff = await make('Nudge the holder');
  const { result: claim } = await world.as('analyst', 'handoff.claim', { handoff });
  expect(await rowOf('analyst', handoff)).toBeUndefined();
  expect((await nudge('lead', handoff)).result).toEqual({ handoff, actor: 'analyst', role: null });
  expect(await rowOf('analyst', handoff)).toMatchObject({ kind: 'nudged', by: { name: 'lead' } });
  await world.as('analyst', 'handoff.comment', { handoff, body: 'Tomorrow' });
  expect(await rowOf('analyst', handoff)).toBeUndefined();

  await anHourLater();
  await nudge('lead', handoff);
  expect(await rowOf('analyst', handoff)).toMatchObject({ kind: 'nudged' });
  const { version } = claim;
  await world.as('analyst', 'handoff.update', { handoff, expectedVersion: version, title: 'On its way' });
  expect(await rowOf('analyst', handoff)).toBeUndefined();
});

it('reminds whom the question was put to, and lets the one who asked do so', async () => {
  const handoff = await make('Nudge the asked');
  const { result: claim } = await world.as(bot, 'handoff.claim', { handoff }, { project: null });
  const asked = { handoff, expectedVersion: claim.version, question: 'Which one?', actor: 'reviewer' };
  await world.as(bot, 'handoff.ask', asked, { project: null });
  await expect(nudge('reviewer', handoff)).rejects.toEqual(rule('nudge.self'));
  const { result } = await world.as(bot, 'handoff.nudge', { handoff }, { project: null });
  expect(result).toEqual({ handoff, actor: 'reviewer', role: null });
  expect(await rowOf('reviewer', handoff)).toMatchObject({
    kind: 'question',
    by: { name: 'bot-1' },
    nudge: { by: { name: 'bot-1' } },
  });
  expect(await rowOf(bot, handoff)).toMatchObject({ kind: 'others' });
});

it('allows one reminder an hour of each handoff to each, also of two at once, and says when again', async () => {
  const handoff = await make('Nudge it twice');
  const both = await Promise.allSettled([nudge('lead', handoff), nudge('lead', handoff)]);
  expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: rule('nudge.soon', { again: expect.stringMatching(/^\d{4}-/) }),
  });
  await nudge('coder', handoff);
  await anHourLater();
  const later = await Promise.allSettled([nudge('lead', handoff), nudge('lead', handoff)]);
  expect(later.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await world.as('lead', 'handoff.cancel', { handoff, expectedVersion: 1, reason: 'No longer wanted' });
  await expect(nudge('lead', handoff)).rejects.toEqual(rule('handoff.closed'));
});

it('brings a comment to whom it names, until they have read it', async () => {
  const handoff = await make('Name somebody');
  const body = '@Reviewer, and @bot-1: @nobody and x@lead.test say nothing';
  const { result } = await world.as('coder', 'handoff.comment', { handoff, body });
  expect(await rowOf('reviewer', handoff)).toMatchObject({
    kind: 'mention',
    note: body,
    by: { name: 'coder' },
  });
  expect(await rowOf(bot, handoff)).toMatchObject({ kind: 'mention' });
  expect((await rowOf('lead', handoff))?.kind).toBe('others');
  const unread = async (who: string) =>
    HandoffDetail.parse((await world.as(who, 'handoff.get', { handoff })).result).unread;
  expect(await unread('reviewer')).toEqual([result.comment]);
  expect(await unread('coder')).toEqual([]);

  expect((await world.as('reviewer', 'inbox.read', { handoff })).result).toEqual({ handoff, mentions: 1 });
  expect(await rowOf('reviewer', handoff)).toBeUndefined();
  await expect(world.as('reviewer', 'inbox.read', { handoff })).rejects.toEqual(rule('inbox.nothing'));
});

it('counts an answer as reading, and never brings somebody their own words', async () => {
  const handoff = await make('Answer it');
  await world.as('lead', 'handoff.comment', { handoff, body: '@viewer @lead look' });
  expect((await rowOf('viewer', handoff))?.kind).toBe('mention');
  expect((await rowOf('lead', handoff))?.kind).toBe('others');
  await world.as('viewer', 'inbox.read', { handoff });
  await world.as('lead', 'handoff.comment', { handoff, body: '@coder and you?' });
  await world.as('coder', 'handoff.comment', { handoff, body: '@lead I as well' });
  expect(await rowOf('coder', handoff)).toBeUndefined();
  expect(await rowOf('lead', handoff)).toMatchObject({ kind: 'mention', by: { name: 'coder' } });
});
