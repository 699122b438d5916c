import { z } from 'zod';
import { AvailableInput, AvailableResult } from '@/server/actions/available.schema';
import type { Exchange } from './exchange';
import { defineTool } from './tool';
import { ANSWER_BYTES, bytesOf } from './tool-result';

type Row = AvailableResult['actions'][number];

/** What is empty says nothing; the reader pays for each word. An overview names what blocks, and the steps out. */
function brief({ description, destructive, blockedBy, ...row }: Row, overview: boolean) {
  return {
    ...row,
    ...(description === '' ? {} : { description }),
    ...(destructive ? { destructive } : {}),
    ...(blockedBy === undefined ? {} : { blockedBy: overview ? outline(blockedBy) : blockedBy }),
  };
}

function outline({ policyId, title, next }: NonNullable<Row['blockedBy']>) {
  return { policyId, title, next: next.map(({ action, by }) => ({ action, by })) };
}

async function available(exchange: Exchange, input: z.output<typeof AvailableInput>) {
  const { result } = await exchange.execute('actions.available', input);
  const { actions, nextCursor, ...head } = AvailableResult.parse(result);
  const page: ReturnType<typeof brief>[] = [];
  let bytes = bytesOf({ ...head, actions: [], nextCursor: '000' });
  const overview = input.handoff === undefined && input.detail === 'names';
  for (const row of actions.map((action) => brief(action, overview))) {
    bytes += bytesOf(row) + 1;
    if (page.length > 0 && bytes > ANSWER_BYTES) break;
    page.push(row);
  }
  // The cursor of the query is the place of the next row.
  const from = Number.parseInt(input.cursor ?? '0', 10) || 0;
  return {
    ...head,
    actions: page,
    nextCursor: page.length < actions.length ? String(from + page.length) : nextCursor,
  };
}

export const getAvailableActions = defineTool({
  name: 'get_available_actions',
  title: 'What you may do',
  description:
    'What you may do now, at all or on one handoff: yes, needs_input, or blocked with what unlocks it. Call it first; detail: full adds input schemas.',
  input: AvailableInput,
  output: z.object({
    actor: z.looseObject({}),
    roles: z.array(z.string()),
    permission: z.string(),
    actions: z.array(z.looseObject({ name: z.string(), allowed: z.enum(['yes', 'blocked', 'needs_input']) })),
    nextCursor: z.string().nullable(),
  }),
  annotations: { readOnlyHint: true },
  usage: 'get_available_actions {"handoff": "LG-1", "detail": "full"}',
  run: available,
});
