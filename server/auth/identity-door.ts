import { z } from 'zod';
import { execute } from '../actions/execute';
import type { Origin } from '../actions/observer';
import type { PipelineRuntime } from '../actions/pipeline-runtime';
import { queryOnce } from '../db/pool';
import { AppError, isAppError } from '../errors';
import { log } from '../observe/log';
import { readLink } from './link-look';
import { hashLinkSecret } from './link-secret';
import { peerAddress } from './local-request';
import { hashPassword, LONGEST_PASSWORD, SHORTEST_PASSWORD, verifyPassword } from './password';
import { readSessionCookie } from './session-cookie';
import { createSignInLimit } from './sign-in-limit';
import { createTryLimit } from './try-limit';

/** Links tried that open nothing, from one address. Durations in seconds. */
const DEAD_LINKS = { points: 30, duration: 15 * 60 };
/** Letters asked for from one address, and for one. */
const ASKED_FROM = { points: 20, duration: 15 * 60 };
const ASKED_FOR = { points: 3, duration: 15 * 60 };

const Language = z.enum(['en', 'ru']).optional();
const Password = z.string().min(SHORTEST_PASSWORD).max(LONGEST_PASSWORD);
const Look = z.strictObject({ secret: z.string().max(200) });
const Use = z.strictObject({
  secret: z.string().max(200),
  email: z.string().max(254).optional(),
  name: z.string().max(60).optional(),
  password: Password.optional(),
  language: Language,
});
const Ask = z.strictObject({ email: z.string().trim().toLowerCase().max(254), language: Language });
const Change = z.strictObject({ current: z.string().max(LONGEST_PASSWORD), next: Password });

const gone = () => new AppError('NOT_FOUND', 'This link was used already, has run out, or was taken back.');

