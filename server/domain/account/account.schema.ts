import { z } from 'zod';
import { Email, Language, PersonName } from '../user/user.schema';

export const AccountInput = z.strictObject({});
export const AccountView = z.object({
  email: z.string(),
  name: z.string(),
  language: Language.nullable(),
  hasPassword: z.boolean(),
  sample: z.boolean(),
  linked: z.array(z.object({ provider: z.string(), createdAt: z.string() })),
});
export type AccountView = z.infer<typeof AccountView>;

export const RenameAccount = z.strictObject({ name: PersonName });
export const RenameResult = z.strictObject({ name: z.string() });
export const SignOutResult = z.strictObject({ signedOut: z.boolean() });

const Provider = z
  .string()
  .regex(/^[a-z]{2,20}$/)
  .describe('Key of the sign-in provider');
export const UnlinkAccount = z.strictObject({ provider: Provider });
export const UnlinkResult = z.strictObject({ provider: z.string(), unlinked: z.boolean() });

/** For doors: `user` was authenticated by them. */
export const ChangePassword = z.strictObject({ user: z.uuid() });
export const ChangePasswordResult = z.strictObject({ changed: z.boolean() });
export const LinkAccount = z.strictObject({
  provider: Provider,
  email: Email,
  name: PersonName,
  language: Language.optional(),
});
export const LinkAccountResult = z.strictObject({ user: z.string(), created: z.boolean() });
