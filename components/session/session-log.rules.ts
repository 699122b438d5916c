import type { SessionEntryView } from '@/server/domain/session/session.schema';

export type LogStream = SessionEntryView['stream'];

/** A line of the log, the day on which the lines after it were written, or a stretch in which a session was silent. */
export type LogLine =
  | { readonly kind: 'day'; readonly key: string; readonly at: string }
  | { readonly kind: 'entry'; readonly entry: SessionEntryView }
  | { readonly kind: 'gap'; readonly key: string; readonly from: string; readonly ms: number };

/** A silence this long is told as such; nothing is put in its place. */
export const GAP_MS = 4 * 60_000;

/**
 * Entries in their order, with the silences of one session between them and each new day, in the reader's time zone,
 * before its first line. A gap is looked for in all streams: filtering one out must not make a silence.
 */
export function logLines(entries: readonly SessionEntryView[], shown: LogStream | 'all'): readonly LogLine[] {
  const sorted = entries.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const last = new Map<string, SessionEntryView>();
  let day = '';
  return sorted.flatMap((entry): LogLine[] => {
    const before = last.get(entry.session);
    last.set(entry.session, entry);
    const ms = before === undefined ? 0 : Date.parse(entry.at) - Date.parse(before.at);
    const lines: LogLine[] = [];
    if (ms >= GAP_MS && before !== undefined)
      lines.push({ kind: 'gap', key: `gap ${entry.id}`, from: before.at, ms });
    if (shown === 'all' || shown === entry.stream) {
      const today = new Date(entry.at).toDateString();
      if (today !== day) lines.push({ kind: 'day', key: `day ${entry.id}`, at: entry.at });
      day = today;
      lines.push({ kind: 'entry', entry });
    }
    return lines;
  });
}
