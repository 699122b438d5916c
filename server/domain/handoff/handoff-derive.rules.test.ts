import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Facts } from '../../actions/action';
import { isOwnWork, isStale, RETURN_BUDGET, routeKind } from './handoff.rules';
import { deriveHandoff, gates, moveFacts } from './handoff-derive.rules';
import type { ActorRef, HandoffFacts, ItemFacts } from './handoff-facts';
import { ACTORS, beginning, factsOf, STAGES } from './handoff-model.fixture';

type Own = Facts<HandoffFacts>;

const [first] = beginning(1).handoff;
if (first === undefined) throw new Error('the model has a handoff');
const base = factsOf(beginning(1), first, 'grace');

const HASHES = ['content-1', 'content-2'] as const;
const states = fc.constantFrom('open', 'passed', 'failed', 'not_applicable');
const items: fc.Arbitrary<ItemFacts[]> = fc
  .array(
    fc.record({
      state: states,
      hash: fc.constantFrom(...HASHES),
      required: fc.boolean(),
      kind: fc.constantFrom('manual', 'evidence', 'auto'),
      min: fc.nat({ max: 2 }),
      kinds: fc.subarray(['test', 'link'] as const),
      evidence: fc.array(fc.constantFrom('test', 'link', 'commit'), { maxLength: 3 }),
      notByAuthor: fc.boolean(),
      agentMayTick: fc.boolean(),
    }),
    { maxLength: 6 },
  )
  .map((drawn) =>
    drawn.map((item, index) => ({
      id: `i-${index}`,
      key: `item-${index}`,
      state: item.state,
      tickedHash: item.state === 'open' ? null : item.hash,
      evidence: item.evidence,
      template: {
        key: `item-${index}`,
        label: { en: 'x', ru: 'x' },
        required: item.required,
        side: 'sender',
        kind: item.kind,
        evidence: { kinds: item.kinds, min: item.min },
        tickRoles: [],
        agentMayTick: item.agentMayTick,
        notByAuthor: item.notByAuthor,
      },
    })),
  );

function facts(list: readonly ItemFacts[], change: Partial<NonNullable<HandoffFacts['handoff']>> = {}): Own {
  const { handoff } = base.own;
  if (handoff === null) throw new Error('the facts have a handoff');
  const own = { ...base.own, items: list, handoff: { ...handoff, contentHash: HASHES[0], ...change } };
  return { ...base, own };
}

/** Says of one item, in the words of the documentation, whether it is still due. */
function due(item: ItemFacts, score: number, hash: string): boolean {
  if (item.template.kind === 'auto') return score < 8;
  const done = item.state === 'passed' || item.state === 'not_applicable';
  if (!done || item.tickedHash !== hash) return true;
  const { kinds, min } = item.template.evidence;
  const fitting = item.evidence.filter((kind) => kinds.length === 0 || kinds.some((each) => each === kind));
  return item.state === 'passed' && fitting.length < min;
}

const scores = fc.constantFrom(0, 7, 8);
const stage = fc.constantFrom(...STAGES.map(({ key }) => key));

describe('the gates of leaving a stage', () => {
  it('are shut while a required item is due, and name exactly those', () => {
    fc.assert(
      fc.property(items, scores, fc.option(stage, { nil: null }), (list, packageScore, to) => {
        const given = facts(list, { packageScore });
        const open = list.filter((item) => item.template.required && due(item, packageScore, HASHES[0]));
        const found = gates(given, to);
        expect(found.openItems).toEqual(open.map(({ key }) => key));
        expect(found.requiredOpen).toBe(open.length);
        expect(found.itemSteps?.map(({ item }) => item)).toEqual(found.openItems);
        expect(found.leavesStage).toBe(true);
        if (found.reviewApproved)
          expect([open.length, list.some((i) => i.template.notByAuthor)]).toEqual([0, true]);
      }),
      { numRuns: 400 },
    );
  });

  it('shut again when the content changes after the ticks, and count each tick made before', () => {
    fc.assert(
      fc.property(items, (list) => {
        const ticked = list.map((item) => ({ ...item, tickedHash: HASHES[0] }));
        const before = gates(facts(ticked, { packageScore: 8 }), 'build');
        const after = gates(facts(ticked, { packageScore: 8, contentHash: HASHES[1] }), 'build');
        expect(before.ticksStale).toBe(0);
        const made = ticked.filter(
          ({ state, template }) => template.required && (state === 'passed' || state === 'not_applicable'),
        );
        expect(after.ticksStale).toBe(made.length);
        expect(after.requiredOpen).toBeGreaterThanOrEqual(before.requiredOpen ?? 0);
        for (const item of made.filter(({ template }) => template.kind !== 'auto')) {
          expect(isStale(item, HASHES[1])).toBe(true);
          expect(after.openItems).toContain(item.key);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('hold for every hop forward and for none backwards; only a route makes a hop legal', () => {
    fc.assert(
      fc.property(items, stage, stage, (list, from, to) => {
        const given = facts(list, { stageKey: from });
        const found = moveFacts(given, to);
        const backwards = STAGES.findIndex((s) => s.key === to) <= STAGES.findIndex((s) => s.key === from);
        expect([found.isMove, found.fromStage, found.toStage]).toEqual([true, from, to]);
        expect(found.leavesStage ?? false).toBe(!backwards);
        expect(found.transitionAllowed).toBe(
          given.own.routes.some((route) => route.from === from && route.to === to),
        );
        expect(moveFacts(given, 'nowhere')).toMatchObject({ isMove: true, transitionAllowed: false });
      }),
      { numRuns: 200 },
    );
  });

  it('say nothing of a handoff that is not there', () => {
    const none = { ...base, own: { ...base.own, handoff: null } };
    expect([deriveHandoff(none), gates(none, null)]).toEqual([null, {}]);
  });
});

describe('whose work it is', () => {
  const person = (id: string): ActorRef => ({ id, kind: 'person', name: id, owner: null });
  const refs = fc.constantFrom('ada', 'grace').chain((name) =>
    fc.constantFrom<ActorRef>(person(name), {
      id: `agent-of-${name}`,
      kind: 'agent',
      name: `agent-of-${name}`,
      owner: { id: name, name },
    }),
  );
  const answersFor = (actor: ActorRef) => actor.owner?.id ?? actor.id;

  it('is the author, its agent or its owner, seen from either side', () => {
    fc.assert(
      fc.property(refs, refs, (actor, maker) => {
        expect(isOwnWork(actor, maker)).toBe(answersFor(actor) === answersFor(maker));
        expect(isOwnWork(maker, actor)).toBe(isOwnWork(actor, maker));
      }),
    );
  });

  it('makes completing own work a matter of duty, for the author and all that act for it', () => {
    const author = person('ada');
    for (const actor of ACTORS.filter(({ kind }) => kind !== 'system')) {
      const given = factsOf(beginning(1), { ...first, stage_key: 'library' }, actor.id);
      expect([actor.id, gates(given, null).selfApproval]).toEqual([actor.id, isOwnWork(actor, author)]);
    }
  });
});

describe('the kind of a hop', () => {
  it('is forward to the next stage, a skip beyond it, else a return', () => {
    fc.assert(
      fc.property(fc.nat({ max: 9 }), fc.nat({ max: 9 }), (from, to) => {
        const kind = routeKind({ position: from }, { position: to });
        expect(kind).toBe(to <= from ? 'return' : to - from === 1 ? 'forward' : 'skip');
      }),
    );
    expect(RETURN_BUDGET).toBe(3);
  });
});
