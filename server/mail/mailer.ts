import nodemailer from 'nodemailer';
import type { Letter } from '../actions/change';
import { linkAddress } from '../auth/link-secret';
import { writeLetter } from './letters';

/** A mail server that does not answer holds nobody up: letters go out beside the requests. */
const PATIENCE_MS = 10_000;

export interface Mailer {
  /** Never waits, never throws; what does not go out is logged without its link. */
  send(letter: Letter): void;
  /** Waits for what is on its way. */
  close(): Promise<void>;
}

export function createMailer(
  { smtpUrl, from }: { smtpUrl: string; from: string },
  origin: () => string,
  onTrouble: (error: unknown) => void,
  patienceMs = PATIENCE_MS,
): Mailer {
  // The package reads its options from the address alone, once, where it is given one.
  const address = new URL(smtpUrl);
  for (const wait of ['connectionTimeout', 'greetingTimeout', 'socketTimeout', 'dnsTimeout']) {
    address.searchParams.set(wait, String(patienceMs));
  }
  const transport = nodemailer.createTransport(address.href, { from });
  const underway = new Set<Promise<unknown>>();
  return {
    send(letter) {
      const sending = transport
        .sendMail({ from, to: letter.to, ...writeLetter(letter, linkAddress(origin(), letter.secret)) })
        .catch((error: unknown) => onTrouble(error instanceof Error ? error.message : error))
        .finally(() => underway.delete(sending));
      underway.add(sending);
    },
    async close() {
      await Promise.all(underway);
      transport.close();
    },
  };
}
