import type { EventRow } from '@/server/domain/event/event-log.schema';

/** Saves what was read as JSON lines: a line an event, the oldest first, as the log has them. */
export function saveLines(project: string, events: readonly EventRow[]): void {
  const lines = events.toReversed().map((event) => JSON.stringify(event));
  const address = URL.createObjectURL(new Blob([`${lines.join('\n')}\n`], { type: 'application/x-ndjson' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${project}-events-${events.at(-1)?.seq ?? 0}-${events[0]?.seq ?? 0}.jsonl`;
  link.click();
  URL.revokeObjectURL(address);
}
