import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change, Refusal } from '../../actions/change';
import { STILL_ENV } from '../../actions/judge-rule';
import { openRequired } from '../handoff/handoff.rules';
import type { ItemFacts } from '../handoff/handoff-facts';
import { ACTORS, beginning, factsOf, ITEMS } from '../handoff/handoff-model.fixture';
import { attachEvidence } from './attach-evidence';
import { itemOf, openAfter, tickable, tickFacts, unknownItem } from './checklist.rules';
import { AttachEvidence, TickItem, UntickItem } from './checklist.schema';
import { tickItem } from './tick-item';
import { untickItem } from './untick-item';

const [row] = beginning(1).handoff;
if (row === undefined) throw new Error('the model has a handoff');
const base = factsOf(beginning(1), row, 'grace');

const env = { ...STILL_ENV, newId: () => 'id-1' };

const states = fc.constantFrom('open', 'passed', 'failed', 'not_applicable');
const hashes = fc.constantFrom('now', 'earlier', null);
const evidence = fc.array(fc.constantFrom('test', 'link'), { maxLength: 2 });
const itemsOf = fc
  .tuple(
    ...ITEMS.map((template) =>
      fc.record({ state: states, tickedHash: hashes, evidence, template: fc.constant(template) }),
    ),
  )
  .map((drawn) =>
    drawn.map((item): ItemFacts => ({ id: item.template.key, key: item.template.key, ...item })),
  );

function given(
  items: readonly ItemFacts[],
  holder: string | null = null,
  state: 'offered' | 'active' | 'done' = 'offered',
) {
  const { handoff } = base.own;
  if (handoff === null) throw new Error('the facts have a handoff');
  const held = ACTORS.find((actor) => actor.id === holder) ?? null;
  const seen = { ...handoff, state, contentHash: 'now', packageScore: 7, holder: held };
  return { handoff: seen, facts: { ...base, own: { ...base.own, handoff: seen, items } } };
}

describe('the checklist', () => {
  it('counts what is open after a change as it would count it afterwards', () => {
    fc.assert(
      fc.property(
        itemsOf,
        fc.nat({ max: ITEMS.length - 1 }),
        states,
        hashes,
        evidence,
        (items, at, state, hash, proof) => {
          const item = items[at];
          if (item === undefined) throw new Error('every template has its item');
          const changed = { ...item, state, tickedHash: hash, evidence: proof };
          const { handoff, facts } = given(items);
          const after = items.map((each) => (each.key === item.key ? changed : each));
          expect(openAfter(facts.own, handoff, changed)).toBe(openRequired({ items: after }, handoff).length);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('answers a tick, an untick and evidence with what is open afterwards', () => {
    fc.assert(
      fc.property(itemsOf, fc.constantFrom('stated', 'proven', 'nice'), (items, key) => {
        const { handoff, facts } = given(items);
        const args = { handoff: 'LG-1', item: key };
        const proof = { ...args, kind: 'test', label: '42 passed' };
        const withBlob = { ...facts, own: { ...facts.own, blobKnown: false } };
        const tried: [Change | Refusal, Partial<ItemFacts>][] = [
          [tickItem.rule(facts, TickItem.parse(args), env), { state: 'passed', tickedHash: 'now' }],
          [untickItem.rule(facts, UntickItem.parse(args), env), { state: 'open', tickedHash: null }],
          [
            attachEvidence.rule(withBlob, AttachEvidence.parse(proof), env),
            { evidence: [...(itemOf(facts.own, key)?.evidence ?? []), 'test'] },
          ],
        ];
        for (const [answer, change] of tried) {
          if (answer.kind === 'refusal') continue;
          const after = items.map((item) => (item.key === key ? { ...item, ...change } : item));
          const open = openRequired({ items: after }, handoff).length;
          expect(answer.result).toMatchObject({ requiredOpen: open });
        }
        expect(tried.filter(([{ kind }]) => kind === 'change').length).toBeGreaterThan(0);
      }),
      { numRuns: 200 },
    );
  });

  it('finds its items by key and says which there are', () => {
    fc.assert(
      fc.property(itemsOf, fc.string(), (items, key) => {
        const { facts } = given(items);
        const known = items.some((item) => item.key === key);
        expect(itemOf(facts.own, key) !== undefined).toBe(known);
        expect(itemOf(facts.own, 'proven')?.key).toBe('proven');
        expect(unknownItem(facts.own).details.items).toEqual(ITEMS.map((item) => item.key));
      }),
      { numRuns: 50 },
    );
  });

  it('is ticked by nobody once the handoff is closed or the package answers, by an agent only what it holds and may', () => {
    fc.assert(
      fc.property(
        itemsOf,
        fc.constantFrom('ada', 'grace', 'bot'),
        fc.constantFrom('ada', 'bot', null),
        fc.constantFrom('offered', 'active', 'done'),
        (items, who, holder, state) => {
          const { handoff } = given(items, holder, state);
          const { actor } = factsOf(beginning(1), row, who);
          if (actor === null) throw new Error(`the model has ${who}`);
          for (const item of items) {
            const allowed =
              state !== 'done' &&
              item.template.kind !== 'auto' &&
              (actor.kind === 'person' || (item.template.agentMayTick && holder === 'bot'));
            expect([item.key, tickable(handoff, item, actor) === null]).toEqual([item.key, allowed]);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('asks for one of the item’s roles, else the stage’s, and asks duty only where the author may not tick', () => {
    const roles = fc.subarray(['analyst', 'coder', 'reviewer']);
    fc.assert(
      fc.property(itemsOf, roles, roles, fc.constantFrom(...ACTORS), (items, tickRoles, held, who) => {
        const list = items.map((item) => ({ ...item, template: { ...item.template, tickRoles } }));
        const { facts } = given(list);
        const { actor } = factsOf(beginning(1), row, who.id);
        if (actor === null) throw new Error(`the model has ${who.id}`);
        const asked = { ...facts, actor: { ...actor, roles: held } };
        const wanted = tickRoles.length > 0 ? tickRoles : ['analyst'];
        for (const item of list) {
          const found = tickFacts(asked, item.key);
          expect(found.roleNeeded).toBe(
            wanted.some((role) => held.some((own) => own === role)) ? '' : wanted[0],
          );
          // ada made it; bot is ada's.
          expect(found.selfApproval).toBe(item.template.notByAuthor && ['ada', 'bot'].includes(who.id));
        }
        expect(tickFacts(asked, 'nothing')).toEqual({});
      }),
      { numRuns: 100 },
    );
  });
});
