import { z } from 'zod';

export const Email = z
  .email()
  .max(254)
  .describe('Address the person signs in with')
  .transform((email) => email.toLowerCase());

export const PersonName = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^\P{Cc}+$/u, 'No control characters')
  .describe('Name others see');
export const Language = z.enum(['en', 'ru']);
/** Hex SHA-256 of a link's secret: the secret itself never gets this far. */
export const LinkHash = z.string().regex(/^[0-9a-f]{64}$/);

export const CreateUser = z.strictObject({
  email: Email,
  name: PersonName.optional().describe('Name others see; chosen by the person if absent'),
  admin: z.boolean().default(false).describe('Whether this person administers the instance'),
  language: Language.optional().describe('Of letters to this person'),
});
/** `secret` is given once, in the first answer; only its hash is kept. */
export const LinkResult = z.strictObject({
  email: z.string().nullable(),
  mailed: z.boolean(),
  secret: z.string().nullable(),
});
export const AskLink = z.strictObject({ email: Email, language: Language.optional() });
export const SetUpLink = z.strictObject({});
export const UseLink = z.strictObject({
  link: LinkHash,
  email: Email.optional(),
  name: PersonName.optional(),
  language: Language.optional(),
});
export const UseLinkResult = z.strictObject({ email: z.string() });

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
