import { describe, expect, it } from 'vitest';
import type { ChecklistItemView, HandoffDetail } from '@/server/domain/handoff/handoff.schema';
import { withItemStep } from './unlock.rules';

const item = (key: string, over: Partial<ChecklistItemView>): ChecklistItemView => ({
  key,
  label: { en: key, ru: key },
  required: true,
  side: 'receiver',
  kind: 'manual',
  evidenceKinds: [],
  evidenceMin: 0,
  tickRoles: [],
  agentMayTick: false,
  notByAuthor: false,
  state: 'open',
  stale: false,
  reason: null,
  tickedBy: null,
  tickedAt: null,
  evidence: [],
  ...over,
});
const ada = { id: 'a', kind: 'person' as const, name: 'Ada', owner: null };
const at = '2026-01-01T00:00:00Z';
const detail = (items: ChecklistItemView[]): Pick<HandoffDetail, 'card' | 'checklists'> => ({
  card: {
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
    movedAt: at,
    createdAt: at,
    closedAt: null,
    dueAt: null,
  },
  checklists: [{ stage: 'review', name: { en: 'R', ru: 'R' }, items }],
});
const denial = {
  policyId: 'branch.review',
  title: 't',
  why: 'w',
  facts: {},
  next: [{ action: 'handoff.send', arguments: {}, by: 'you' }],
};
const here = (step: { action: string }) => step.action.startsWith('checklist.');

describe('the way out of a refusal', () => {
  it('leads to the first item that keeps the handoff here', () => {
    const items = [item('package', { kind: 'auto' }), item('done', { state: 'passed' }), item('open', {})];
    expect(withItemStep(denial, detail(items), here).next?.[0]).toEqual({
      action: 'checklist.tick',
      arguments: { handoff: 'LG-1', item: 'open' },
      by: 'you',
    });
    const proof = [item('proof', { evidenceMin: 1 })];
    expect(withItemStep(denial, detail(proof), here).next?.[0]?.action).toBe('checklist.attachEvidence');
  });

  it('counts a checklist that refuses as well, behind another policy', () => {
    const role = { ...denial, policyId: 'duty.self-accept', facts: { also: ['checklist.required'] } };
    expect(withItemStep(role, detail([item('open', {})]), here).next).toHaveLength(2);
  });

  it('adds nothing where there is a step already, another reason, or no open item', () => {
    const own = { ...denial, next: [{ action: 'checklist.tick', arguments: { item: 'x' }, by: 'you' }] };
    expect(withItemStep(own, detail([item('open', {})]), here)).toBe(own);
    const route = { ...denial, policyId: 'flow.route' };
    expect(withItemStep(route, detail([item('open', {})]), here)).toBe(route);
    expect(withItemStep(denial, detail([item('done', { state: 'passed' })]), here)).toBe(denial);
  });
});
