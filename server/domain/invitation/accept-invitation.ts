import { defineAction } from '../../actions/action';
import { type Insert, now, type Refusal, refuse, type Update } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { linkJson, linkRow } from '../user/link.sql';
import { type LinkFacts, linkGone, spend } from '../user/one-time-link';
import { AcceptInvitation, AcceptResult } from './invitation.schema';

interface AcceptFacts {
  readonly link: LinkFacts | null;
  readonly invitation: {
    readonly id: string;
    readonly email: string;
    readonly permission: 'viewer' | 'member' | 'lead' | 'admin';
    /** Those the project still has. */
    readonly roles: readonly string[];
  } | null;
  /** Who has the invited address. */
  readonly user: { readonly id: string; readonly name: string; readonly disabled: boolean } | null;
  /** What that person is here already, or was. */
  readonly actor: { readonly name: string; readonly removed: boolean } | null;
  /** The chosen name, with a number where somebody here goes by it. */
  readonly freeName: string;
}

const acceptFacts = (hash: string, name: string | undefined): Fragment<AcceptFacts> =>
  sql<AcceptFacts>`(WITH ${linkRow(hash)},
    i AS MATERIALIZED (SELECT v.* FROM invitation v, l, p WHERE v.project_id = p.id AND l.project_id = p.id AND v.id = l.invitation_id),
    u AS MATERIALIZED (SELECT "user".* FROM "user", i WHERE "user".email = i.email),
    w AS MATERIALIZED (SELECT coalesce((SELECT u.name FROM u), ${name ?? null}::text, '') AS name)
    SELECT jsonb_build_object('link', ${linkJson},
    'invitation', (SELECT jsonb_build_object('id', i.id, 'email', i.email, 'permission', i.permission,
      'roles', coalesce((SELECT jsonb_agg(r.key ORDER BY r.position) FROM role r
        WHERE r.project_id = i.project_id AND r.key = ANY(i.roles)), '[]')) FROM i),
    'user', (SELECT jsonb_build_object('id', u.id, 'name', u.name, 'disabled', u.disabled_at IS NOT NULL) FROM u),
    'actor', (SELECT jsonb_build_object('name', a.name, 'removed', a.removed_at IS NOT NULL) FROM actor a, u, p
      WHERE a.project_id = p.id AND a.user_id = u.id),
    'freeName', (SELECT n.name FROM (SELECT w.name, 1 AS place FROM w UNION ALL
        SELECT w.name || ' ' || g, g FROM w, generate_series(2, 1000) g) n, p
      WHERE NOT EXISTS (SELECT FROM actor a WHERE a.project_id = p.id AND a.name = n.name) ORDER BY n.place LIMIT 1)))`;

export const acceptInvitation = defineAction<AcceptFacts>()({
  name: 'invitation.accept',
  title: 'Accept an invitation by its link',
  description: 'Makes the account where there is none, and the membership, in one commit.',
  input: AcceptInvitation,
  output: AcceptResult,
  permission: 'admin',
  scope: 'act',
  audience: 'system',
  events: ['invitation.accepted'],
  besides: ['member.added'],
  retry: 'server',
  refusals: ['RULE_REFUSED', 'NOT_FOUND', 'INVALID_ARGUMENTS'],
  facts: (input) => acceptFacts(input.link, input.name),
  derive: (facts) =>
    facts.project === null
      ? null
      : { resource: { kind: 'project', id: facts.project.id, label: facts.project.key }, context: {} },
  rule: (facts, input, env) => {
    const { link, invitation, user, actor, freeName } = facts.own;
    if (facts.project === null || link === null || !link.open || invitation === null || user?.disabled)
      return linkGone();
    const { email, permission, roles } = invitation;
    const password_hash = env.sealed.passwordHash;
    const unfit = whoAccepts(facts.own, input.user, input.name, password_hash);
    if (unfit) return unfit;
    const id = user?.id ?? env.newId();
    const updates: Update[] = [
      spend(link.id),
      {
        table: 'invitation',
        key: { id: invitation.id },
        expect: { accepted_at: null, revoked_at: null },
        set: { accepted_at: now },
      },
    ];
    const inserts: Insert[] = [];
    if (user === null) {
      const language = input.language ?? null;
      const row = {
        id,
        email,
        name: input.name ?? '',
        password_hash: password_hash ?? null,
        language,
        sample: false,
      };
      inserts.push({ table: 'user', rows: [row], computed: { created_at: now } });
    }
    const name = actor?.name ?? freeName;
    if (actor === null) {
      const row = { id, kind: 'person', name, user_id: id, permission };
      inserts.push({ table: 'actor', rows: [row], computed: { created_at: now } });
    } else {
      updates.push({ table: 'actor', key: { id }, set: { permission, disabled_at: null, removed_at: null } });
    }
    if (roles.length > 0) {
      inserts.push({ table: 'actor_role', rows: roles.map((role) => ({ actor_id: id, role_key: role })) });
    }
    const payload = { name, permission, roles: [...roles] };
    return {
      kind: 'change',
      updates,
      inserts,
      deletes: actor === null ? [] : [{ table: 'actor_role', key: { actor_id: id } }],
      events: [
        event('member.added', { kind: 'actor', id }, payload),
        event('invitation.accepted', { kind: 'invitation', id: invitation.id }, { email, ...payload }),
      ],
      result: { email, project: facts.project.key },
    };
  },
});

/** The person with the invited address and nobody else, signed in where they have an account. */
function whoAccepts(
  { user, actor }: AcceptFacts,
  signedIn: string | undefined,
  name: string | undefined,
  passwordHash: string | undefined,
): Refusal | null {
  if (signedIn !== undefined && signedIn !== user?.id) {
    return refuse('invitation.other', 'The invitation is for another address than the one signed in with.');
  }
  if (user !== null && signedIn === undefined) {
    return refuse('invitation.signIn', 'The invited address has an account: sign in to accept.');
  }
  if (user === null && (name === undefined || passwordHash === undefined)) {
    return refuse('link.who', 'A name and a password have to be given.', { code: 'INVALID_ARGUMENTS' });
  }
  return actor !== null && !actor.removed
    ? refuse('invitation.member', 'They are a member of this project already.')
    : null;
}
