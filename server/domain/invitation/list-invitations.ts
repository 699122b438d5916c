import { defineQuery } from '../../actions/action';
import { sql } from '../../actions/sql';
import { type InvitationRow, Invitations, InvitationsInput } from './invitation.schema';

export const listInvitations = defineQuery({
  name: 'invitation.list',
  title: 'Open invitations',
  description: 'Who was asked into this project and has not come yet, the newest first; never the links.',
  input: InvitationsInput,
  output: Invitations,
  permission: 'admin',
  scope: 'admin-read',
  adminAction: true,
  read: async ({ projectId, rows }) => ({
    invitations: await rows(sql<InvitationRow>`SELECT i.id, i.email, i.permission, i.roles, a.name AS by,
        i.created_at AS "createdAt", i.expires_at AS "expiresAt", i.expires_at <= now() AS expired
      FROM invitation i LEFT JOIN actor a ON a.project_id = i.project_id AND a.id = i.inviter_id
      WHERE i.project_id = ${projectId}::uuid AND i.accepted_at IS NULL AND i.revoked_at IS NULL
      ORDER BY i.created_at DESC, i.id LIMIT 200`),
  }),
});
