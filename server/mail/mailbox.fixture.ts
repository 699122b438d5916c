import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

export interface Mailbox {
  readonly smtpUrl: string;
  /** As they came over the wire. */
  readonly letters: string[];
  /** Resolves with the next letter, or the one that came already. */
  next(): Promise<string>;
  close(): Promise<void>;
}

/** A real mail server on this machine that keeps what it gets. */
export async function openMailbox(): Promise<Mailbox> {
  const letters: string[] = [];
  const waiting: ((letter: string) => void)[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, _session, done) => {
      text(stream).then((letter) => {
        const first = waiting.shift();
        if (first) first(letter);
        else letters.push(letter);
        done();
      }, done);
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    smtpUrl: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    letters,
    next: () => {
      const here = letters.shift();
      return here === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(here);
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** The body of one part, as the reader sees it. */
export function partOf(letter: string, type: 'text/plain' | 'text/html'): string {
  const part = letter.split(/\r\n--/).find((each) => each.includes(`Content-Type: ${type}`)) ?? '';
  const body = part.slice(part.indexOf('\r\n\r\n') + 4);
  if (/Content-Transfer-Encoding: base64/i.test(part)) return Buffer.from(body, 'base64').toString('utf8');
  const joined = body.replace(/=\r\n/g, '');
  return /quoted-printable/i.test(part)
    ? Buffer.from(
        joined.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
        'latin1',
      ).toString('utf8')
    : joined;
}
