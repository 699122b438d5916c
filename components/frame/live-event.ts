import { isRecord, recordOf, textOf } from '@/components/policy/wire.schema';

const KINDS = ['person', 'agent', 'system'] as const;

/** One event of the stream, as far as pages look at it. Payloads are data that people and agents wrote. */
export interface LiveEvent {
  readonly seq: number;
  readonly at: string;
  readonly type: string;
  readonly actor: {
    readonly id: string;
    readonly kind: (typeof KINDS)[number];
    readonly name: string;
  } | null;
  readonly subject: { readonly id?: string | undefined; readonly handoff?: string | undefined } | null;
  readonly payload: Readonly<Record<string, unknown>>;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** null where the line is not what the stream promises; the next patch heals what it would have said. */
export function readEvent(text: string): LiveEvent | null {
  const event = parse(text);
  if (!isRecord(event)) return null;
  const { seq, at, type, actor, subject, payload } = event;
  if (typeof seq !== 'number' || typeof at !== 'string' || typeof type !== 'string') return null;
  const { id, handoff } = recordOf(subject);
  return {
    seq,
    at,
    type,
    actor: readActor(actor),
    subject: isRecord(subject)
      ? {
          id: typeof id === 'string' ? id : undefined,
          handoff: typeof handoff === 'string' ? handoff : undefined,
        }
      : null,
    payload: recordOf(payload),
  };
}

function readActor(value: unknown): LiveEvent['actor'] {
  const { id, kind, name } = recordOf(value);
  const known = KINDS.find((each) => each === kind);
  return known === undefined || typeof id !== 'string' ? null : { id, kind: known, name: textOf(name) };
}

/** `hello` and `reset`: number of the newest event, and the epoch it belongs to. */
export function readHead(text: string): { readonly seq: number; readonly epoch: string } | null {
  const { seq, epoch } = recordOf(parse(text));
  return typeof seq === 'number' && typeof epoch === 'string' ? { seq, epoch } : null;
}
