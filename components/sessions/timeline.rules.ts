import type { SessionDetail, TimelineLine } from '@/server/domain/session/session.schema';

export type TimelineRow =
  | { readonly kind: 'line'; readonly line: TimelineLine }
  | { readonly kind: 'gap'; readonly key: string; readonly from: string; readonly to: string | null }
  | { readonly kind: 'day'; readonly key: string; readonly at: string };

type Gap = SessionDetail['gaps'][number];

/**
 * Lines newest first, with each silence where it lies and each day before its own lines. Silences are of the whole
 * session: what a filter hides makes none.
 */
export function timelineRows(
  lines: readonly TimelineLine[],
  gaps: readonly Gap[],
  whole: boolean,
): TimelineRow[] {
  const left = gaps.toSorted((one, other) => Date.parse(other.from) - Date.parse(one.from));
  const rows: TimelineRow[] = [];
  let day = '';
  const gap = (one: Gap) => rows.push({ kind: 'gap', key: `gap ${one.from}`, from: one.from, to: one.to });
  for (const line of lines) {
    const at = Date.parse(line.at);
    while (left[0] !== undefined && Date.parse(left[0].from) >= at) gap(left.shift() ?? left[0]);
    const today = new Date(at).toDateString();
    if (day !== '' && today !== day) rows.push({ kind: 'day', key: `day ${line.id}`, at: line.at });
    day = today;
    rows.push({ kind: 'line', line });
  }
  if (whole) for (const one of left) gap(one);
  return rows;
}

/** A refusal or a loss. */
export function isBad({ type, data }: TimelineLine): boolean {
  return (
    type === 'policy.denied' ||
    type === 'handoff.lapsed' ||
    data.kind === 'lost' ||
    data.refused === true ||
    data.denied !== undefined
  );
}

/** A sentence that goes on from a name, where no name is printed before it: Russian joins the two by a dash. */
export function unled(sentence: string): string {
  return sentence.replace(/^— /, '');
}
