import { z } from 'zod';

const Email = z
  .email()
  .max(254)
  .describe('Address the person signs in with')
  .transform((email) => email.toLowerCase());

export const OneUser = z.strictObject({ email: Email });
export const SetAdmin = z.strictObject({
  email: Email,
  admin: z.boolean().describe('Whether this person administers the instance'),
});
export const UserResult = z.strictObject({
  email: z.string(),
  name: z.string(),
  admin: z.boolean(),
  disabled: z.boolean(),
});

export const UserListInput = z.strictObject({
  after: z.string().max(254).optional().describe('Address of the last one of the page before'),
  limit: z.number().int().min(1).max(200).default(50),
});
const Membership = z.object({
  key: z.string(),
  name: z.string(),
  permission: z.enum(['viewer', 'member', 'lead', 'admin']),
});
export const UserRow = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  admin: z.boolean(),
  sample: z.boolean(),
  disabledAt: z.string().nullable(),
  createdAt: z.string(),
  /** When a page of theirs last followed the events of any project. */
  seenAt: z.string().nullable(),
  hasPassword: z.boolean(),
  you: z.boolean(),
  projects: z.array(Membership),
  agents: z.number(),
});
export type UserRow = z.infer<typeof UserRow>;
export const UserList = z.object({ users: z.array(UserRow), next: z.string().nullable() });
