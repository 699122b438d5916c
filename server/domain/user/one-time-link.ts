import type { Insert, Update } from '../../actions/change';
import { now, nowPlus, type Refusal, refuse } from '../../actions/change';

/** Seconds a link opens: an invitation waits for somebody's Monday, a new password is wanted now. */
export const LINK_SECONDS = { invite: 7 * 86_400, 'set-up': 3 * 86_400, reset: 3_600 } as const;
export type LinkPurpose = keyof typeof LINK_SECONDS;

/** What facts say of a link; see linkJson. */
export interface LinkFacts {
  readonly id: string;
  readonly purpose: LinkPurpose;
  /** Neither used nor revoked, and not run out. */
  readonly open: boolean;
}

/** A new link; the hash alone is kept. */
export function linkInsert(link: {
  id: string;
  purpose: LinkPurpose;
  hash: string;
  madeBy: string | null;
  userId?: string | null;
  invitation?: { readonly id: string; readonly projectId: string };
}): Insert {
  return {
    table: 'one_time_link',
    rows: [
      {
        id: link.id,
        purpose: link.purpose,
        secret_hash: `\\x${link.hash}`,
        user_id: link.userId ?? null,
        project_id: link.invitation?.projectId ?? null,
        invitation_id: link.invitation?.id ?? null,
        made_by: link.madeBy,
      },
    ],
    computed: { created_at: now, expires_at: nowPlus(LINK_SECONDS[link.purpose]) },
  };
}

/** Used up by this commit: of any number at once, one finds it unused. */
export const spend = (id: string): Update => ({
  table: 'one_time_link',
  key: { id },
  expect: { used_at: null, revoked_at: null, expires_at: { check: 'afterNow' } },
  set: { used_at: now },
});

export const revokeLinks = (ids: readonly string[]): Update[] =>
  ids.map((id) => ({
    table: 'one_time_link',
    key: { id },
    expect: { used_at: null, revoked_at: null },
    set: { revoked_at: now },
  }));

/** The same for a link that was used, has run out, was taken back or never was: nobody learns which. */
export const linkGone = (): Refusal =>
  refuse('link.gone', 'This link was used already, has run out, or was taken back.', { code: 'NOT_FOUND' });
