import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Credential } from '../../actions/credential';
import { createWorld, type World } from '../../world.fixture';
import { Inbox } from '../inbox/inbox.schema';
import { HandoffDetail } from './handoff.schema';

/* Asking and answering on the real database: who may, what the claim does meanwhile, who is told. */

let world: World;
let bot: Credential;
beforeAll(async () => {
  world = await createWorld();
  bot = await world.agent('bot', ['analyst'], { owner: 'analyst' });
  await world.as(bot, 'session.start', {}, { project: null });
}, 60_000);
afterAll(() => world.db.drop());

const asBot = (action: string, args: object) => world.as(bot, action, args, { project: null });
const detail = async (handoff: string) =>
  HandoffDetail.parse((await world.as('viewer', 'handoff.get', { handoff })).result);
const next = async (args: object = {}) =>
  Inbox.parse((await world.as(bot, 'inbox.next', args, { project: null })).result);
const options = [{ label: 'Only open ones', pros: ['Fast'], cons: [] }, { label: 'Everything' }];

/** A handoff that bot holds and has asked about. */
async function asking(whom: object, more: object = {}) {
  const made = await world.as('lead', 'handoff.create', { title: 'Import the tracker' });
  const handoff = String(made.result.handoff);
  const { result: claim } = await asBot('handoff.claim', { handoff });
  const question = { question: 'Keep closed issues?', ...whom, ...more };
  const { result, eventSeq } = await asBot('handoff.ask', {
    handoff,
    expectedVersion: claim.version,
    ...question,
  });
  return {
    handoff,
    fence: claim.fence,
    question: result.question,
    seq: eventSeq ?? 0,
    version: result.version,
  };
}
const answer = (who: string, handoff: string, more: object = {}) =>
  world.as(who, 'handoff.answer', { handoff, answer: 'It covers two releases', ...more });
const refusal = (code: string, details: object) =>
  expect.objectContaining({ code, details: expect.objectContaining(details) });

it('rests the lease while it waits, and gives the same claim back with the answer', async () => {
  const { handoff, fence, seq } = await asking({ role: 'reviewer' }, { options });
  const waiting = (await detail(handoff)).card;
  expect(waiting).toMatchObject({
    state: 'input_required',
    fence,
    leaseUntil: null,
    holder: { name: 'bot' },
  });
  expect(waiting.question).toMatchObject({ role: 'reviewer', actor: null });
  for (const [action, args] of [
    ['handoff.heartbeat', { fence }],
    ['handoff.ask', { expectedVersion: waiting.version, question: 'And now?', role: 'coder' }],
  ] as const) {
    await expect(asBot(action, { handoff, ...args })).rejects.toEqual(
      refusal('RULE_REFUSED', {
        rule: 'handoff.asked',
        next: [
          expect.objectContaining({ action: 'handoff.release', by: 'you' }),
          expect.objectContaining({ action: 'handoff.answer', by: 'role:reviewer' }),
        ],
      }),
    );
  }
  await answer('reviewer', handoff, { option: 1 });
  const { card, questions } = await detail(handoff);
  expect(card).toMatchObject({ state: 'active', fence, holder: { name: 'bot' }, question: null });
  expect(card.leaseUntil).not.toBeNull();
  expect(questions).toMatchObject([{ open: false, answer: { option: 1, by: { name: 'reviewer' } } }]);
  // Told by the cursor and without one, until the holder goes on.
  const told = { kind: 'answer', handoff, reason: 'answered', option: 1, note: 'It covers two releases' };
  expect((await next({ after: seq })).item).toMatchObject(told);
  expect((await next()).item).toMatchObject(told);
  await asBot('handoff.release', { handoff, expectedVersion: card.version, fence });
  expect((await next({ after: seq })).item).toMatchObject({ kind: 'handoff' });
});

it('is answered by whom it was asked of or by a lead, once, with an option there is', async () => {
  const { handoff, question } = await asking({ actor: 'reviewer' }, { options });
  await expect(answer('coder', handoff)).rejects.toEqual(
    refusal('RULE_REFUSED', { rule: 'question.notAsked' }),
  );
  await expect(asBot('handoff.answer', { handoff, answer: 'I know it' })).rejects.toEqual(
    refusal('RULE_REFUSED', { rule: 'question.own' }),
  );
  await expect(answer('reviewer', handoff, { option: 3 })).rejects.toEqual(
    refusal('INVALID_ARGUMENTS', { rule: 'question.option' }),
  );
  await answer('lead', handoff, { option: 2 });
  const first = expect.objectContaining({ option: 2, answer: 'It covers two releases' });
  await expect(answer('reviewer', handoff, { question })).rejects.toEqual(
    refusal('CONFLICT', { rule: 'question.answered', first }),
  );
});

it('is withdrawn when the handoff is given away, and leaves no answer to give', async () => {
  const { handoff, question, version } = await asking({ actor: 'reviewer' });
  await asBot('handoff.release', { handoff, expectedVersion: version });
  await expect(answer('reviewer', handoff, { question })).rejects.toEqual(
    refusal('RULE_REFUSED', { rule: 'question.withdrawn' }),
  );
  expect((await detail(handoff)).questions).toMatchObject([{ open: false, answer: null }]);
});

it('wakes an agent that is asked, and asks nobody who is not there', async () => {
  const made = await world.as('lead', 'handoff.create', { title: 'Ask the agent' });
  const handoff = String(made.result.handoff);
  const { result: claim } = await world.as('analyst', 'handoff.claim', { handoff });
  const ask = (whom: object) =>
    world.as('analyst', 'handoff.ask', {
      handoff,
      expectedVersion: claim.version,
      question: 'Which one?',
      ...whom,
    });
  for (const whom of [
    {},
    { role: 'nobody' },
    { actor: 'nobody' },
    { actor: 'analyst' },
    { role: 'coder', actor: 'bot' },
  ]) {
    await expect(ask(whom)).rejects.toMatchObject({ code: 'INVALID_ARGUMENTS' });
  }
  const { eventSeq } = await ask({ actor: 'bot' });
  const { item } = await next({ after: (eventSeq ?? 1) - 1 });
  expect(item).toMatchObject({
    kind: 'question',
    handoff,
    reason: 'asked',
    note: 'Which one?',
    from: { name: 'analyst' },
  });
  await asBot('handoff.answer', { handoff, question: item?.question, answer: 'The first one' });
  expect((await detail(handoff)).card).toMatchObject({ state: 'active', holder: { name: 'analyst' } });
});
