import type { AnyAction } from './action';
import { type Refusal, refuse } from './change';
import type { Request } from './execute.types';
import type { BaseFacts } from './facts';

/** Names a session as its holder knows it: a recovery raises the fence, and with it ends every ticket from before. */
export const sessionTicket = (session: string, fence: number): string => `${session}:${fence}`;

/**
 * A late write of a process that crashed and was replaced; null where it is none. What names a ticket must name that of
 * its active session. A session that was recovered has, or had, two processes, and a token cannot tell them apart: from
 * then on whoever writes as an agent names it.
 */
export function staleTicket(
  action: AnyAction,
  facts: Pick<BaseFacts, 'actor' | 'session'>,
  { ticket, dryRun = false }: Pick<Request, 'ticket' | 'dryRun'>,
): Refusal | null {
  const { actor, session } = facts;
  if (action.opensSession) return null;
  if (ticket === undefined) {
    // Who only asks writes nothing.
    if (dryRun || actor?.kind !== 'agent' || session === null || session.fence === 1) return null;
  } else if (session !== null && ticket === sessionTicket(session.id, session.fence)) return null;
  return refuse(
    'session.ticket',
    ticket === undefined
      ? 'This session was recovered: name the ticket that the recovery answered.'
      : 'The session of this ticket ended or was recovered by another process. The late write is refused.',
    { next: [{ action: 'session.recover', arguments: {}, by: 'you' }] },
  );
}
