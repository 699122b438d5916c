import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BriefFacts, buildBrief } from './brief.rules';
import { BRIEF_TOKENS, RecoveryBrief } from './brief.schema';
import { clip, estimateTokens, tokensOf } from './tokens.rules';

const at = '2026-11-25T10:00:00.000000+00:00';
const text = fc.string({ unit: 'binary', maxLength: 400 });
const name = fc.string({ unit: 'grapheme', maxLength: 40 });
const key = fc.stringMatching(/^[a-z][a-z-]{0,30}$/);
const list = <T>(one: fc.Arbitrary<T>, maxLength = 25) => fc.array(one, { maxLength });
const stream = fc.constantFrom('event' as const, 'tech' as const, 'meta' as const);

const facts: fc.Arbitrary<BriefFacts> = fc
  .record({
    session: fc.record({
      id: fc.uuid(),
      actor: name,
      mode: key,
      branch: fc.option(text),
      focus: text,
    }),
    handoff: fc.option(fc.record({ label: fc.constant('LG-123456789'), title: text, stage: key })),
    roles: list(fc.record({ role: key, held: fc.boolean() })),
    claim: fc.record({
      state: fc.constantFrom('held' as const, 'retaken' as const, 'other' as const, 'none' as const),
      fence: fc.nat(9999),
      holder: fc.option(name),
      leaseUntil: fc.option(fc.constant(at)),
      leaseSeconds: fc.option(fc.nat(30000)),
      version: fc.nat(9999),
    }),
    attention: list(fc.record({ kind: fc.constant('fence' as const), text, fact: name })),
    lastAction: fc.option(fc.record({ at: fc.constant(at), what: key, text })),
    openItems: list(fc.record({ item: key, label: name, required: fc.boolean(), need: key })),
    questions: list(fc.record({ at: fc.constant(at), by: name, to: name, text })),
    moves: list(fc.record({ action: key, to: key, allowed: key, blockedBy: key })),
    since: list(fc.record({ at: fc.constant(at), by: name, what: key, text, decision: fc.boolean() })),
    gaps: list(fc.record({ from: fc.constant(at), to: fc.option(fc.constant(at)), minutes: fc.nat(9999) })),
    entries: list(fc.record({ at: fc.constant(at), stream, text })),
    context: list(
      fc.record({
        layer: fc.constantFrom('session' as const, 'project' as const, 'global' as const),
        key,
        value: fc.oneof(text, fc.integer(), fc.boolean(), fc.dictionary(key, text, { maxKeys: 3 })),
        version: fc.nat(99),
        author: name,
        source: text,
        updatedAt: fc.constant(at),
      }),
    ),
    more: fc.nat(5000),
  })
  .map(({ more, ...rest }) => ({
    ...rest,
    totals: {
      since: rest.since.length + more,
      gaps: rest.gaps.length,
      event: rest.entries.filter((one) => one.stream === 'event').length,
      tech: rest.entries.filter((one) => one.stream === 'tech').length + more,
      meta: rest.entries.filter((one) => one.stream === 'meta').length,
    },
  }));
const budget = fc.integer({ min: BRIEF_TOKENS.least, max: 6000 });

describe('a recovery brief', () => {
  it('never takes more than its budget, nor more than it says', () => {
    fc.assert(
      fc.property(facts, budget, (known, most) => {
        const brief = buildBrief(known, most);
        expect(estimateTokens(JSON.stringify(brief))).toBeLessThanOrEqual(brief.tokens);
        expect(brief.tokens).toBeLessThanOrEqual(most);
        expect(RecoveryBrief.safeParse(brief).success).toBe(true);
      }),
    );
  });

  it('is the same for the same facts, and its layers add up', () => {
    fc.assert(
      fc.property(facts, budget, (known, most) => {
        const brief = buildBrief(known, most);
        expect(buildBrief(structuredClone(known), most)).toEqual(brief);
        const { state, session, project, global } = brief.layers;
        expect(state + session + project + global).toBe(brief.tokens);
      }),
    );
  });

  it('says what it left out, so that nothing is lost count of', () => {
    fc.assert(
      fc.property(facts, budget, (known, most) => {
        const brief = buildBrief(known, most);
        const { leftOut } = brief;
        for (const kind of ['attention', 'openItems', 'questions', 'moves', 'context'] as const) {
          expect(brief[kind].length + leftOut[kind]).toBe(known[kind].length);
        }
        expect(brief.since.length + leftOut.since).toBe(known.totals.since);
        for (const one of ['event', 'tech', 'meta'] as const) {
          const given = brief.entries.filter((entry) => entry.stream === one).length;
          expect(given + leftOut[one]).toBe(known.totals[one]);
        }
      }),
    );
  });

  it('leaves out what is needed less before what is needed more, and invents nothing', () => {
    fc.assert(
      fc.property(facts, budget, (known, most) => {
        const brief = buildBrief(known, most);
        // What was left out did not fit: an open item that is missing is larger than all the room the later kinds took.
        const later = [...brief.moves, ...brief.gaps, ...brief.since, ...brief.entries, ...brief.context];
        const room = most - brief.tokens + later.reduce((sum: number, one) => sum + tokensOf(one), 0);
        const missing = known.openItems.filter((one) => !brief.openItems.includes(one));
        if (brief.questions.length === 0) {
          for (const one of missing) expect(tokensOf(one)).toBeGreaterThan(room);
        }
        for (const one of brief.openItems) expect(known.openItems).toContain(one);
        for (const one of brief.gaps) expect(known.gaps).toContain(one);
        expect(known.moves).toEqual(expect.arrayContaining(brief.moves));
      }),
    );
  });

  it('holds everything where there is room', () => {
    fc.assert(
      fc.property(facts, (known) => {
        const whole = { ...known, totals: { ...buildTotals(known) } };
        const brief = buildBrief(whole, BRIEF_TOKENS.most * 10);
        expect(Object.values(brief.leftOut).every((count) => count === 0)).toBe(true);
      }),
    );
  });
});

function buildTotals(known: BriefFacts): BriefFacts['totals'] {
  const of = (one: string) => known.entries.filter((entry) => entry.stream === one).length;
  return {
    since: known.since.length,
    gaps: known.gaps.length,
    event: of('event'),
    tech: of('tech'),
    meta: of('meta'),
  };
}

describe('a cut text', () => {
  it('takes what it may, ends in a sign of it, and splits no character', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 4, max: 60 }), (long, most) => {
        const kept = clip(long, most);
        expect(tokensOf(kept)).toBeLessThanOrEqual(most);
        if (kept !== long) expect(long.startsWith(kept.slice(0, -1))).toBe(true);
      }),
    );
    expect(clip('👩‍💻'.repeat(40), 10)).not.toMatch(/\ufffd/);
  });

  it('counts four bytes as a token', () => {
    expect(estimateTokens('four')).toBe(1);
    expect(estimateTokens('fours')).toBe(2);
    expect(estimateTokens('восемь')).toBe(3);
  });
});
