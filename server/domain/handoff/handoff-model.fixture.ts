import { createHash } from 'node:crypto';
import type { Facts } from '../../actions/action';
import { type Change, type Computed, isComputed, type Json, type Update } from '../../actions/change';
import type { BaseFacts } from '../../actions/facts';
import { STILL_ENV } from '../../actions/judge-rule';
import type { TemplateItem } from '../checklist/checklist.schema';
import { createHandoff } from './create-handoff';
import { CreateHandoff } from './handoff.schema';
import type { ActorRef, HandoffFacts, ItemFacts, StageFacts } from './handoff-facts';

/*
 * The tables that handoff rules write, as plain values, and what the commit statement does with a Change: every row is
 * found by key and expectation or nothing happens. Small enough to run thousands of moves in a second.
 */

type Cell = Json | undefined;
type Row = Record<string, Cell>;
export interface HandoffRow {
  [column: string]: Cell;
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly version: number;
  readonly fence: number;
  readonly state: 'offered' | 'active' | 'input_required' | 'done' | 'cancelled';
  readonly version_id: string;
  readonly stage_key: string;
  readonly holder_id: string | null;
  readonly lease_until: number | null;
  readonly claimed_at: number | null;
  readonly closed_at: number | null;
  readonly assignee_id: string | null;
  readonly author_id: string;
  readonly giver_id: string;
  readonly package: Record<string, string>;
  readonly package_score: number;
  readonly branch: string | null;
  readonly returns: number;
  readonly hops: number;
}
interface StageRow {
  [column: string]: Cell;
  readonly key: string;
  readonly version_id: string;
  readonly wip_limit: number | null;
  readonly in_hand: number;
}
interface ItemRow {
  [column: string]: Cell;
  readonly id: string;
  readonly checklist_id: string;
  readonly key: string;
  readonly position: number;
  readonly required: boolean;
  readonly state: ItemFacts['state'];
  readonly ticked_hash: string | null;
}
export interface ModelState {
  readonly clock: number;
  readonly handoff: readonly HandoffRow[];
  readonly stage: readonly StageRow[];
  readonly checklist: readonly Row[];
  readonly checklist_item: readonly ItemRow[];
  readonly evidence: readonly Row[];
  readonly transfer: readonly Row[];
  readonly comment: readonly Row[];
  readonly question: readonly Row[];
  readonly timer: readonly Row[];
}

export const VERSION = 'workflow-1';
export const STAGES = [
  { key: 'intake', roleKey: 'analyst', kind: 'start', position: 0, wipLimit: 1 },
  { key: 'build', roleKey: 'coder', kind: 'work', position: 1, wipLimit: 2 },
  { key: 'review', roleKey: 'reviewer', kind: 'work', position: 2, wipLimit: null },
  { key: 'library', roleKey: 'librarian', kind: 'final', position: 3, wipLimit: null },
] as const;
const ROUTES = ['intake>build', 'build>review', 'review>build', 'review>library', 'build>library'];

const template = (key: string, change: Partial<TemplateItem> = {}): TemplateItem => ({
  key,
  label: { en: key, ru: key },
  required: true,
  side: 'sender',
  kind: 'manual',
  evidence: { kinds: [], min: 0 },
  tickRoles: [],
  agentMayTick: true,
  notByAuthor: false,
  ...change,
});
export const ITEMS: readonly TemplateItem[] = [
  template('stated'),
  template('proven', { kind: 'evidence', evidence: { kinds: ['test'], min: 1 } }),
  template('complete', { kind: 'auto' }),
  template('seen', { notByAuthor: true, agentMayTick: false }),
  template('nice', { required: false }),
];

const person = (id: string): ActorRef => ({ id, kind: 'person', name: id, owner: null });
const owner = { id: 'ada', name: 'ada' };
export const ACTORS: readonly (ActorRef & { readonly permission: 'member' | 'lead' | 'admin' | null })[] = [
  { ...person('ada'), permission: 'member' },
  { ...person('grace'), permission: 'lead' },
  { id: 'bot', kind: 'agent', name: 'bot', owner, permission: null },
  { id: 'llmgenie', kind: 'system', name: 'llmgenie', owner: null, permission: null },
];
function refOf(id: string | null): ActorRef | null {
  const found = ACTORS.find((actor) => actor.id === id);
  return found ? { id: found.id, kind: found.kind, name: found.name, owner: found.owner } : null;
}
function knownRef(id: string): ActorRef {
  const found = refOf(id);
  if (found === null) throw new Error(`a rule wrote ${id} for an actor`);
  return found;
}

