import { Agent, type ClientRequest, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** One call of a writer. */
export interface Call {
  readonly action: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly key?: string | undefined;
  readonly ticket?: string | undefined;
  /** Milliseconds after which the client hangs up, whatever has come by then. */
  readonly hangUp?: number | undefined;
  /** What the client believes the time to be. */
  readonly date?: Date | undefined;
}

export type Answer =
  | {
      readonly kind: 'done';
      readonly result: unknown;
      readonly eventSeq: number | null;
      readonly replayed: boolean;
    }
  | {
      readonly kind: 'refused';
      readonly code: string;
      readonly status: number;
      readonly details: Readonly<Record<string, unknown>>;
      readonly retryAfter: number | null;
      readonly text: string;
    }
  /** Nobody knows whether it was done. */
  | { readonly kind: 'unknown'; readonly why: string };

export type DoorName = 'mcp' | 'rest' | 'trpc';

export interface Who {
  readonly door: DoorName;
  readonly project: string;
  /** Says who it is: a token, or a session and where its page is from. */
  readonly headers: Readonly<Record<string, string>>;
}

/** An answer that does not come is as good as none. */
const PATIENCE_MS = 45_000;

interface Raw {
  readonly status: number;
  readonly retryAfter: number | null;
  readonly text: string;
}

export interface Doors {
  /** Never rejects. */
  call(who: Who, call: Call): Promise<Answer>;
  close(): void;
}

const record = (value: unknown): Record<string, unknown> => Object(value);

function bodyOf({ door, project }: Who, { action, args, key, ticket }: Call): [path: string, body: unknown] {
  const named = {
    ...(key === undefined ? {} : { idempotencyKey: key }),
    ...(ticket === undefined ? {} : { ticket }),
  };
  if (door === 'mcp') {
    const params = {
      name: 'run_action',
      arguments: { action, arguments: args, maxBytes: 2 ** 20, ...named },
    };
    return ['/api/mcp', { jsonrpc: '2.0', id: 1, method: 'tools/call', params }];
  }
  if (door === 'trpc') return [`/api/trpc/${action}`, { project, arguments: args, ...named }];
  return [`/api/v1/projects/${project}/${action}`, args];
}

function refused({ status, retryAfter, text: said }: Raw, body: Record<string, unknown>): Answer {
  return {
    kind: 'refused',
    code: String(body.code),
    status,
    details: record(body.details),
    retryAfter,
    text: said.slice(0, 600),
  };
}

function read(door: DoorName, raw: Raw): Answer {
  let said: Record<string, unknown>;
  try {
    said = record(JSON.parse(raw.text));
  } catch {
    return { kind: 'unknown', why: `${raw.status} ${raw.text.slice(0, 100)}` };
  }
  const error = record(said.error);
  const refusal = record(door === 'trpc' ? record(error.data).body : door === 'mcp' ? error.data : error);
  if (typeof refusal.code === 'string') return refused(raw, refusal);
  const result = record(said.result);
  if (door === 'mcp' && result.isError === true) return refused(raw, record(result.structuredContent));
  const done =
    door === 'mcp' ? record(result.structuredContent) : door === 'trpc' ? record(result.data) : said;
  if (done.ok !== true) return { kind: 'unknown', why: `${raw.status} ${raw.text.slice(0, 200)}` };
  const { eventSeq } = done;
  return {
    kind: 'done',
    result: done.result,
    eventSeq: typeof eventSeq === 'number' ? eventSeq : null,
    replayed: done.replayed === true,
  };
}

/** The three doors through which writers call, over real HTTP. */
export function openDoors(url: string): Doors {
  const agent = new Agent({ keepAlive: true });

  function post(who: Who, call: Call): Promise<Raw> {
    const [path, body] = bodyOf(who, call);
    const bytes = JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const sent: ClientRequest = request(
        `${url}${path}`,
        {
          agent,
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(bytes),
            accept: 'application/json, text/event-stream',
            ...(who.door === 'rest' && call.key !== undefined ? { 'idempotency-key': call.key } : {}),
            ...(who.door === 'rest' && call.ticket !== undefined ? { 'session-ticket': call.ticket } : {}),
            ...(call.date === undefined ? {} : { date: call.date.toUTCString() }),
            ...who.headers,
          },
        },
        (response) => {
          const after = Number(response.headers['retry-after']);
          text(response).then(
            (said) =>
              resolve({
                status: response.statusCode ?? 0,
                retryAfter: Number.isFinite(after) ? after : null,
                text: said,
              }),
            reject,
          );
        },
      );
      const hang = setTimeout(() => sent.destroy(new Error('hung up')), call.hangUp ?? PATIENCE_MS);
      sent.once('close', () => clearTimeout(hang));
      sent.once('error', reject).end(bytes);
    });
  }

  return {
    async call(who, call) {
      try {
        return read(who.door, await post(who, call));
      } catch (error) {
        return { kind: 'unknown', why: error instanceof Error ? error.message : String(error) };
      }
    },
    close: () => agent.destroy(),
  };
}
