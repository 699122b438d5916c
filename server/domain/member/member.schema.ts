import { z } from 'zod';

export const PERMISSIONS = ['viewer', 'member', 'lead', 'admin'] as const;
export const Permission = z.enum(PERMISSIONS);

const Member = z.string().min(1).max(120).describe('Name of a member of this project');
const RoleKey = z.string().max(40);

export const SetPermission = z.strictObject({ member: Member, permission: Permission });
export const SetRoles = z.strictObject({
  member: Member,
  roles: z.array(RoleKey).max(40).describe('All roles from now on; none takes every role away'),
});
export const OneMember = z.strictObject({ member: Member });

/** `putBack`: how many handoffs in hand are offered again because of it. */
export const MemberResult = z.strictObject({
  member: z.string(),
  permission: Permission,
  roles: z.array(z.string()),
  disabled: z.boolean(),
  putBack: z.number().int(),
});

export const MemberList = z.object({
  members: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      email: z.string(),
      permission: Permission,
      roles: z.array(z.string()),
      /** In this project. */
      disabled: z.boolean(),
      /** Everywhere: the account itself. */
      accountDisabled: z.boolean(),
      joinedAt: z.string(),
      /** When a page of theirs last followed this project; null: never since this is kept. */
      seenAt: z.string().nullable(),
      agents: z.number().int(),
      /** Handoffs in hand, those of their agents included. */
      holds: z.number().int(),
      you: z.boolean(),
    }),
  ),
  roles: z.array(
    z.object({ key: z.string(), name: z.object({ en: z.string(), ru: z.string() }), icon: z.string() }),
  ),
});
export type MemberRow = z.infer<typeof MemberList>['members'][number];
export type RoleRow = z.infer<typeof MemberList>['roles'][number];
