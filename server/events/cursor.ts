import { AppError } from '../errors';

/** Where a client wants to go on. */
export interface Cursor {
  /** last event the client has; null: only what comes from now on */
  readonly after: number | null;
  /** epoch that number belongs to, when the client knows it */
  readonly epoch: string | null;
}

function sequenceNumber(text: string): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(value)) {
    throw new AppError('INVALID_ARGUMENTS', 'The cursor is the number of an event.', {
      details: { issues: [{ path: 'after', code: 'invalid_format', message: 'a whole number, 0 or more' }] },
    });
  }
  return value;
}

/**
 * The cursor of an SSE request. Last-Event-ID wins: a browser that reconnects repeats the address it began with, and
 * tells how far it got in that header.
 */
export function readCursor(request: Request): Cursor {
  const query = new URL(request.url).searchParams;
  const text = request.headers.get('last-event-id') || query.get('after');
  return {
    after: text === null || text === '' ? null : sequenceNumber(text),
    epoch: query.get('epoch'),
  };
}
