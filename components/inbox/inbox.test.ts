import { describe, expect, it } from 'vitest';
import { ada, ago, board, card, irina, NOW, tomas } from '@/components/board/sample-board';
import type { InboxList, InboxRow } from '@/server/domain/inbox/inbox.schema';
import {
  actsOf,
  countsOf,
  nudgedLately,
  rowAfter,
  rowsOf,
  standOf,
  walkRows,
  withoutGone,
} from './inbox.rules';

const { stages } = board([]);
const row = (
  kind: InboxRow['kind'],
  changes: Partial<InboxRow['card']> = {},
  more: Partial<InboxRow> = {},
): InboxRow => ({ kind, card: card(changes), note: null, since: ago(5), by: null, nudge: null, ...more });
const stage = stages.find(({ key }) => key === card().stage);
const role = stage?.role.key ?? '';
const me = (permission: string, roles = [role]) => ({ id: tomas.id, roles, permission });
const acts = (kind: InboxRow['kind'], who: InboxList['me'], changes: Partial<InboxRow['card']> = {}) =>
  actsOf(row(kind, { state: 'offered', holder: null, assignee: null, ...changes }), who, stages);

describe('what a row offers', () => {
  it.each([
    ['offered', 'claim'],
    ['returned', 'claim'],
    ['stale', 'claim'],
    ['question', 'answer'],
    ['mention', 'reply'],
    ['nudged', 'open'],
    ['others', 'nudge'],
  ] as const)('%s: %s first', (kind, first) => {
    const state = kind === 'question' ? 'input_required' : kind === 'nudged' ? 'active' : 'offered';
    expect(acts(kind, me('member'), { state })[0]).toBe(first);
    expect(acts(kind, me('member'), { state })).not.toContain('route');
    expect(acts(kind, me('lead'), { state })).toContain('route');
    expect(acts(kind, me('viewer'), { state })).toEqual([kind === 'mention' ? 'reply' : 'open']);
  });

  it('leaves out what another role or somebody else takes, and moves of what is closed', () => {
    expect(acts('stale', me('lead', []))[0]).toBe('route');
    expect(acts('stale', me('member', []))).toEqual(['open', 'nudge']);
    expect(acts('mention', me('member'), { assignee: ada })).not.toContain('claim');
    expect(acts('mention', me('lead'), { state: 'done', closedAt: ago(1) })).toEqual(['reply', 'open']);
    expect(acts('nudged', me('lead'), { state: 'active', holder: tomas })).toEqual(['open', 'route']);
  });

  it('knows for an hour that the reader reminded of it', () => {
    const nudged = (minutes: number, by = tomas) => row('others', {}, { nudge: { by, at: ago(minutes) } });
    expect(nudgedLately(nudged(59), tomas.id, NOW)).toBe(true);
    expect(nudgedLately(nudged(61), tomas.id, NOW)).toBe(false);
    expect(nudgedLately(nudged(1, irina), tomas.id, NOW)).toBe(false);
    expect(nudgedLately(row('others'), tomas.id, NOW)).toBe(false);
  });
});

describe('the list', () => {
  const rows = ['LG-1', 'LG-2', 'LG-3'].map((handoff) => row('offered', { handoff }));
  const list: InboxList = {
    rows,
    counts: { question: 0, mention: 0, nudged: 0, returned: 0, stale: 0, offered: 7 },
    others: [],
    me: me('member'),
    now: ago(0),
    untrusted: true,
  };

  it('leaves out what is on its way out, and only as it stood then', () => {
    const [first] = rows;
    if (first === undefined) throw new Error('three rows');
    const left = withoutGone(list, new Set([standOf(first)]));
    expect(left.rows).toEqual(rows.slice(1));
    expect(countsOf(left)).toMatchObject({ all: 6, offered: 6 });
    const later = { ...first, card: { ...first.card, version: first.card.version + 1 } };
    expect(withoutGone({ ...list, rows: [later] }, new Set([standOf(first)])).rows).toEqual([later]);
    expect(rowsOf(list, 'question')).toEqual([]);
  });

  it('is walked without leaving it', () => {
    expect(walkRows(rows, null, 1)).toBe('LG-1');
    expect(walkRows(rows, 'LG-3', 1)).toBe('LG-3');
    expect(walkRows(rows, 'LG-2', -1)).toBe('LG-1');
    expect(rowAfter(rows, 'LG-2')).toBe('LG-3');
    expect(rowAfter(rows, 'LG-3')).toBe('LG-2');
    expect(rowAfter(rows.slice(0, 1), 'LG-1')).toBeNull();
  });
});
