import type { OAuthConfig } from 'next-auth/providers/oauth';
import { z } from 'zod';
import { execute } from '../actions/execute';
import type { PipelineRuntime } from '../actions/pipeline-runtime';
import { queryOnce } from '../db/pool';
import type { Env } from '../env';
import { isAppError, isPassing } from '../errors';

/** What a provider says of whoever signed in there. */
export interface Stranger {
  readonly id: string;
  readonly email: string | null;
  readonly verified: boolean;
  readonly name: string | null;
}

const Claims = z.object({
  sub: z.string().min(1),
  email: z.string().optional(),
  // Some providers send it as text.
  email_verified: z.union([z.boolean(), z.enum(['true', 'false'])]).optional(),
  name: z.string().optional(),
  preferred_username: z.string().optional(),
});
const GitHubUser = z.object({ id: z.number(), login: z.string(), name: z.string().nullish() });
const GitHubMails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

const nextAuthUser = (stranger: Stranger) => ({ ...stranger, tokenVersion: 0 });

function oidc({ issuer, clientId, clientSecret, name }: NonNullable<Env['oidc']>): OAuthConfig<unknown> {
  return {
    id: 'oidc',
    name,
    type: 'oauth',
    wellKnown: `${issuer}/.well-known/openid-configuration`,
    issuer,
    authorization: { params: { scope: 'openid email profile' } },
    clientId,
    clientSecret,
    idToken: true,
    checks: ['pkce', 'state', 'nonce'],
    // Without it the claims about the address are only at userinfo, and not in the token.
    userinfo: {
      async request({ client, tokens }) {
        const claims = decodeClaims(tokens.id_token ?? '');
        const more = await client.userinfo(tokens.access_token ?? '');
        // The token is what was checked; what is said besides has to be about the same person.
        if (more.sub !== claims.sub) throw new Error('userinfo is about somebody else');
        return { ...claims, ...more };
      },
    },
    profile(raw) {
      const claims = Claims.parse(raw);
      return nextAuthUser({
        // Another issuer may call somebody else by the same name.
        id: `${issuer}|${claims.sub}`,
        email: claims.email ?? null,
        verified: claims.email_verified === true || claims.email_verified === 'true',
        name: claims.name ?? claims.preferred_username ?? null,
      });
    },
  };
}

/** Of a token whose signature, nonce and audience the client has checked already. */
function decodeClaims(token: string): { sub: string } {
  const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  return { ...Object(claims), sub: String(Object(claims).sub) };
}

function github({ clientId, clientSecret }: NonNullable<Env['github']>): OAuthConfig<unknown> {
  return {
    id: 'github',
    name: 'GitHub',
    type: 'oauth',
    authorization: {
      url: 'https://github.com/login/oauth/authorize',
      params: { scope: 'read:user user:email' },
    },
    token: 'https://github.com/login/oauth/access_token',
    clientId,
    clientSecret,
    checks: ['pkce', 'state'],
    userinfo: {
      url: 'https://api.github.com/user',
      async request({ client, tokens }) {
        const profile = await client.userinfo(tokens.access_token ?? '');
        // The profile's own address may be any; only the list says which are verified.
        const answer = await fetch('https://api.github.com/user/emails', {
          headers: { authorization: `Bearer ${tokens.access_token}`, accept: 'application/vnd.github+json' },
          signal: AbortSignal.timeout(10_000),
        });
        const mails = answer.ok ? GitHubMails.parse(await answer.json()) : [];
        const primary = mails.find((mail) => mail.primary && mail.verified);
        return { ...profile, email: primary?.email ?? '', email_verified: primary !== undefined };
      },
    },
    profile(raw) {
      const user = GitHubUser.parse(raw);
      const { email, email_verified } = Object(raw);
      return nextAuthUser({
        id: String(user.id),
        email: typeof email === 'string' && email !== '' ? email : null,
        verified: email_verified === true,
        name: user.name ?? user.login,
      });
    },
  };
}

/** Those that the environment sets up. */
export function providersElsewhere(env: Partial<Pick<Env, 'oidc' | 'github'>>): OAuthConfig<unknown>[] {
  return [...(env.oidc ? [oidc(env.oidc)] : []), ...(env.github ? [github(env.github)] : [])];
}

export type Entered =
  | { readonly id: string; readonly email: string; readonly name: string; readonly tokenVersion: number }
  | { readonly refused: 'unverified' | 'refused' };

/** Who that is here: by the account, else by the verified address, else somebody new in no project. */
export async function enterFromElsewhere(
  runtime: PipelineRuntime,
  provider: string,
  stranger: Stranger,
): Promise<Entered> {
  const known = await userOfAccount(runtime, provider, stranger.id);
  if (known) return known.disabled ? { refused: 'refused' } : known;
  if (!stranger.verified || stranger.email === null) return { refused: 'unverified' };
  const email = stranger.email.toLowerCase();
  const name =
    (stranger.name ?? '')
      .replace(/\p{Cc}/gu, ' ')
      .trim()
      .slice(0, 60) || (email.split('@')[0] ?? email).slice(0, 60);
  try {
    await execute(runtime, {
      action: 'account.link',
      credential: { kind: 'system', causedBy: `sign-in:${provider}` },
      project: 'instance',
      arguments: { provider, email, name },
      sealed: { subject: stranger.id },
    });
  } catch (error) {
    if (isAppError(error) && !isPassing(error)) return { refused: 'refused' };
    throw error;
  }
  return (await userOfAccount(runtime, provider, stranger.id)) ?? { refused: 'refused' };
}

async function userOfAccount(runtime: PipelineRuntime, provider: string, subject: string) {
  const { rows } = await queryOnce<{
    id: string;
    email: string;
    name: string;
    tokenVersion: number;
    disabled: boolean;
  }>(
    runtime.pool,
    `SELECT u.id, u.email, u.name, u.token_version AS "tokenVersion", u.disabled_at IS NOT NULL AS disabled
     FROM linked_account c JOIN "user" u ON u.id = c.user_id WHERE c.provider = $1 AND c.subject = $2`,
    [provider, subject],
  );
  return rows[0];
}
