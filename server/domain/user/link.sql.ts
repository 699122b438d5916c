import { type Sql, sql } from '../../actions/sql';

/** One link by the hex SHA-256 of its secret, as LinkFacts with what it is about; named `l`. */
export const linkRow = (hash: string): Sql => sql`l AS MATERIALIZED (SELECT t.*,
    t.used_at IS NULL AND t.revoked_at IS NULL AND t.expires_at > now() AS open
  FROM one_time_link t WHERE t.secret_hash = decode(${hash}, 'hex'))`;

export const linkJson: Sql = sql`(SELECT jsonb_build_object('id', l.id, 'purpose', l.purpose, 'open', l.open) FROM l)`;

/** Ids of the links that open a user's account and are open still; `u` is the user's row. */
export const openLinks: Sql = sql`coalesce((SELECT jsonb_agg(o.id ORDER BY o.id) FROM one_time_link o, u
  WHERE o.user_id = u.id AND o.used_at IS NULL AND o.revoked_at IS NULL), '[]')`;
