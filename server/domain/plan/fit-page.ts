/** Bytes of JSON that a page of rows may take where the answer as a whole may have 8 KB. */
const ROOM = 7_000;

/** As many of the rows as fit, one at least; the caller tells where the next page begins. */
export function fitPage<Row>(rows: readonly Row[], room = ROOM): Row[] {
  let left = room;
  const fitting: Row[] = [];
  for (const row of rows) {
    left -= Buffer.byteLength(JSON.stringify(row)) + 1;
    if (left < 0 && fitting.length > 0) break;
    fitting.push(row);
  }
  return fitting;
}
