import type { AvailableAction } from '@/server/actions/available.schema';

export type MoveName =
  | 'handoff.claim'
  | 'handoff.heartbeat'
  | 'handoff.release'
  | 'handoff.send'
  | 'handoff.return'
  | 'handoff.ask'
  | 'handoff.route'
  | 'handoff.complete'
  | 'handoff.nudge'
  | 'handoff.assign'
  | 'handoff.cancel'
  | 'handoff.reopen'
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
  'handoff.ask',
  'handoff.route',
  'handoff.heartbeat',
  'handoff.release',
  'handoff.nudge',
  'handoff.assign',
  'handoff.cancel',
  'handoff.reopen',
];
const MAIN: ReadonlySet<string> = new Set([
  'handoff.claim',
  'handoff.complete',
  'handoff.send',
  'handoff.return',
  'handoff.ask',
  'handoff.route',
  'handoff.reopen',
]);
const CODE: Partial<Record<MoveName, string>> = {
  'handoff.claim': 'KeyT',
  'handoff.send': 'KeyS',
  'handoff.complete': 'KeyS',
  'handoff.return': 'KeyR',
  'handoff.ask': 'KeyQ',
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

/** What the buttons depend on beside the server's list. */
export interface MoveSetting {
  readonly closed: boolean;
  /** Whether the reader, or anybody, has it. */
  readonly held: 'mine' | 'others' | 'nobody';
  readonly permission: string;
}

/**
 * The buttons of the panel from what the server says is possible: nothing here decides what is allowed. Renewing and
 * assigning are not listed there, for they move nothing; they are offered where they make sense, and judged when used.
 */
export function movesOf(actions: readonly AvailableAction[], setting: MoveSetting): readonly Move[] {
  const rows = oneRoute(
    setting.closed ? actions.filter(({ name }) => name === 'handoff.reopen') : actions,
  ).flatMap((row) => {
    const action = ORDER.find((name) => name === row.name);
    return action === undefined || hidden(row, setting) ? [] : [{ row, action }];
  });
  const sorted = [...rows, ...(setting.closed ? [] : unlisted(rows, setting))].toSorted(
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

/** Where a lead may send it: open targets, and locked ones with what locks them. */
export function routeTargets(
  actions: readonly AvailableAction[],
): readonly { to: string; locked: BlockedBy | null }[] {
  return actions.flatMap((row) => {
    const to = row.arguments?.to;
    if (row.name !== 'handoff.route' || typeof to !== 'string') return [];
    return [{ to, locked: row.allowed === 'blocked' ? (row.blockedBy ?? UNEXPLAINED) : null }];
  });
}

/** Routing is one button, whatever the number of targets; its dialog names them. */
function oneRoute(actions: readonly AvailableAction[]): readonly AvailableAction[] {
  const open = actions.find(({ name, allowed }) => name === 'handoff.route' && allowed !== 'blocked');
  const others = actions.filter(({ name }) => name !== 'handoff.route');
  if (open === undefined) return others;
  const { to: _, ...rest } = open.arguments ?? {};
  return [...others, { ...open, arguments: rest, needs: ['to'] }];
}

function unlisted(
  rows: readonly { readonly action: MoveName }[],
  { held, permission }: MoveSetting,
): { row: AvailableAction; action: MoveName }[] {
  if (permission === 'viewer') return [];
  const name = held === 'mine' ? 'handoff.heartbeat' : held === 'nobody' ? 'handoff.assign' : null;
  if (name === null || rows.some(({ action }) => action === name)) return [];
  const row = {
    name,
    title: '',
    description: '',
    readOnly: false,
    destructive: false,
    allowed: 'needs_input' as const,
  };
  return [{ row, action: name }];
}

/** Whether an action that is no button (update, comment, tick) is open to the caller, as far as is known. */
export function mayDo(
  actions: readonly AvailableAction[],
  name: string,
  permission: string | undefined,
): boolean {
  const rows = actions.filter((row) => row.name === name);
  if (rows.length > 0) return rows.some(({ allowed }) => allowed !== 'blocked');
  return permission !== undefined && permission !== 'viewer';
}

function hidden(row: AvailableAction, { held }: MoveSetting): boolean {
  // Who holds it is said above; a second sentence about it would be noise.
  if (row.name === 'handoff.claim' && held !== 'nobody') return true;
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
