/** Where a list sorted by time goes on: the last row's moment and id. */
export function cursorOf(at: string, id: string): string {
  return `${at}~${id}`;
}

/** null where there is none, or it is none of ours: the list then begins anew. */
export function readCursor(cursor: string | undefined): { at: string; id: string } | null {
  const [, at, id] = /^([0-9T:.+-]{19,40}Z?)~([0-9a-f-]{36})$/.exec(cursor ?? '') ?? [];
  return at === undefined || id === undefined || Number.isNaN(Date.parse(at)) ? null : { at, id };
}