/** As the trigger of the table keeps it. */
const contentHash = (row: HandoffRow) =>
  createHash('sha256')
    .update(JSON.stringify([row.package, row.branch]))
    .digest('hex');

/** What the tables fill in by themselves, and every column a rule may name later. */
const DEFAULTS: Readonly<Record<string, Row>> = {
  handoff: {
    holder_id: null,
    last_holder_id: null,
    assignee_id: null,
    lease_until: null,
    claimed_at: null,
    stale_at: null,
    refused_at: null,
    refused_policy: null,
    closed_at: null,
    returns: 0,
    hops: 0,
  },
  question: { option: null, answer: null, answerer_id: null, answered_at: null, answered_version: null },
  checklist_item: { state: 'open', reason: null, ticked_by: null, ticked_at: null, ticked_hash: null },
};

/** As many handoffs as asked for, made by ada. */
export function beginning(count: number): ModelState {
  const stage = STAGES.map(({ key, wipLimit }) => {
    return { key, version_id: VERSION, wip_limit: wipLimit, in_hand: 0 };
  });
  const none = {
    checklist: [],
    checklist_item: [],
    evidence: [],
    transfer: [],
    comment: [],
    question: [],
    timer: [],
  };
  let state: ModelState = { clock: 0, handoff: [], stage, ...none };
  for (let number = 1; number <= count; number += 1) {
    let made = 0;
    const change = createHandoff.rule(
      { ...baseFacts, actor: actorFacts('ada'), own: { versionId: VERSION, stages: [STAGE_FACTS[0]] } },
      CreateHandoff.parse({ title: 'Work' }),
      { ...STILL_ENV, newId: () => `h-${number}-${made++}` },
    );
    const next = change.kind === 'change' ? commitTo(state, change) : null;
    if (next === null) throw new Error('the model cannot begin');
    const numbered = next.handoff.map((row) => (row.number === undefined ? { ...row, number } : row));
    state = { ...next, handoff: numbered };
  }
  return state;
}

const STAGE_FACTS = STAGES.map((stage) => ({
  ...stage,
  inHand: 0,
  template: { id: `t-${stage.key}`, items: ITEMS },
})) as [StageFacts, ...StageFacts[]];

/** What one facts statement would read; deeply frozen, so that a rule which writes into it throws. */
export function factsOf(state: ModelState, row: HandoffRow, actorId: string): Facts<HandoffFacts> {
  const lists = state.checklist.filter((list) => list.handoff_id === row.id);
  const list = lists.find((each) => each.stage_key === row.stage_key);
  const last = state.transfer.filter((each) => each.handoff_id === row.id).at(-1);
  const own: HandoffFacts = {
    handoff: {
      id: row.id,
      number: row.number,
      version: row.version,
      fence: row.fence,
      state: row.state,
      versionId: row.version_id,
      stageKey: row.stage_key,
      mode: 'code',
      branch: row.branch,
      author: knownRef(row.author_id),
      giver: knownRef(row.giver_id),
      holder: refOf(row.holder_id),
      assignee: refOf(row.assignee_id),
      leaseUntil: row.lease_until === null ? null : new Date(row.lease_until * 1000).toISOString(),
      leaseOver: row.lease_until !== null && row.lease_until <= state.clock,
      package: row.package,
      packageScore: row.package_score,
      contentHash: contentHash(row),
      returns: row.returns,
      hops: row.hops,
    },
    stages: STAGE_FACTS.map((stage) => ({
      ...stage,
      inHand: state.stage.find((each) => each.key === stage.key)?.in_hand ?? 0,
    })),
    routes: ROUTES.map((route) => {
      const [from = '', to = ''] = route.split('>');
      return { from, to, requiresReview: route === 'review>library' };
    }),
    checklistStages: lists.map((each) => String(each.stage_key)),
    items: state.checklist_item
      .filter((item) => item.checklist_id === list?.id)
      .map((item) => ({
        id: item.id,
        key: item.key,
        state: item.state,
        tickedHash: item.ticked_hash,
        template: ITEMS[item.position] ?? template(item.key),
        evidence: state.evidence.filter((each) => each.item_id === item.id).map((each) => String(each.kind)),
      })),
    lastTransfer:
      last === undefined
        ? null
        : { kind: String(last.kind), from: String(last.from_key), to: String(last.to_key) },
    overrides: [],
    question: questionFacts(state, row),
    conflict: null,
  };
  return deepFreeze({ ...baseFacts, actor: actorFacts(actorId), own });
}

