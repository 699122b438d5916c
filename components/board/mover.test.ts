import { describe, expect, it } from 'vitest';
import { projectStream } from '@/components/frame/project-stream';
import type { AvailableAction } from '@/server/actions/available.schema';
import type { BoardView } from '@/server/domain/board/board.schema';
import type { BoardDoor } from './board-door';
import { createBoardStore } from './board-store';
import { createMover } from './mover';
import { board, card } from './sample-board';
import { findCard } from './window-patch';

const one = card({ handoff: 'LG-1', stage: 'build', version: 3 });
const SPOT = { x: 1, y: 2 };

function body(code: string, details: Record<string, unknown> = {}) {
  return { data: { body: { code, message: code, hint: '', retryable: false, details } } };
}

interface Call {
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly key: string;
}

/** A board in memory: every call is answered by what the test says next. */
function stand(options: { actions?: AvailableAction[]; answers?: unknown[] } = {}) {
  let view: BoardView = board([one, card({ handoff: 'LG-2', stage: 'review' })]);
  const calls: Call[] = [];
  const answers = [...(options.answers ?? [])];
  const store = createBoardStore();
  const seen: string[] = [];
  const door: BoardDoor = {
    project: 'llmgenie',
    window: async () => view,
    stage: async () => ({ cards: [], nextCursor: null }),
    cards: async () => ({ cards: [], stages: [], seq: 0 }),
    available: async () => {
      throw new Error('asked through the mover');
    },
    act: async (action, input, key) => {
      calls.push({ action, input, key });
      seen.push(findCard(view, 'LG-1')?.stage ?? '');
      const answer = answers.shift();
      if (answer !== undefined) throw answer;
      return { handoff: 'LG-1' };
    },
    stream: projectStream('nobody listens'),
  };
  const mover = createMover({
    door,
    store,
    moved: () => undefined,
    cache: {
      get: () => view,
      change: (update) => {
        view = update(view);
      },
    },
    available: async () => {
      if (options.actions === undefined) throw new TypeError('no answer');
      return {
        actor: { id: 'irina', kind: 'person', name: 'Irina' },
        roles: [],
        permission: 'lead',
        actions: options.actions,
        nextCursor: null,
      };
    },
    refresh: () => undefined,
    restFocus: () => undefined,
  });
  const where = () => findCard(view, 'LG-1')?.stage;
  const dropOn = async (stage: string) => {
    mover.lift('LG-1', 'pointer');
    mover.aim(stage);
    await mover.drop(SPOT);
  };
  return { mover, store, calls, seen, where, dropOn, change: (next: BoardView) => (view = next) };
}

function row(name: string, to: string, changes: Partial<AvailableAction> = {}): AvailableAction {
  return {
    name,
    title: name,
    description: '',
    readOnly: false,
    destructive: false,
    allowed: 'yes',
    arguments: { to },
    ...changes,
  };
}

describe('lifting and dropping', () => {
  it('shows the move before the server has answered, and names the version that was seen', async () => {
    const { dropOn, calls, seen, where } = stand({ actions: [row('handoff.send', 'review')] });
    await dropOn('review');
    expect(seen).toEqual(['review']);
    expect(where()).toBe('review');
    expect(calls).toMatchObject([
      { action: 'handoff.send', input: { handoff: 'LG-1', expectedVersion: 3, to: 'review' } },
    ]);
  });

  it('makes the move that the server names, not the one that the routes suggest', async () => {
    const { dropOn, calls } = stand({ actions: [row('handoff.route', 'review')] });
    await dropOn('review');
    expect(calls.map(({ action }) => action)).toEqual(['handoff.route']);
  });

  it('falls back to the routes where the list of moves does not come, and lets the move itself tell', async () => {
    const denial = { policyId: 'checklist.required', title: 'Open', why: 'Items are open.' };
    const { dropOn, where, store } = stand({
      answers: [body('POLICY_DENIED', { denials: [denial] })],
    });
    await dropOn('review');
    expect(where()).toBe('build');
    expect(store.get().refusal).toMatchObject({
      to: 'review',
      failure: { kind: 'denied', denial: { policyId: 'checklist.required' } },
    });
    expect(store.get().sliding).toEqual({ handoff: 'LG-1', ...SPOT });
  });

  it('asks nothing of the server where it has already refused', async () => {
    const { dropOn, calls, store, where } = stand({ actions: [row('handoff.send', 'review')] });
    await dropOn('intake');
    expect(calls).toEqual([]);
    expect(where()).toBe('build');
    expect(store.get().refusal?.failure).toEqual({ kind: 'no-route' });
  });

  it('asks for a reason before a return', async () => {
    const { dropOn, calls, store } = stand({ actions: [row('handoff.return', 'intake')] });
    await dropOn('intake');
    expect(calls).toEqual([]);
    expect(store.get().dialog).toMatchObject({ kind: 'reason', to: 'intake', move: 'return' });
  });

  it('puts back what is dropped where it came from, or nowhere', async () => {
    const { dropOn, mover, calls, store } = stand({ actions: [] });
    await dropOn('build');
    mover.lift('LG-1', 'keys');
    mover.aim(null);
    await mover.drop(null);
    expect(calls).toEqual([]);
    expect(store.get()).toMatchObject({ lift: null, refusal: null });
  });

  it('lifts nothing that is closed', () => {
    const { mover, store, change } = stand({ actions: [] });
    change(board([{ ...one, state: 'done', closedAt: one.movedAt }]));
    mover.lift('LG-1', 'keys');
    expect(store.get().lift).toBeNull();
  });
});

describe('once more', () => {
  it('repeats an unanswered move with its own key, so that it has one effect', async () => {
    const { dropOn, mover, calls, where } = stand({
      actions: [row('handoff.send', 'review')],
      answers: [new TypeError('fetch failed')],
    });
    await dropOn('review');
    expect(where()).toBe('build');
    await mover.again();
    expect(where()).toBe('review');
    expect(calls[1]?.key).toBe(calls[0]?.key);
  });

  it('applies a move again on the version that won the race, as a new request', async () => {
    const current = { ...one, version: 5, title: 'Edited meanwhile' };
    const changed = [{ field: 'handoff.updated', by: 'Ada Okafor', at: one.movedAt }];
    const { dropOn, mover, calls, where, store } = stand({
      actions: [row('handoff.send', 'review')],
      answers: [body('CONFLICT', { current, changed })],
    });
    await dropOn('review');
    expect(store.get().refusal?.failure).toMatchObject({
      kind: 'conflict',
      changed: [{ field: 'handoff.updated', by: 'Ada Okafor' }],
    });
    await mover.again();
    expect(where()).toBe('review');
    expect(calls[1]?.input.expectedVersion).toBe(5);
    expect(calls[1]?.key).not.toBe(calls[0]?.key);
  });
});
