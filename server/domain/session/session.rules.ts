import { type Insert, type Json, now, nowPlus } from '../../actions/change';
import type { BaseFacts } from '../../actions/facts';

/** Seconds without a line or an action that are told as a gap; nothing is put in its place. */
export const GAP_SECONDS = 4 * 60;

/** Seconds of silence after which a session counts as lost. People come back after lunch; agents speak. */
export const SILENCE_SECONDS = { person: 8 * 3600, agent: 30 * 60, system: 30 * 60 } as const;

type Kind = keyof typeof SILENCE_SECONDS;

/** The deadline by which a session has to be heard of; see jobs/lapse-session.ts. */
export function silenceTimer(session: string, kind: Kind): Insert {
  return {
    table: 'timer',
    rows: [{ kind: 'session', subject_id: session, subject_version: 0, attempts: 0 }],
    computed: { due_at: nowPlus(SILENCE_SECONDS[kind]) },
    replace: {
      conflict: ['project_id', 'kind', 'subject_id'],
      set: ['subject_version', 'due_at', 'attempts'],
    },
  };
}

/** A turning point in the log of a session, with what it was as data. */
export function metaEntry(
  id: string,
  session: string,
  actor: string,
  text: string,
  data: { readonly [key: string]: Json },
): Insert {
  return {
    table: 'session_entry',
    rows: [{ id, session_id: session, stream: 'meta', text, actor_id: actor, data }],
    computed: { at: now },
  };
}

export interface RoleTags {
  readonly key: string;
  readonly tags: readonly string[];
}

/** Roles that a mode activates, such as [code] the coder's, and whether the actor holds them. */
export function activated(
  mode: string,
  roles: readonly RoleTags[],
  actor: Pick<NonNullable<BaseFacts['actor']>, 'roles'>,
): { role: string; held: boolean }[] {
  return roles
    .filter(({ tags }) => tags.some((tag) => tag.replace(/^\[|\]$/g, '') === mode))
    .map(({ key }) => ({ role: key, held: actor.roles.includes(key) }));
}
