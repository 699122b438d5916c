import { defineAction } from '../../actions/action';
import { now, refuse } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { revokeLinks } from '../user/one-time-link';
import { OneInvitation, RevokeInvitationResult } from './invitation.schema';

interface RevokeFacts {
  readonly invitation: {
    readonly email: string;
    readonly accepted: boolean;
    readonly revoked: boolean;
    readonly links: readonly string[];
  } | null;
}

const revokeFacts = (id: string): Fragment<RevokeFacts> =>
  sql<RevokeFacts>`(SELECT jsonb_build_object('invitation', (SELECT jsonb_build_object('email', i.email,
      'accepted', i.accepted_at IS NOT NULL, 'revoked', i.revoked_at IS NOT NULL,
      'links', coalesce((SELECT jsonb_agg(o.id) FROM one_time_link o WHERE o.project_id = i.project_id
        AND o.invitation_id = i.id AND o.used_at IS NULL AND o.revoked_at IS NULL), '[]'))
    FROM invitation i WHERE i.project_id = p.id AND i.id = ${id}::uuid)) FROM p)`;

export const revokeInvitation = defineAction<RevokeFacts>()({
  name: 'invitation.revoke',
  title: 'Take an invitation back',
  description: 'Its link opens nothing from now on.',
  input: OneInvitation,
  output: RevokeInvitationResult,
  permission: 'admin',
  scope: 'act',
  adminAction: true,
  events: ['invitation.revoked'],
  retry: 'server',
  refusals: ['RULE_REFUSED', 'NOT_FOUND'],
  facts: (input) => revokeFacts(input.id),
  derive: (facts, input) =>
    facts.project === null || facts.own.invitation === null
      ? null
      : { resource: { kind: 'invitation', id: input.id, label: facts.project.key }, context: {} },
  rule: (facts, input) => {
    const { invitation } = facts.own;
    if (invitation === null)
      return refuse('invitation.none', 'There is no such invitation.', { code: 'NOT_FOUND' });
    if (invitation.accepted) return refuse('invitation.accepted', 'It was accepted: they are a member now.');
    if (invitation.revoked) return refuse('invitation.revoked', 'It was taken back already.');
    return {
      kind: 'change',
      updates: [
        {
          table: 'invitation',
          key: { id: input.id },
          expect: { accepted_at: null, revoked_at: null },
          set: { revoked_at: now },
        },
        ...revokeLinks(invitation.links),
      ],
      events: [
        event('invitation.revoked', { kind: 'invitation', id: input.id }, { email: invitation.email }),
      ],
      result: { id: input.id, revoked: true },
    };
  },
});
