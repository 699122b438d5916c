import { mcpClient } from './mcp-client';
import type { Row } from './report';
import type { Many } from './seed-many';
import { startServer } from './server-process';
import type { BenchWorld } from './world';

const LIST_BYTES = 4 * 1024;
const ANSWER_BYTES = 8 * 1024;

/** Size of what an agent reads when it asks without saying how much, in a project with so many handoffs. */
export async function goal10(world: BenchWorld, { items, seat, handoff, busy }: Many): Promise<Row[]> {
  const { token } = seat;
  const start = { party: 'subject', appUrl: world.appUrl, sampleToken: '', sampleHandoff: '' } as const;
  const server = await startServer(start, world.dataDir, undefined);
  const client = mcpClient(server.url, 1);
  const row = (what: string, bytes: number, most: number, note = ''): Row => ({
    goal: 10,
    what,
    values: [bytes],
    bound: { most },
    unit: 'bytes',
    note,
  });
  /** Where the door refuses to answer at such length, the length is what counts. */
  const sized = async (name: string, args: object) => {
    const { refused, structured } = await client.ask(token, name, args);
    const { code, details } = Object(structured);
    if (!refused) return { bytes: Buffer.byteLength(JSON.stringify(structured)), note: notesOf(structured) };
    const { bytes } = Object(details);
    if (code !== 'TOO_LARGE' || typeof bytes !== 'number') {
      throw new Error(`${name} was refused: ${JSON.stringify(structured)}`);
    }
    return { bytes, note: 'refused as too long, with what to ask instead' };
  };
  const answer = async (what: string, name: string, args: object) => {
    const { bytes, note } = await sized(name, args);
    return row(`${what}, of ${items} handoffs`, bytes, ANSWER_BYTES, note);
  };
  const query = (action: string, args: object = {}, what = action) =>
    answer(what, 'run_action', { action, arguments: args });
  try {
    const list = await client.call(token, 'tools/list', {});
    return [
      row('tools/list', Buffer.byteLength(JSON.stringify(list)), LIST_BYTES),
      await answer('get_available_actions', 'get_available_actions', {}),
      await answer('get_available_actions on a handoff', 'get_available_actions', { handoff }),
      await query('board.window'),
      await query('event.list'),
      await query('session.list'),
      await query('handoff.get', { handoff }),
      await query('handoff.get', { handoff: busy }, `handoff.get with ${items} comments`),
    ];
  } finally {
    client.close();
    await server.stop();
  }
}

/** The door tells the page that it chose. */
function notesOf(structured: unknown): string {
  const { page } = Object(structured);
  const sizes = Object.entries(Object(page)).map(([name, size]) => `${name} ${size}`);
  return sizes.length === 0 ? '' : `a page of ${sizes.join(', ')}`;
}
