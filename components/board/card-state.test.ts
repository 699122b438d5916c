import { describe, expect, it } from 'vitest';
import type { HandoffCard } from '@/server/domain/handoff/handoff.schema';
import { type CardState, type CardView, cardState, type Place } from './card-state';
import { ada, ago, card, coder1, coder3, irina, NOW, ROLES, tomas } from './sample-board';

const view: CardView = {
  me: { id: irina.id, roles: ['lead'] },
  role: ROLES.coder,
  nextRole: ROLES.reviewer,
};

function place(at: Place | null): string {
  if (at === null) return '';
  if (at.kind === 'slot') return at.calm ? `(${at.role.key})` : `open ${at.role.key}`;
  return `${at.lost ? 'lost ' : ''}${at.actor.name}${at.lease === null ? '' : ' leased'}`;
}

function told(state: CardState) {
  return {
    kind: state.kind,
    lane: [place(state.left), place(state.middle), place(state.right)].filter(Boolean).join(' > '),
    baton: [state.baton.icon, state.baton.text].filter(Boolean).join(' '),
    caption: state.caption.key,
    tone: state.caption.tone,
  };
}

const lease = new Date(NOW + 760_000).toISOString();
const rows: [string, Partial<HandoffCard>, ReturnType<typeof told>][] = [
  [
    'offered',
    {},
    { kind: 'offered', lane: 'Ada Okafor > open coder', baton: '4/6', caption: 'offered', tone: 'plain' },
  ],
  [
    'offered to somebody',
    { assignee: tomas },
    { kind: 'offered', lane: 'Ada Okafor > Tomas Reyes', baton: '4/6', caption: 'offeredTo', tone: 'plain' },
  ],
  [
    'in hand of an agent',
    { state: 'active', holder: coder1, leaseUntil: lease },
    {
      kind: 'active',
      lane: 'Ada Okafor > coder-1 leased',
      baton: '4/6',
      caption: 'activeLease',
      tone: 'plain',
    },
  ],
  [
    'in hand of a person, second round',
    { state: 'active', holder: tomas, leaseUntil: lease, returns: 1 },
    {
      kind: 'active',
      lane: 'Ada Okafor > Tomas Reyes leased',
      baton: '4/6',
      caption: 'activeRound',
      tone: 'plain',
    },
  ],
  [
    'input required of me',
    {
      state: 'input_required',
      holder: coder1,
      question: { id: 'q', role: null, actor: irina },
    },
    {
      kind: 'input',
      lane: 'Ada Okafor > coder-1 > Irina Volkova',
      baton: 'ask',
      caption: 'asksYou',
      tone: 'wait',
    },
  ],
  [
    'input required of a role',
    { state: 'input_required', holder: coder1 },
    { kind: 'input', lane: 'Ada Okafor > coder-1 > open coder', baton: 'ask', caption: 'asks', tone: 'wait' },
  ],
  [
    'stale',
    { staleAt: ago(41), lastHolder: coder3 },
    { kind: 'stale', lane: 'Ada Okafor > lost coder-3', baton: '4/6', caption: 'stale', tone: 'ink' },
  ],
  [
    'blocked in hand',
    {
      state: 'active',
      holder: coder1,
      leaseUntil: lease,
      blocked: { policyId: 'checklist.required', at: ago(1) },
    },
    {
      kind: 'blocked',
      lane: 'coder-1 leased > (reviewer)',
      baton: '4/6',
      caption: 'blockedItems',
      tone: 'stop',
    },
  ],
  [
    'blocked with nothing open',
    { requiredPassed: 6, blocked: { policyId: 'branch.protected', at: ago(1) } },
    {
      kind: 'blocked',
      lane: 'Ada Okafor > (reviewer)',
      baton: '6/6',
      caption: 'blockedPolicy',
      tone: 'stop',
    },
  ],
  [
    'returned',
    { returnedBy: tomas, giver: tomas, returns: 2 },
    {
      kind: 'returned',
      lane: 'open coder > Tomas Reyes',
      baton: 'return ×2',
      caption: 'returned',
      tone: 'wait',
    },
  ],
  [
    'overridden',
    {
      state: 'active',
      holder: tomas,
      leaseUntil: lease,
      override: { policyId: 'branch.protected', expiresAt: lease, used: false },
    },
    {
      kind: 'overridden',
      lane: 'Ada Okafor > Tomas Reyes leased',
      baton: 'override',
      caption: 'overridden',
      tone: 'stop',
    },
  ],
  [
    'an override that was used',
    { override: { policyId: 'branch.protected', expiresAt: lease, used: true } },
    { kind: 'offered', lane: 'Ada Okafor > open coder', baton: '4/6', caption: 'offered', tone: 'plain' },
  ],
  [
    'an override that ran out',
    { override: { policyId: 'branch.protected', expiresAt: ago(1), used: false } },
    { kind: 'offered', lane: 'Ada Okafor > open coder', baton: '4/6', caption: 'offered', tone: 'plain' },
  ],
  [
    'done',
    { state: 'done', closedAt: ago(168), lastHolder: coder1, requiredPassed: 6, movedAt: ago(5000) },
    { kind: 'done', lane: 'Ada Okafor > coder-1', baton: 'done 6/6', caption: 'done', tone: 'plain' },
  ],
];

describe('the grammar of a card', () => {
  it.each(rows)('%s', (_name, changes, expected) => {
    expect(told(cardState(card(changes), view, NOW))).toEqual(expected);
  });

  it('says by name what is open and how it came here', () => {
    const blocked = cardState(card({ blocked: { policyId: 'x', at: ago(1) } }), view, NOW);
    expect(blocked.caption.values).toEqual({ open: 2 });
    const returned = cardState(card({ returnedBy: tomas, returns: 2 }), view, NOW);
    expect(returned.caption.values).toEqual({ returns: 2, left: 1 });
    expect(cardState(card(), view, NOW).caption.values).toMatchObject({ from: 'Ada' });
  });

  it('never ages what is closed', () => {
    expect(cardState(card({ state: 'done', closedAt: ago(1), movedAt: ago(9000) }), view, NOW).ageTone).toBe(
      'calm',
    );
    expect(cardState(card({ movedAt: ago(9000) }), view, NOW).ageTone).toBe('stop');
  });

  it.each<[string, Partial<HandoffCard>, readonly string[], boolean]>([
    ['offered to my role', {}, ['coder'], true],
    ['offered to another role', {}, ['lead'], false],
    ['offered to my role, but to somebody', { assignee: tomas }, ['coder'], false],
    ['offered to me', { assignee: irina }, [], true],
    ['in hand of another', { state: 'active', holder: ada }, ['coder'], false],
    ['lost and offered to my role again', { staleAt: ago(3), lastHolder: coder1 }, ['coder'], true],
    ['lost by my agent, but of another role', { staleAt: ago(3), lastHolder: coder1 }, [], false],
    [
      'asked of me',
      {
        state: 'input_required',
        holder: coder1,
        question: { id: 'q', role: null, actor: irina },
      },
      [],
      true,
    ],
    ['done', { state: 'done', closedAt: ago(1) }, ['coder'], false],
  ])('needs me: %s', (_name, changes, roles, expected) => {
    expect(cardState(card(changes), { ...view, me: { id: irina.id, roles } }, NOW).needsMe).toBe(expected);
  });
});
