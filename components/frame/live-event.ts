import * as z from 'zod/mini';

/** One event of the stream, as far as pages look at it. Payloads are data that people and agents wrote. */
const LiveEvent = z.object({
  seq: z.number(),
  at: z.string(),
  type: z.string(),
  actor: z.nullable(
    z.object({ id: z.string(), kind: z.enum(['person', 'agent', 'system']), name: z.string() }),
  ),
  subject: z.nullable(z.object({ handoff: z.optional(z.string()) })),
  payload: z.record(z.string(), z.unknown()),
});
export type LiveEvent = z.infer<typeof LiveEvent>;

const Head = z.object({ seq: z.number(), epoch: z.string() });

function parse<Shape extends z.ZodMiniType>(shape: Shape, text: string): z.output<Shape> | null {
  try {
    const parsed = shape.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** null where the line is not what the stream promises; the next patch heals what it would have said. */
export function readEvent(text: string): LiveEvent | null {
  return parse(LiveEvent, text);
}

/** `hello` and `reset`: number of the newest event, and the epoch it belongs to. */
export function readHead(text: string): z.output<typeof Head> | null {
  return parse(Head, text);
}
