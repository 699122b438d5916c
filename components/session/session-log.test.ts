import { describe, expect, it } from 'vitest';
import type { SessionEntryView } from '@/server/domain/session/session.schema';
import { GAP_MS, logLines } from './session-log.rules';

const at = (ms: number) => new Date(Date.UTC(2026, 0, 1) + ms).toISOString();
const entry = (
  id: string,
  ms: number,
  stream: SessionEntryView['stream'],
  session = 's',
): SessionEntryView => ({
  id,
  session,
  stream,
  text: id,
  data: {},
  actor: { id: 'c1', kind: 'agent', name: 'coder-1', owner: null },
  at: at(ms),
});
const all = (lines: ReturnType<typeof logLines>) =>
  lines.map((line) =>
    line.kind === 'gap' ? `gap ${line.ms}` : line.kind === 'day' ? `day of ${line.at}` : line.entry.id,
  );
const kinds = (lines: ReturnType<typeof logLines>) => all(lines).filter((line) => !line.startsWith('day'));

describe('the log of a handoff', () => {
  it('puts entries in order and names a silence', () => {
    expect(kinds(logLines([entry('b', GAP_MS, 'tech'), entry('a', 0, 'event')], 'all'))).toEqual([
      'a',
      `gap ${GAP_MS}`,
      'b',
    ]);
    expect(kinds(logLines([entry('b', GAP_MS - 1, 'tech'), entry('a', 0, 'event')], 'all'))).toEqual([
      'a',
      'b',
    ]);
  });

  it('makes no silence by hiding a stream', () => {
    const busy = [entry('a', 0, 'event'), entry('t', GAP_MS / 2, 'tech'), entry('b', GAP_MS, 'event')];
    expect(kinds(logLines(busy, 'event'))).toEqual(['a', 'b']);
  });

  it('looks for a silence within one session only', () => {
    expect(
      kinds(logLines([entry('a', 0, 'tech', 'one'), entry('b', GAP_MS * 3, 'tech', 'two')], 'all')),
    ).toEqual(['a', 'b']);
  });

  it('names each day once, before its first line that is shown', () => {
    const day = 24 * 3_600_000;
    const log = [entry('a', 0, 'event'), entry('b', 1, 'event'), entry('c', day, 'tech', 'two')];
    expect(all(logLines(log, 'all'))).toEqual([`day of ${at(0)}`, 'a', 'b', `day of ${at(day)}`, 'c']);
    expect(all(logLines(log, 'tech'))).toEqual([`day of ${at(day)}`, 'c']);
  });
});
