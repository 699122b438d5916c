/** The time as PostgreSQL writes it in JSON, and the short number. */
const CURSOR =
  /^([1-9]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|\+00:00))\|[A-Z]{2,5}-([1-9]\d{0,8})$/;

/** Keyset: what stands behind the last card of the page before it; null for what is no cursor of ours. */
export function readCardCursor(cursor: string | undefined): { movedAt: string; number: number } | null {
  if (cursor === undefined) return null;
  const [, movedAt = '', digits = ''] = CURSOR.exec(cursor) ?? [];
  const time = Date.parse(movedAt);
  // Date.parse takes the 30th of February for a day in March; PostgreSQL takes it for nothing.
  if (Number.isNaN(time) || !movedAt.startsWith(new Date(time).toISOString().slice(0, 10))) return null;
  return { movedAt, number: Number(digits) };
}

/** Cursor behind that card. */
export const cardCursor = (card: { readonly movedAt: string; readonly handoff: string }) =>
  `${card.movedAt}|${card.handoff}`;
