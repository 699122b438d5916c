import type { Facts } from '../../actions/action';
import { INSTANCE } from '../../actions/admission';
import { type Refusal, refuse } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import type { Layer } from './context.schema';

/** Characters of a value that its event keeps: the history and the log show what it was by them. */
export const EXCERPT = 4000;

export interface EntryFacts {
  /** `removed`: taken out of the layer. Its row stays, so that versions go on and no reader takes a new value for an old one. */
  readonly entry: { readonly id: string; readonly version: number; readonly removed: boolean } | null;
}

export function entryFacts(layer: Layer, key: string): Fragment<EntryFacts> {
  return sql<EntryFacts>`(SELECT jsonb_build_object('entry', (SELECT jsonb_build_object('id', c.id, 'version', c.version, 'removed', c.removed_at IS NOT NULL)
      FROM context_entry c, p, me WHERE c.project_id = p.id AND c.layer = ${layer}::context_layer AND c.key = ${key}
        AND (c.session_id IS NULL OR c.session_id = (SELECT s.id FROM session s
          WHERE s.project_id = p.id AND (CASE WHEN s.state = 'active' THEN s.actor_id END) = me.id)))))`;
}

/** Who may write a layer: a session its actor, a project its leads, the instance its admins. Agents the session alone. */
export function mayWrite(facts: Facts<EntryFacts>, layer: Layer): Refusal | null {
  const { actor, session, project } = facts;
  if (actor === null) return refuse('actor.none', 'There is no such actor.', { code: 'NOT_FOUND' });
  if (layer === 'session') {
    if (session !== null) return null;
    return refuse('session.none', 'The session layer belongs to an active session; start one.', {
      next: [{ action: 'session.start', arguments: {}, by: 'you' }],
    });
  }
  if (layer === 'global' && project?.key !== INSTANCE) {
    return refuse(
      'context.layer',
      'The global layer belongs to the project instance; its admins change it there.',
    );
  }
  if (layer === 'project' && project?.key === INSTANCE) {
    return refuse('context.layer', 'The project instance keeps the global layer; use that one.');
  }
  const rank = { viewer: 0, member: 1, lead: 2, admin: 3 } as const;
  const needed = layer === 'global' ? rank.admin : rank.lead;
  const permission = actor.kind === 'system' ? 'admin' : actor.permission;
  if (actor.kind !== 'agent' && permission !== null && rank[permission] >= needed) return null;
  return refuse(
    'context.layer',
    layer === 'global'
      ? 'The global layer changes by an admin of the instance only.'
      : 'The project layer changes by a lead only; use the session layer.',
  );
}