/** What is no JSON is refused like JSON of another shape; anything else that fails is a fault of ours. */
async function jsonOf(request: Request): Promise<unknown> {
  try {
    return await request.json();
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

async function bodyOf<Out>(request: Request, schema: z.ZodType<Out>): Promise<Out> {
  const parsed = schema.safeParse(await jsonOf(request));
  if (parsed.success) return parsed.data;
  throw new AppError('INVALID_ARGUMENTS', 'Something is missing or not as it has to be.', {
    details: { issues: parsed.error.issues.map(({ path, code }) => ({ path: path.join('.'), code })) },
  });
}

function pauseIf(seconds: number): void {
  if (seconds === 0) return;
  throw new AppError('RATE_LIMITED', 'Too many tries in a row.', { details: { retryAfterSeconds: seconds } });
}

/**
 * What people do before they are signed in, or to what signs them in: passwords come no further than here, as a hash,
 * and so do the secrets of links. What is decided is decided by the actions behind it.
 */
export function createIdentityDoor(
  runtime: PipelineRuntime,
): (request: Request, requestId: string) => Promise<unknown> {
  const deadLinks = createTryLimit(runtime.pool, 'link', DEAD_LINKS);
  const askedFrom = createTryLimit(runtime.pool, 'ask-from', ASKED_FROM);
  const askedFor = createTryLimit(runtime.pool, 'ask-for', ASKED_FOR);
  const passwords = createSignInLimit(runtime.pool);

  const asSystem = async (
    origin: Origin,
    causedBy: string,
    action: string,
    project: string,
    args: object,
    sealed = {},
  ) =>
    Object(
      (
        await execute(runtime, {
          action,
          credential: { kind: 'system', causedBy },
          project,
          arguments: args,
          sealed,
          origin,
        })
      ).result,
    );

  /** Every try counts, and one that finds an open link is given back. */
  async function found(request: Request, secret: string) {
    const from = peerAddress(request.headers);
    pauseIf(await deadLinks.attempt(from));
    const hash = hashLinkSecret(secret);
    const link = hash === null ? null : await readLink(runtime.pool, hash);
    if (hash === null || link === null) throw gone();
    await deadLinks.forgive(from);
    return { hash, link };
  }

  async function look(request: Request) {
    const { secret } = await bodyOf(request, Look);
    const { link } = await found(request, secret);
    const session = await readSessionCookie(request.headers);
    const { userId, ...told } = link;
    return { ...told, hasAccount: userId !== null, yours: session !== null && session.userId === userId };
  }

  async function use(request: Request, origin: Origin) {
    const { secret, password, ...given } = await bodyOf(request, Use);
    const { hash, link } = await found(request, secret);
    const sealed = password === undefined ? {} : { passwordHash: await hashPassword(password) };
    const session = await readSessionCookie(request.headers);
    if (link.purpose !== 'invite') {
      const used = await asSystem(
        origin,
        'link',
        'user.useLink',
        'instance',
        { link: hash, ...given },
        sealed,
      );
      return { email: used.email, next: link.purpose === 'set-up' ? '/instance' : '/' };
    }
    const { name, language } = given;
    const user = session?.userId;
    const current = user === undefined ? null : await sessionStands(session);
    const args = { link: hash, name, language, ...(current === null ? {} : { user: current }) };
    const accepted = await asSystem(
      origin,
      'link',
      'invitation.accept',
      link.project?.key ?? '',
      args,
      sealed,
    );
    return { email: accepted.email, next: `/${accepted.project}/board` };
  }

  async function sessionStands(
    claims: { userId: string; tokenVersion: number } | null,
  ): Promise<string | null> {
    if (claims === null) return null;
    const { rowCount } = await queryOnce(
      runtime.pool,
      'SELECT FROM "user" WHERE id = $1 AND token_version = $2 AND disabled_at IS NULL',
      [claims.userId, claims.tokenVersion],
    );
    return rowCount === 1 ? claims.userId : null;
  }

  /** The same answer at the same time, whoever has that address or nobody: the letter is written afterwards. */
  async function ask(request: Request, origin: Origin) {
    const given = await bodyOf(request, Ask);
    pauseIf(await askedFrom.attempt(peerAddress(request.headers)));
    const mailed = runtime.mail !== undefined;
    if (mailed) {
      const write = async () => {
        if ((await askedFor.attempt(given.email)) > 0) return;
        await asSystem(origin, 'reset', 'user.resetLink', 'instance', given);
      };
      write().catch((error: unknown) => {
        if (!isAppError(error)) log().error('a link for a new password was not made', { ...origin, error });
      });
    }
    return { mailed };
  }

  async function change(request: Request, origin: Origin) {
    const { current, next } = await bodyOf(request, Change);
    const user = await sessionStands(await readSessionCookie(request.headers));
    if (user === null) throw new AppError('UNAUTHENTICATED', 'Nobody is signed in.');
    const from = peerAddress(request.headers);
    const { rows } = await queryOnce<{ email: string; hash: string | null }>(
      runtime.pool,
      'SELECT email, password_hash AS hash FROM "user" WHERE id = $1',
      [user],
    );
    const email = rows[0]?.email ?? '';
    pauseIf(await passwords.attempt(email, from));
    // Who signed in by an account elsewhere has none yet; the session is all there is to go by.
    const hash = rows[0]?.hash ?? null;
    if (hash !== null && !(await verifyPassword(hash, current))) {
      throw new AppError('INVALID_ARGUMENTS', 'The present password is another one.', {
        details: { issues: [{ path: 'current', code: 'wrong' }] },
      });
    }
    await passwords.succeeded(email, from);
    await asSystem(
      origin,
      'account',
      'account.changePassword',
      'instance',
      { user },
      { passwordHash: await hashPassword(next) },
    );
    return { email };
  }

  const doors: Readonly<Record<string, (request: Request, origin: Origin) => Promise<unknown>>> = {
    '/api/identity/link': look,
    '/api/identity/use': use,
    '/api/identity/ask': ask,
    '/api/identity/password': change,
  };
  return (request, requestId) => {
    const door = doors[new URL(request.url).pathname];
    if (!door) throw new AppError('NOT_FOUND', 'There is no such address.');
    if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) {
      throw new AppError('INVALID_ARGUMENTS', 'The body has to be application/json.');
    }
    return door(request, { door: 'identity', requestId });
  };
}
