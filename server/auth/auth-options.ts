import type { AuthOptions } from 'next-auth';
import type { CredentialsConfig } from 'next-auth/providers/credentials';
import { z } from 'zod';
import type { PipelineRuntime } from '../actions/pipeline-runtime';
import { queryOnce } from '../db/pool';
import { type ErrorCode, isAppError, isPassing } from '../errors';
import { log } from '../observe/log';
import type { AuthContext } from './auth-context';
import { enterFromElsewhere, providersElsewhere } from './elsewhere';
import { peerAddress } from './local-request';
import { LONGEST_PASSWORD, verifyPassword } from './password';
import { readSamplePeople, samplePeopleAllowed } from './sample-people';
import { SESSION_SECONDS, type SessionClaims, sessionSettings } from './session-cookie';
import { createSignInLimit } from './sign-in-limit';
import { userOfSession } from './signed-in-user';

declare module 'next-auth' {
  interface User {
    tokenVersion: number;
    /** Of an account elsewhere: whether its provider calls the address verified. */
    verified?: boolean;
  }
}
declare module 'next-auth/jwt' {
  interface JWT {
    /** token version of the user at sign-in */
    tv?: number;
  }
}

const PasswordForm = z.object({
  // PostgreSQL takes no NUL: such a text would fail there, uncounted, and cost a connection each time.
  email: z
    .string()
    .trim()
    .toLowerCase()
    .min(3)
    .max(254)
    .regex(/^\P{Cc}*$/u),
  password: z.string().min(1).max(LONGEST_PASSWORD),
});
/** Seconds after which a sign-in that met a busy database is worth another try. */
const RETRY_S = 2;

const SampleForm = z.object({ email: z.string().trim().toLowerCase().max(254) });

/** Its message, `CODE` or `CODE:seconds`, is what the page gets as `error`; auth-handler.ts makes the status of it. */
class SignInRefused extends Error {
  constructor(code: ErrorCode, seconds?: number) {
    super(seconds === undefined ? code : `${code}:${seconds}`);
    this.name = 'SignInRefused';
  }
}

interface UserRow {
  id: string;
  email: string;
  name: string;
  passwordHash: string | null;
  tokenVersion: number;
  sample: boolean;
}

async function findUser(context: AuthContext, email: string): Promise<UserRow | undefined> {
  const { rows } = await queryOnce<UserRow>(
    context.pool,
    `SELECT id, email, name, password_hash AS "passwordHash", token_version AS "tokenVersion", sample
     FROM "user" WHERE email = $1 AND disabled_at IS NULL`,
    [email],
  );
  return rows[0];
}

/** Nobody is signed out because the database is away: what the session may do is asked again with every call. */
async function sessionStands(context: AuthContext, claims: SessionClaims): Promise<boolean> {
  try {
    return (await userOfSession(context, claims)) !== null;
  } catch (error) {
    log().error('a session is not looked up', { door: 'auth', error });
    return true;
  }
}

/** next-auth hands the request's headers over as a plain object. */
function asHeaders(plain: unknown): Headers {
  return new Headers(
    typeof plain === 'object' && plain !== null ? Object.fromEntries(Object.entries(plain)) : {},
  );
}

/** A provider of next-auth; built by hand, as the package's own maker is CommonJS that Node and bundlers import differently. */
function provider(
  id: string,
  authorize: (form: unknown, headers: Headers) => Promise<UserRow | null>,
): CredentialsConfig {
  return {
    id,
    name: id,
    type: 'credentials',
    credentials: {},
    authorize: async (form, request) => {
      try {
        const user = await authorize(form, asHeaders(request.headers));
        return user && { id: user.id, email: user.email, name: user.name, tokenVersion: user.tokenVersion };
      } catch (error) {
        // next-auth puts the message into an address: it may say a code and a number, and nothing of what broke.
        if (error instanceof SignInRefused) throw error;
        log().error('a sign-in failed', { door: 'auth', error });
        throw isAppError(error) && isPassing(error)
          ? new SignInRefused('OVERLOADED', RETRY_S)
          : new SignInRefused('INTERNAL');
      }
    },
  };
}

/**
 * Sessions are sealed JWTs (there is no session row to read on each call); the user's token version in them is compared
 * with the row's whenever facts are read, which is how signing out everywhere works.
 */
export function createAuthOptions(context: AuthContext & PipelineRuntime): AuthOptions {
  const { secret, secure } = sessionSettings();
  const limit = createSignInLimit(context.pool);

  async function byPassword(form: unknown, headers: Headers): Promise<UserRow | null> {
    const parsed = PasswordForm.safeParse(form);
    if (!parsed.success) return null;
    const { email, password } = parsed.data;
    const address = peerAddress(headers);
    const wait = await limit.attempt(email, address);
    if (wait > 0) {
      throw new SignInRefused('RATE_LIMITED', wait);
    }
    const user = await findUser(context, email);
    const right = await verifyPassword(user?.passwordHash ?? null, password);
    if (!user || !right) return null;
    // The sample password is printed in the README: it must open nothing that can be reached from elsewhere.
    if (user.sample && !(await samplePeopleAllowed(context, headers))) return null;
    await limit.succeeded(email, address);
    return user;
  }

  async function asSample(form: unknown, headers: Headers): Promise<UserRow | null> {
    const parsed = SampleForm.safeParse(form);
    if (!parsed.success) return null;
    const people = await readSamplePeople(context, headers);
    if (!people.some(({ email }) => email === parsed.data.email)) return null;
    return (await findUser(context, parsed.data.email)) ?? null;
  }

  return {
    secret,
    useSecureCookies: secure,
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    providers: [
      provider('credentials', byPassword),
      provider('sample', asSample),
      ...providersElsewhere(context.env),
    ],
    callbacks: {
      signIn: async ({ user, account }) => {
        if (account?.type !== 'oauth') return true;
        const stranger = {
          id: user.id,
          email: user.email ?? null,
          name: user.name ?? null,
          verified: user.verified ?? false,
        };
        const entered = await enterFromElsewhere(context, account.provider, stranger);
        if ('refused' in entered) return `/sign-in?error=${entered.refused}`;
        // From here on it is the person here, and no longer the account elsewhere.
        Object.assign(user, entered);
        return true;
      },
      jwt: async ({ token, user }) => {
        if (user)
          return { sub: user.id, name: user.name ?? null, email: user.email ?? null, tv: user.tokenVersion };
        const { sub, tv } = token;
        const stands =
          sub !== undefined &&
          tv !== undefined &&
          (await sessionStands(context, { userId: sub, tokenVersion: tv }));
        // next-auth answers this by clearing the cookie.
        if (!stands) throw new Error('signed out');
        return token;
      },
      session: ({ session }) => session,
    },
    logger: {
      // Its errors carry stacks of expected things, such as a session that was ended elsewhere.
      error: () => {},
      warn: () => {},
      debug: () => {},
    },
  };
}
