import { defineAction } from '../../actions/action';
import { now, nowPlus, refuse } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { LINK_SECONDS, linkInsert, revokeLinks } from '../user/one-time-link';
import { CreateInvitation, InvitationResult } from './invitation.schema';

interface InviteFacts {
  readonly roles: readonly string[];
  /** Already a member, and not removed. */
  readonly member: string | null;
  /** Of the person with this address, if there is one. */
  readonly language: 'en' | 'ru' | null;
  /** Open for the same address: the new one takes its place. */
  readonly earlier: { readonly id: string; readonly links: readonly string[] } | null;
}

const inviteFacts = (email: string): Fragment<InviteFacts> =>
  sql<InviteFacts>`(SELECT jsonb_build_object(
    'roles', coalesce((SELECT jsonb_agg(r.key) FROM role r WHERE r.project_id = p.id), '[]'),
    'member', (SELECT a.name FROM actor a JOIN "user" u ON u.id = a.user_id
      WHERE a.project_id = p.id AND u.email = ${email} AND a.removed_at IS NULL),
    'language', (SELECT u.language FROM "user" u WHERE u.email = ${email}),
    'earlier', (SELECT jsonb_build_object('id', i.id, 'links', coalesce((SELECT jsonb_agg(o.id) FROM one_time_link o
        WHERE o.project_id = i.project_id AND o.invitation_id = i.id AND o.used_at IS NULL AND o.revoked_at IS NULL), '[]'))
      FROM invitation i WHERE i.project_id = p.id
        AND (CASE WHEN i.accepted_at IS NULL AND i.revoked_at IS NULL THEN i.email END) = ${email})) FROM p)`;

export const createInvitation = defineAction<InviteFacts>()({
  name: 'invitation.create',
  title: 'Invite somebody to the project',
  description: 'Answers a one-time link, once, and mails it where mail is set up; an earlier one ends.',
  input: CreateInvitation,
  output: InvitationResult,
  permission: 'admin',
  scope: 'act',
  adminAction: true,
  events: ['invitation.created'],
  retry: 'server',
  refusals: ['RULE_REFUSED', 'INVALID_ARGUMENTS'],
  facts: (input) => inviteFacts(input.email),
  derive: (facts) =>
    facts.project === null
      ? null
      : { resource: { kind: 'project', id: facts.project.id, label: facts.project.key }, context: {} },
  rule: (facts, input, env) => {
    const { own, project, actor } = facts;
    if (project === null) return refuse('project.none', 'There is no such project.', { code: 'NOT_FOUND' });
    if (own.member !== null) {
      return refuse('invitation.member', 'Somebody with this address is a member already.', {
        details: { member: own.member },
      });
    }
    const unknown = input.roles.filter((role) => !own.roles.includes(role));
    if (unknown.length > 0) {
      return refuse('invitation.roles', 'The project has no such roles.', {
        code: 'INVALID_ARGUMENTS',
        details: { unknown, roles: own.roles },
      });
    }
    const id = env.newId();
    const roles = [...new Set(input.roles)];
    const { secret, hash } = env.newLinkSecret();
    const by = actor?.kind === 'person' ? actor.id : null;
    const { earlier } = own;
    return {
      kind: 'change',
      updates:
        earlier === null
          ? []
          : [
              {
                table: 'invitation',
                key: { id: earlier.id },
                expect: { accepted_at: null, revoked_at: null },
                set: { revoked_at: now },
              },
              ...revokeLinks(earlier.links),
            ],
      inserts: [
        {
          table: 'invitation',
          rows: [{ id, email: input.email, permission: input.permission, roles, inviter_id: by }],
          computed: { created_at: now, expires_at: nowPlus(LINK_SECONDS.invite) },
        },
        linkInsert({
          id: env.newId(),
          purpose: 'invite',
          hash,
          madeBy: by,
          invitation: { id, projectId: project.id },
        }),
      ],
      events: [
        event(
          'invitation.created',
          { kind: 'invitation', id },
          { email: input.email, permission: input.permission, roles, replaced: earlier !== null },
        ),
      ],
      letter: {
        kind: 'invite',
        to: input.email,
        language: own.language ?? input.language ?? 'en',
        secret,
        project: project.name,
        ...(actor?.kind === 'person' ? { by: actor.name } : {}),
      },
      result: { id, email: input.email, mailed: env.mails, secret: null },
      once: { secret },
    };
  },
});
