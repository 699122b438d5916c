import type { HistoryEntry } from '@/server/domain/handoff/handoff.schema';

/** An event as a sentence: the key of its message, the values in it, and the words people wrote with it. */
export interface HistoryLine {
  /** Under `event`; 'other' where the type has no sentence. */
  readonly key: string;
  readonly values: Readonly<Record<string, string | number>>;
  /** Keys that the page replaces by names. */
  readonly names: {
    readonly stages: readonly string[];
    readonly items: readonly string[];
    readonly roles: readonly string[];
  };
  /** Stored text, shown below as it is. */
  readonly text: string | null;
  readonly tone: 'plain' | 'wait' | 'stop' | 'quiet';
}

const STOP: ReadonlySet<string> = new Set([
  'policy.denied',
  'handoff.lapsed',
  'handoff.cancelled',
  'override.granted',
  'override.used',
]);
const WAIT: ReadonlySet<string> = new Set(['handoff.returned', 'handoff.asked', 'handoff.nudged']);
const QUIET: ReadonlySet<string> = new Set([
  'inbox.read',
  'handoff.heartbeat',
  'session.logged',
  'handoff.updated',
]);

const STAGES = ['stage', 'from', 'to'];

/** What stands for nothing: a sentence chooses its words by it. */
const NOTHING = 'empty';

/** Payloads are data written by people and agents: only plain texts, numbers and marks of known names get into a sentence. */
export function lineOf(
  entry: Pick<HistoryEntry, 'type' | 'payload'>,
  known: (key: string) => boolean,
): HistoryLine {
  const key = entry.type.replaceAll('.', '-');
  const { payload } = entry;
  const values: Record<string, string | number> = { type: entry.type };
  for (const [name, value] of Object.entries(payload)) {
    if (typeof value === 'string') values[name] = cut(value);
    else if (typeof value === 'number') values[name] = value;
    else if (typeof value === 'boolean') values[name] = String(value);
    else if (value === null) values[name] = NOTHING;
    else if (Array.isArray(value))
      values[name] = value.filter((one) => typeof one === 'string').join(', ') || NOTHING;
  }
  if (entry.type === 'handoff.updated')
    values.fields = Object.keys(recordOf(payload.changed)).join(', ') || NOTHING;
  return {
    key: known(key) ? key : 'other',
    values,
    names: {
      stages: STAGES.filter((name) => typeof values[name] === 'string'),
      items: typeof values.item === 'string' ? ['item'] : [],
      roles: typeof payload.role === 'string' ? ['role'] : [],
    },
    text: wordsOf(entry),
    tone: STOP.has(entry.type)
      ? 'stop'
      : WAIT.has(entry.type)
        ? 'wait'
        : QUIET.has(entry.type)
          ? 'quiet'
          : 'plain',
  };
}

function wordsOf({ type, payload }: Pick<HistoryEntry, 'type' | 'payload'>): string | null {
  const names =
    type === 'handoff.commented' || type === 'handoff.asked' || type === 'handoff.answered'
      ? ['excerpt']
      : type === 'session.logged'
        ? ['text']
        : ['reason', 'note', 'summary'];
  for (const name of names) {
    const value = payload[name];
    if (typeof value === 'string' && value.trim() !== '') return value;
  }
  return null;
}

function recordOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

/** So that one stored value never fills the line. */
function cut(text: string): string {
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
