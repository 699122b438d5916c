import type { AvailableAction } from '@/server/actions/available.schema';

export type MoveName =
  | 'handoff.claim'
  | 'handoff.heartbeat'
  | 'handoff.release'
  | 'handoff.send'
  | 'handoff.return'
  | 'handoff.route'
  | 'handoff.complete'
  | 'handoff.assign'
  | 'handoff.cancel'
  | 'handoff.update'
  | 'handoff.comment';

export type BlockedBy = NonNullable<AvailableAction['blockedBy']>;

/** One button of the panel. */
export interface Move {
  /** Unique among the moves: the action, and the target where there is one. */
  readonly id: string;
  readonly action: MoveName;
  /** Target stage; null where the caller still chooses or none is needed. */
  readonly to: string | null;
  readonly locked: BlockedBy | null;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly needs: readonly string[];
  readonly place: 'main' | 'more';
  /** At most one is: the step that brings the work on. */
  readonly primary: boolean;
  /** `KeyboardEvent.code`, so that a Russian layout works; the first button of an action has it. */
  readonly code: string | null;
}

/** In the order of the buttons. Commenting and editing have places of their own in the panel. */
const ORDER: readonly MoveName[] = [
  'handoff.claim',
  'handoff.complete',
  'handoff.send',
  'handoff.return',
  'handoff.route',
  'handoff.heartbeat',
  'handoff.release',
  'handoff.assign',
  'handoff.cancel',
];
const MAIN: ReadonlySet<string> = new Set([
  'handoff.claim',
  'handoff.complete',
  'handoff.send',
  'handoff.return',
  'handoff.route',
]);
const CODE: Partial<Record<MoveName, string>> = {
  'handoff.claim': 'KeyT',
  'handoff.send': 'KeyS',
  'handoff.complete': 'KeyS',
  'handoff.return': 'KeyR',
  'handoff.route': 'KeyM',
  'handoff.assign': 'KeyA',
};
/** Worth showing locked: the others would only make noise where they do not apply. */
const SHOWN_LOCKED: ReadonlySet<string> = new Set([
  'handoff.claim',
  'handoff.send',
  'handoff.complete',
  'handoff.return',
]);

/** The buttons of the panel from what the server says is possible: nothing here decides what is allowed. */
export function movesOf(actions: readonly AvailableAction[]): readonly Move[] {
  const rows = actions.flatMap((row) => {
    const action = ORDER.find((name) => name === row.name);
    return action === undefined || hidden(row) ? [] : [{ row, action }];
  });
  const sorted = rows.toSorted(
    (a, b) => ORDER.indexOf(a.action) - ORDER.indexOf(b.action) || locks(a.row) - locks(b.row),
  );
  const primary = sorted.find(
    ({ row, action }) =>
      row.allowed !== 'blocked' && ['handoff.claim', 'handoff.complete', 'handoff.send'].includes(action),
  );
  const used = new Set<string>();
  return sorted.map((entry) => {
    const { row, action } = entry;
    const code = CODE[action];
    const free = code !== undefined && row.allowed !== 'blocked' && !used.has(code);
    if (free) used.add(code);
    const to = row.arguments?.to;
    return {
      id: typeof to === 'string' ? `${action}:${to}` : action,
      action,
      to: typeof to === 'string' ? to : null,
      locked: row.allowed === 'blocked' ? (row.blockedBy ?? UNEXPLAINED) : null,
      arguments: row.arguments ?? {},
      needs: row.needs ?? [],
      place: MAIN.has(action) ? 'main' : 'more',
      primary: entry === primary,
      code: free ? code : null,
    };
  });
}

/** Whether an action that is no button (update, comment, tick) is open to the caller. */
export function mayDo(actions: readonly AvailableAction[], name: string): boolean {
  return actions.some((row) => row.name === name && row.allowed !== 'blocked');
}

export function lockOf(actions: readonly AvailableAction[], name: string): BlockedBy | null {
  const rows = actions.filter((row) => row.name === name);
  return rows.length > 0 && rows.every(({ allowed }) => allowed === 'blocked')
    ? (rows[0]?.blockedBy ?? null)
    : null;
}

function hidden(row: AvailableAction): boolean {
  if (row.allowed !== 'blocked') return false;
  // A stage that no route leads to is no button; the board names it when a card is dragged there.
  return !SHOWN_LOCKED.has(row.name) || row.blockedBy?.policyId === 'flow.route';
}

function locks(row: AvailableAction): number {
  return row.allowed === 'blocked' ? 1 : 0;
}

const UNEXPLAINED: BlockedBy = {
  policyId: '',
  title: '',
  why: '',
  facts: {},
  next: [],
  override: { possible: false, by: '', action: '' },
};
