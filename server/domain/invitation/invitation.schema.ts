import { z } from 'zod';
import { Email, Language, LinkHash, PersonName } from '../user/user.schema';

const Permission = z.enum(['viewer', 'member', 'lead', 'admin']);

export const CreateInvitation = z.strictObject({
  email: Email,
  permission: Permission.default('member').describe('What they may do in this project'),
  roles: z.array(z.string().max(40)).max(12).default([]).describe('Keys of the roles they work in'),
  language: Language.optional().describe('Of the letter'),
});
/** `secret` is given once, in the first answer; only its hash is kept. */
export const InvitationResult = z.strictObject({
  id: z.string(),
  email: z.string(),
  mailed: z.boolean(),
  secret: z.string().nullable(),
});
export const OneInvitation = z.strictObject({ id: z.uuid() });
export const RevokeInvitationResult = z.strictObject({ id: z.string(), revoked: z.boolean() });

export const InvitationsInput = z.strictObject({});
export const InvitationRow = z.object({
  id: z.string(),
  email: z.string(),
  permission: Permission,
  roles: z.array(z.string()),
  by: z.string().nullable(),
  createdAt: z.string(),
  expiresAt: z.string(),
  expired: z.boolean(),
});
export type InvitationRow = z.infer<typeof InvitationRow>;
export const Invitations = z.object({ invitations: z.array(InvitationRow) });

export const AcceptInvitation = z.strictObject({
  link: LinkHash,
  user: z.uuid().optional().describe('Who is signed in'),
  name: PersonName.optional(),
  language: Language.optional(),
});
export const AcceptResult = z.strictObject({ email: z.string(), project: z.string() });
