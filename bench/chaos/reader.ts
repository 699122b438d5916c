import { Agent, type IncomingMessage, request } from 'node:http';
import { createInterface } from 'node:readline';
import type { Told } from './field';

const AGAIN_MS = 250;

/** Follows one project's live events for as long as it lives, and comes back with its last id after every end. */
export interface Reader {
  readonly project: string;
  /** Numbers in the order they came. */
  readonly seen: readonly number[];
  /** What should not have been: an answer that is no stream, or a `reset` that was not called for. */
  readonly trouble: readonly string[];
  /** How often it came back. */
  readonly returns: number;
  close(): void;
}

export function follow(
  url: string,
  { project, headers }: { readonly project: string; readonly headers: Readonly<Record<string, string>> },
  tell: (told: Told) => void = () => {},
): Reader {
  const agent = new Agent();
  const seen: number[] = [];
  const trouble: string[] = [];
  let returns = 0;
  let closed = false;
  let current: { destroy(): unknown } | undefined;

  async function read(stream: IncomingMessage): Promise<void> {
    let kind = '';
    let id = 0;
    let data = '';
    for await (const line of createInterface({ input: stream })) {
      if (line.startsWith('event: ')) kind = line.slice('event: '.length);
      else if (line.startsWith('id: ')) id = Number(line.slice('id: '.length));
      else if (line.startsWith('data: ')) data = line.slice('data: '.length);
      else if (line === '') {
        // Half an event that was cut off has no empty line after it, and does not count.
        if (kind === 'event') {
          seen.push(id);
          tell(JSON.parse(data) as Told);
        }
        if (kind === 'reset') trouble.push(`told to begin anew after ${seen.at(-1) ?? 0}`);
        kind = '';
      }
    }
  }

  function connect(): void {
    if (closed) return;
    const last = seen.at(-1);
    const again = () => {
      if (closed) return;
      returns += 1;
      setTimeout(connect, AGAIN_MS);
    };
    const sent = request(
      `${url}/api/events?project=${project}${last === undefined ? '&after=0' : ''}`,
      {
        agent,
        headers: {
          accept: 'text/event-stream',
          ...(last === undefined ? {} : { 'last-event-id': String(last) }),
          ...headers,
        },
      },
      (response) => {
        if (response.statusCode !== 200) {
          // Told to come back while the server starts, ends or has no connection to spare.
          if (response.statusCode !== 503) trouble.push(`was answered ${response.statusCode}`);
          response.resume();
          return again();
        }
        response.on('error', () => {});
        read(response).then(again, again);
      },
    );
    current = sent;
    sent.once('error', again).end();
  }
  connect();
  return {
    project,
    seen,
    trouble,
    get returns() {
      return returns;
    },
    close() {
      closed = true;
      current?.destroy();
      agent.destroy();
    },
  };
}
