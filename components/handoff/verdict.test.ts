import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChecklistItemView, HandoffDetail } from '@/server/domain/handoff/handoff.schema';
import { evidenceMissing, gapOf, roundOf, verdictOf, withComputed } from './verdict.rules';

const ada = { id: 'a', kind: 'person' as const, name: 'Ada', owner: null };
const item = (over: Partial<ChecklistItemView>): ChecklistItemView => ({
  key: 'k',
  label: { en: 'K', ru: 'К' },
  required: true,
  side: 'sender',
  kind: 'manual',
  evidenceKinds: [],
  evidenceMin: 0,
  tickRoles: [],
  agentMayTick: false,
  notByAuthor: false,
  state: 'passed',
  stale: false,
  reason: null,
  tickedBy: ada,
  tickedAt: '2026-01-01T00:00:00Z',
  evidence: [],
  ...over,
});
const proof = (kind: ChecklistItemView['evidence'][number]['kind']) => ({
  id: '1',
  kind,
  label: 'x',
  url: null,
  sha256: null,
  actor: ada,
  at: '2026-01-01T00:00:00Z',
});
const card: HandoffDetail['card'] = {
  handoff: 'LG-1',
  title: 'T',
  version: 1,
  fence: 1,
  state: 'active',
  stage: 'review',
  mode: 'code',
  priority: 2,
  labels: [],
  branch: null,
  author: ada,
  giver: ada,
  holder: ada,
  lastHolder: null,
  assignee: null,
  leaseUntil: null,
  staleAt: null,
  blocked: null,
  override: null,
  returns: 0,
  hops: 0,
  question: null,
  returnedBy: null,
  requiredTotal: 0,
  requiredPassed: 0,
  movedAt: '2026-01-01T00:00:00Z',
  createdAt: '2026-01-01T00:00:00Z',
  closedAt: null,
  dueAt: null,
};
const list = (stage: string, items: ChecklistItemView[]) => ({
  stage,
  name: { en: stage, ru: stage },
  items,
});

describe('what keeps a handoff where it is', () => {
  it('names the strongest reason of an item', () => {
    expect(gapOf(item({ state: 'failed', stale: true }))).toBe('failed');
    expect(gapOf(item({ stale: true, evidenceMin: 1 }))).toBe('stale');
    expect(gapOf(item({ state: 'open', evidenceMin: 1 }))).toBe('evidence');
    expect(gapOf(item({ state: 'passed', evidenceMin: 1 }))).toBe('evidence');
    expect(gapOf(item({ state: 'open' }))).toBe('open');
    expect(gapOf(item({}))).toBeNull();
    expect(gapOf(item({ state: 'not_applicable' }))).toBeNull();
    expect(gapOf(item({ state: 'not_applicable', stale: true }))).toBe('stale');
    expect(gapOf(item({ state: 'failed', required: false }))).toBeNull();
  });

  it('counts only evidence of a kind that is accepted', () => {
    expect(
      evidenceMissing(
        item({ evidenceMin: 2, evidenceKinds: ['test'], evidence: [proof('link'), proof('test')] }),
      ),
    ).toBe(1);
    expect(evidenceMissing(item({ evidenceMin: 1, evidence: [proof('link')] }))).toBe(0);
  });

  it('looks at the stage where the handoff stands, not at those it left', () => {
    const verdict = verdictOf({
      card,
      checklists: [
        list('build', [item({ state: 'open' })]),
        list('review', [item({ stale: true }), item({})]),
      ],
    });
    expect(verdict).toEqual({
      kind: 'keeps',
      total: 1,
      counts: { failed: 0, stale: 1, evidence: 0, open: 0 },
    });
  });

  it('says clear, waits, lapsed or done where no item keeps it', () => {
    const kind = (over: Partial<HandoffDetail['card']>) =>
      verdictOf({ card: { ...card, ...over }, checklists: [] }).kind;
    expect(kind({})).toBe('clear');
    expect(kind({ state: 'offered' })).toBe('waits');
    expect(kind({ state: 'offered', staleAt: '2026-01-01T00:00:00Z' })).toBe('lapsed');
    expect(kind({ state: 'done' })).toBe('done');
  });

  it('counts every required gap exactly once', () => {
    const items = fc.array(
      fc
        .record({
          state: fc.constantFrom<ChecklistItemView['state']>('open', 'passed', 'failed', 'not_applicable'),
          stale: fc.boolean(),
          required: fc.boolean(),
          evidenceMin: fc.integer({ min: 0, max: 2 }),
        })
        .map(item),
    );
    fc.assert(
      fc.property(items, (all) => {
        const { total, counts } = verdictOf({ card, checklists: [list('review', all)] });
        expect(total).toBe(all.filter((one) => gapOf(one) !== null).length);
        expect(counts.failed + counts.stale + counts.evidence + counts.open).toBe(total);
      }),
    );
  });
});

describe('rounds and package', () => {
  it('counts arrivals at the present stage', () => {
    const hop = (kind: 'create' | 'send' | 'return', from: string, to: string) => ({
      kind,
      from,
      to,
      actor: ada,
      reason: null,
      at: card.createdAt,
    });
    const transfers = [
      hop('create', 'build', 'build'),
      hop('send', 'build', 'review'),
      hop('return', 'review', 'build'),
      hop('send', 'build', 'review'),
    ];
    expect(roundOf({ card, transfers })).toBe(2);
    expect(roundOf({ card: { ...card, stage: 'build' }, transfers })).toBe(2);
    expect(roundOf({ card, transfers: [] })).toBe(1);
  });

  it('computes an automatic item from the package alone', () => {
    const state = (packageScore: number) =>
      withComputed({
        card,
        package: {},
        packageScore,
        contentHash: '',
        checklists: [list('review', [item({ kind: 'auto', state: 'open' }), item({ state: 'open' })])],
        transfers: [],
        comments: [],
        questions: [],
        history: [],
        returnBudget: { used: 0, limit: 3 },
        untrusted: true,
      }).checklists[0]?.items.map((one) => one.state);
    expect(state(8)).toEqual(['passed', 'open']);
    expect(state(7)).toEqual(['open', 'open']);
  });
});
