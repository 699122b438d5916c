import type { AgentView, CallView, TokenView } from './agent.schema';

/** An agent that waits for work is silent for 50 s at most; longer, and nobody knows. */
const ON_MS = 2 * 60_000;
/** A refusal is fresh for this long, unless a call went through since. */
const REFUSED_MS = 10 * 60_000;
const DAY_MS = 86_400_000;
/** A token that ends within this many days is told early. */
const ENDS_SOON_DAYS = 3;

/**
 * off: stopped, or without a token that holds. waiting: no call yet. on: called within the last minutes. refused: the
 * last call was. lost: silent since a lease of its ran out. idle: connected once, silent now.
 */
export type Light = 'off' | 'waiting' | 'on' | 'refused' | 'lost' | 'idle';

export const holds = (token: TokenView, now: number): boolean =>
  token.revokedAt === null && Date.parse(token.expiresAt) > now;

type Seen = Pick<AgentView, 'disabledAt' | 'tokens' | 'lastCall' | 'lost'>;

export function lightOf({ disabledAt, tokens, lastCall, lost }: Seen, now: number): Light {
  const living = tokens.filter((token) => holds(token, now));
  if (disabledAt !== null || living.length === 0) return 'off';
  if (lastCall === null) return living.some(({ lastUsedAt }) => lastUsedAt !== null) ? 'idle' : 'waiting';
  const at = Date.parse(lastCall.at);
  if (lastCall.outcome !== 'ok' && now - at < REFUSED_MS) return 'refused';
  if (now - at < ON_MS) return 'on';
  const [last] = lost;
  return last !== undefined && Date.parse(last.at) > at ? 'lost' : 'idle';
}

export interface TokenLife {
  readonly kind: 'none' | 'revoked' | 'ended' | 'holds';
  /** Whole days left, the last one counted. */
  readonly days: number;
  readonly soon: boolean;
}

/** Of the token that holds longest. */
export function tokenLife(tokens: readonly TokenView[], now: number): TokenLife {
  const ends = tokens.filter((token) => holds(token, now)).map((token) => Date.parse(token.expiresAt));
  if (ends.length > 0) {
    const days = Math.ceil((Math.max(...ends) - now) / DAY_MS);
    return { kind: 'holds', days, soon: days <= ENDS_SOON_DAYS };
  }
  const [latest] = tokens;
  if (latest === undefined) return { kind: 'none', days: 0, soon: false };
  return { kind: latest.revokedAt === null ? 'ended' : 'revoked', days: 0, soon: false };
}

/** What the tokens that hold allow together, in the usual order. */
export function scopesOf(tokens: readonly TokenView[], now: number): readonly string[] {
  const held = new Set(tokens.filter((token) => holds(token, now)).flatMap(({ scopes }) => scopes));
  return ['read', 'act', 'knowledge', 'admin-read'].filter((scope) => held.has(scope));
}

/** How far a new token has come: each step with when it was reached, null where it was not yet. */
export interface Arrival {
  readonly reached: string | null;
  readonly accepted: string | null;
  readonly listed: string | null;
  readonly worked: string | null;
}

const earliest = (calls: readonly CallView[]) => calls.map(({ at }) => at).sort()[0] ?? null;

/** @param calls newest first; of this token alone */
export function arrivalOf(calls: readonly CallView[]): Arrival {
  const accepted = calls.filter(({ outcome }) => outcome !== 'UNAUTHENTICATED');
  const tools = new Set(['get_available_actions', 'run_action', 'enforce_policy', 'wait_for_next']);
  return {
    reached: earliest(calls),
    accepted: earliest(accepted),
    listed: earliest(accepted.filter(({ tool }) => tool === 'tools/list')),
    worked: earliest(accepted.filter(({ tool }) => tools.has(tool))),
  };
}
