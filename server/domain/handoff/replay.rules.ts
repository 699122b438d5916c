import type { HandoffState } from './handoff.schema';

/** As much of an event of the log as replaying needs, with its payload as it was sealed. */
export interface SealedEvent {
  readonly seq: number;
  readonly type: string;
  readonly actorId: string | null;
  readonly subjectId: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** A handoff as the log tells it: what its row must say, to the column. */
export interface Replayed {
  readonly id: string;
  readonly number: number;
  readonly version: number;
  readonly fence: number;
  readonly state: HandoffState;
  readonly stage: string;
  readonly holderId: string | null;
  readonly authorId: string | null;
  readonly assigneeId: string | null;
  readonly returns: number;
  readonly hops: number;
  readonly comments: number;
}

export interface Replay {
  readonly handoffs: ReadonlyMap<string, Replayed>;
  /** What no order of commits can have written; empty for a log that holds together. */
  readonly contradictions: readonly string[];
}

/** Where an event leaves the row, beside the version it names. */
type Step = (row: Replayed, event: SealedEvent, named: (name: unknown) => string | null) => Partial<Replayed>;

const offered = (row: Replayed): Partial<Replayed> => ({
  state: 'offered',
  holderId: null,
  fence: row.fence + 1,
});
const moved = (row: Replayed, { payload }: SealedEvent): Partial<Replayed> => ({
  ...offered(row),
  stage: String(payload.to),
  assigneeId: null,
});

const STEPS: Readonly<Record<string, Step>> = {
  'handoff.updated': () => ({}),
  'handoff.assigned': (_, { payload }, named) => ({ assigneeId: named(payload.assignee) }),
  'handoff.claimed': (_, { payload, actorId }) => ({
    state: 'active',
    holderId: actorId,
    fence: Number(payload.fence),
  }),
  'handoff.released': offered,
  'handoff.lapsed': (row, { payload }) => ({ ...offered(row), fence: Number(payload.fence) }),
  'handoff.sent': (row, event) => ({ ...moved(row, event), hops: row.hops + 1 }),
  'handoff.routed': (row, event) => ({ ...moved(row, event), hops: row.hops + 1 }),
  'handoff.returned': (row, event) => ({ ...moved(row, event), returns: row.returns + 1 }),
  'handoff.completed': (row) => ({ ...offered(row), state: 'done' }),
  'handoff.reopened': (row) => ({ ...offered(row), assigneeId: null }),
  'handoff.cancelled': (row) => ({ ...offered(row), state: 'cancelled' }),
  'handoff.asked': () => ({ state: 'input_required' }),
  'handoff.answered': () => ({ state: 'active' }),
  'handoff.commented': (row) => ({ comments: row.comments + 1 }),
  'checklist.ticked': () => ({}),
  'checklist.unticked': () => ({}),
  'checklist.evidenceAttached': () => ({}),
};

/** These change no row: a comment and a reminder stand beside the handoff. */
const WITHOUT_VERSION: ReadonlySet<string> = new Set(['handoff.commented', 'handoff.nudged']);
/** Holding one is what these are about; anybody else's would be a second claim. */
const NEEDS_HOLDER: ReadonlySet<string> = new Set(['handoff.asked', 'handoff.answered', 'handoff.lapsed']);

/**
 * Folds a project's log into its handoffs. `actorOf` finds an actor by name, for the few events that say it no other
 * way. Pure: the tables are nowhere looked at, so that what comes out can be held against them.
 */
export function replayHandoffs(
  events: readonly SealedEvent[],
  prefix: string,
  actorOf: ReadonlyMap<string, string>,
): Replay {
  const handoffs = new Map<string, Replayed>();
  const byLabel = new Map<string, string>();
  const contradictions: string[] = [];
  const named = (name: unknown) => (typeof name === 'string' ? (actorOf.get(name) ?? null) : null);

  function create({ subjectId, actorId, payload }: SealedEvent): void {
    if (subjectId === null) return;
    // Numbers are given in the order of the log, which is that of the commits.
    const number = handoffs.size + 1;
    byLabel.set(`${prefix}-${number}`, subjectId);
    handoffs.set(subjectId, {
      id: subjectId,
      number,
      version: 1,
      fence: 1,
      state: 'offered',
      stage: String(payload.stage),
      holderId: null,
      authorId: actorId,
      assigneeId: null,
      returns: 0,
      hops: 0,
      comments: 0,
    });
  }

  function recover(event: SealedEvent): void {
    const { handoff, fenceTo, actor } = event.payload;
    // Without a fence no claim was kept.
    if (fenceTo === null) return;
    const row = handoffs.get(byLabel.get(String(handoff)) ?? '');
    if (row === undefined) return void contradictions.push(`${event.seq}: recovers a claim of ${handoff}`);
    if (Number(fenceTo) !== row.fence + 1)
      contradictions.push(`${event.seq}: ${handoff} has fence ${row.fence}, recovered with ${fenceTo}`);
    handoffs.set(row.id, {
      ...row,
      version: row.version + 1,
      fence: Number(fenceTo),
      state: row.state === 'offered' ? 'active' : row.state,
      holderId: named(actor),
    });
  }

  function apply(event: SealedEvent, step: Step): void {
    const { seq, type, payload, subjectId } = event;
    const row = handoffs.get(subjectId ?? '');
    if (row === undefined) return void contradictions.push(`${seq}: ${type} of a handoff nobody made`);
    const label = `${prefix}-${row.number}`;
    const wrong = (what: string) => contradictions.push(`${seq}: ${type} of ${label} ${what}`);
    if (type === 'handoff.claimed' && row.holderId !== null) wrong(`which ${row.holderId} holds`);
    if (NEEDS_HOLDER.has(type) && row.holderId === null) wrong('which nobody holds');
    const next = { ...row, ...step(row, event, named) };
    if (next.fence < row.fence || next.fence > row.fence + 1)
      wrong(`from fence ${row.fence} to ${next.fence}`);
    if (!WITHOUT_VERSION.has(type)) {
      const version = Number(payload.version);
      // Put back and taken off somebody's list in one commit: two events, one version.
      const together = type === 'handoff.assigned' && version === row.version;
      if (version !== row.version + 1 && !together) wrong(`from version ${row.version} to ${version}`);
      next.version = version;
    }
    handoffs.set(row.id, next);
  }

  for (const event of events) {
    if (event.type === 'handoff.created') create(event);
    else if (event.type === 'session.recovered') recover(event);
    else {
      const step = STEPS[event.type];
      if (step !== undefined) apply(event, step);
    }
  }
  return { handoffs, contradictions };
}
