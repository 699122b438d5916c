import { z } from 'zod';

export const ListEvents = z.strictObject({
  after: z.number().int().min(0).default(0).describe('Sequence number behind which to read'),
  limit: z.number().int().min(1).max(200).default(50),
});
export const EventPage = z.object({
  events: z.array(
    z.object({
      seq: z.number(),
      at: z.string(),
      type: z.string(),
      actor: z.object({ id: z.string(), kind: z.string(), name: z.string() }).nullable(),
      subject: z.object({ kind: z.string(), id: z.string(), handoff: z.string().optional() }).nullable(),
      sessionId: z.string().nullable(),
      payload: z.record(z.string(), z.unknown()),
    }),
  ),
  seq: z.number().describe('Head of the log'),
  epoch: z.string(),
  projectId: z.string(),
  untrusted: z.literal(true),
});
