import type { AvailableAction } from '@/server/actions/available.schema';

/** A call that was made and taken by the server. */
export interface DoneCall {
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What the call changed, as it was before. */
export interface Before {
  readonly stage: string;
  readonly items: readonly { readonly key: string; readonly state: string; readonly reason: string | null }[];
}

/** What takes a call back: one known call, or any of several moves, if the server allows one of them. */
export type Compensation =
  | { readonly kind: 'call'; readonly call: DoneCall }
  | { readonly kind: 'move'; readonly names: readonly string[]; readonly to: string | null };

/** Nothing is erased: what is done stays in the log, and a second call of an ordinary kind leads back. */
export function compensationOf(done: DoneCall, before: Before): Compensation | null {
  const { action, input } = done;
  const item = before.items.find(({ key }) => key === input.item);
  switch (action) {
    case 'checklist.tick':
      return item === undefined ? null : { kind: 'call', call: tickBack(input, item, String(input.state)) };
    case 'checklist.untick':
      return item === undefined ? null : { kind: 'call', call: tickBack(input, item, 'open') };
    case 'handoff.send':
    case 'handoff.return':
    case 'handoff.route':
      // A lead re-routes; whoever works at the stage it came to can return it; backwards it may be sent again.
      return {
        kind: 'move',
        names: ['handoff.route', 'handoff.return', 'handoff.send'],
        to: before.stage,
      };
    case 'handoff.claim':
      return { kind: 'move', names: ['handoff.release'], to: null };
    case 'handoff.release':
      return { kind: 'move', names: ['handoff.claim'], to: null };
    default:
      return null;
  }
}

function tickBack(
  { handoff, item }: Readonly<Record<string, unknown>>,
  earlier: Before['items'][number],
  now: string,
): DoneCall {
  if (earlier.state === 'open') return { action: 'checklist.untick', input: { handoff, item } };
  return {
    action: 'checklist.tick',
    input: {
      handoff,
      item,
      state: earlier.state,
      expectedState: now,
      ...(earlier.reason === null ? {} : { reason: earlier.reason }),
    },
  };
}

/**
 * The move that the server allows and that leads back, ready to be called; null where there is none. Of the words a
 * move wants, only the reason can be given for it.
 */
export function moveBack(
  compensation: Extract<Compensation, { kind: 'move' }>,
  handoff: string,
  actions: readonly AvailableAction[],
  reason: string,
): DoneCall | null {
  for (const name of compensation.names) {
    const row = actions.find(
      (each) =>
        each.name === name &&
        each.allowed !== 'blocked' &&
        (compensation.to === null || each.arguments?.to === compensation.to) &&
        (each.needs ?? []).every((need) => need === 'reason'),
    );
    if (row === undefined) continue;
    const wants = name === 'handoff.route' || (row.needs ?? []).includes('reason');
    return { action: name, input: { ...row.arguments, handoff, ...(wants ? { reason } : {}) } };
  }
  return null;
}