/** The newest one: answered, open or withdrawn. */
function questionFacts(state: ModelState, row: HandoffRow): HandoffFacts['question'] {
  const last = state.question.filter((each) => each.handoff_id === row.id).at(-1);
  if (last === undefined) return null;
  return {
    id: String(last.id),
    newest: true,
    askerId: String(last.asker_id),
    roleKey: last.role_key === null ? null : String(last.role_key),
    askedId: last.asked_id === null ? null : String(last.asked_id),
    options: 2,
    first: last.answered_at === null ? null : { answer: String(last.answer) },
  };
}

function actorFacts(id: string): NonNullable<BaseFacts['actor']> {
  const actor = ACTORS.find((each) => each.id === id);
  if (actor === undefined) throw new Error(`the model has no ${id}`);
  const owner = actor.owner && { ...actor.owner, permission: 'member' as const, roles: [], disabled: false };
  return { ...actor, roles: [], disabled: false, owner };
}

const baseFacts: Omit<BaseFacts, 'actor'> = {
  now: '2026-01-01T00:00:00Z',
  credential: {
    known: true,
    scopes: ['read', 'act'],
    expired: false,
    revoked: false,
    disabled: false,
    tokenId: null,
  },
  project: {
    id: 'project-1',
    key: 'llmgenie',
    name: 'llmgenie',
    prefix: 'LG',
    settings: {},
    archived: false,
    rulesEpoch: 1,
    seq: 1,
    epoch: 'e',
  },
  session: null,
  eligiblePeople: 2,
  replay: null,
};

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    for (const inner of Object.values(value)) deepFreeze(inner);
    Object.freeze(value);
  }
  return value;
}

function matches(update: Update, row: Row, clock: number): boolean {
  const wanted = { ...update.key, ...update.expect };
  return Object.entries(wanted).every(([column, expected]) => {
    const value = row[column];
    if (value === undefined) throw new Error(`${update.table} has no column ${column}`);
    if (typeof expected !== 'object' || expected === null || !('check' in expected))
      return value === expected;
    if (expected.check === 'afterNow') return Number(value ?? Number.NaN) > clock;
    if (expected.check === 'notAfterNow') return Number(value ?? Number.NaN) <= clock;
    const limit = 'limit' in expected ? row[String(expected.limit)] : null;
    return limit === null || Number(value) < Number(limit);
  });
}

function resolved(value: Json | Computed | undefined, old: Cell, clock: number): Cell {
  if (!isComputed(value)) return value;
  if (value.kind === 'now') return clock;
  if (value.kind === 'nowPlus') return clock + value.seconds;
  return value.kind === 'plus' ? Number(old) + value.amount : old;
}

/** The state after the commit; null where an update misses its row, in which case nothing happens. */
export function commitTo(state: ModelState, change: Change): ModelState | null {
  const next: Record<string, Row[]> = Object.fromEntries(
    Object.entries(state)
      .filter(([name]) => name !== 'clock')
      .map(([name, rows]) => [name, rows.map((row: Row) => ({ ...row }))]),
  );
  const rowsOf = (table: string): Row[] => {
    const rows = next[table];
    if (rows === undefined) throw new Error(`the model has no table ${table}`);
    return rows;
  };
  for (const { table, key } of change.deletes ?? []) {
    next[table] = rowsOf(table).filter(
      (row) => !Object.entries(key).every(([name, value]) => row[name] === value),
    );
  }
  for (const update of change.updates ?? []) {
    const found = rowsOf(update.table).filter((row) => matches(update, row, state.clock));
    const [row] = found;
    if (row === undefined || found.length > 1) return null;
    for (const [column, value] of Object.entries(update.set)) {
      if (row[column] === undefined) throw new Error(`${update.table} has no column ${column}`);
      if (value !== undefined) row[column] = resolved(value, row[column], state.clock);
    }
  }
  for (const insert of change.inserts ?? []) {
    for (const given of insert.rows) {
      const made: Row = { ...DEFAULTS[insert.table], ...given };
      for (const [column, value] of Object.entries(insert.computed ?? {})) {
        made[column] = resolved(value, 0, state.clock);
      }
      const conflict = insert.replace?.conflict.filter((column) => column !== 'project_id');
      const earlier =
        conflict && rowsOf(insert.table).find((row) => conflict.every((c) => row[c] === made[c]));
      if (earlier) Object.assign(earlier, made);
      else rowsOf(insert.table).push(made);
    }
  }
  return { ...state, ...next };
}
