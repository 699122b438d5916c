import { authContext } from './auth-context';

export interface WaysIn {
  /** Accounts elsewhere that people may sign in with. */
  /** Whether letters go out. */
  readonly mails: boolean;
  readonly elsewhere: readonly { readonly id: 'oidc' | 'github'; readonly name: string }[];
}

/** What the sign-in page offers beside the password. */
export function waysIn(): WaysIn {
  const { env } = authContext();
  return {
    mails: env.mail !== undefined,
    elsewhere: [
      ...(env.oidc ? [{ id: 'oidc' as const, name: env.oidc.name }] : []),
      ...(env.github ? [{ id: 'github' as const, name: 'GitHub' }] : []),
    ],
  };
}
