import { describe, expect, it } from 'vitest';
import { readEvent } from '@/components/frame/live-event';
import { applyEvent, hopOf } from './board-events';
import { ago, board, card, coder1 } from './sample-board';
import { findCard } from './window-patch';

const sent = {
  seq: 12,
  at: ago(0),
  type: 'handoff.sent',
  actor: { id: 'coder-1', kind: 'agent', name: 'coder-1' },
  subject: { kind: 'handoff', id: 'x', handoff: 'LG-1' },
  sessionId: null,
  payload: { version: 4, from: 'build', to: 'review', note: null, contentHash: '' },
};

function read(value: unknown) {
  const event = readEvent(JSON.stringify(value));
  if (event === null) throw new Error('unreadable');
  return event;
}

describe('live events', () => {
  it('reads what the stream promises and nothing else', () => {
    expect(readEvent(JSON.stringify(sent))?.seq).toBe(12);
    expect(readEvent('{"seq":"12"}')).toBeNull();
    expect(readEvent('half a li')).toBeNull();
  });

  it('tells who handed over last and counts the route', () => {
    const view = applyEvent(board([card({ handoff: 'LG-1' })]), read(sent));
    expect(view.lastTransfer).toMatchObject({ handoff: 'LG-1', to: 'review', kind: 'send' });
    expect(view.routes.find(({ from, to }) => from === 'build' && to === 'review')?.count).toBe(12);
    expect(view.seq).toBe(12);
    expect(hopOf(read({ ...sent, type: 'handoff.claimed' }))).toBeNull();
  });

  it('closes the card that was completed', () => {
    const held = card({ handoff: 'LG-1', state: 'active', stage: 'library', holder: coder1 });
    const view = applyEvent(
      board([held]),
      read({ ...sent, type: 'handoff.completed', payload: { version: 5, stage: 'library' } }),
    );
    expect(findCard(view, 'LG-1')).toMatchObject({
      state: 'done',
      closedAt: ago(0),
      lastHolder: coder1,
      holder: null,
    });
    expect(view.lastTransfer).toMatchObject({ to: 'library', kind: 'complete' });
    expect(view.present).toEqual([]);
  });

  it('leaves the board alone where no handoff is named', () => {
    const before = board([card({ handoff: 'LG-1' })]);
    const after = applyEvent(before, read({ ...sent, type: 'context.changed', subject: null }));
    expect({ ...after, seq: before.seq }).toEqual(before);
  });
});
