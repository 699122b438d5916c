import type { AuthOptions } from 'next-auth';
import * as nextAuthPackage from 'next-auth';
import type { PipelineRuntime } from '../actions/pipeline-runtime';
import { errorTable } from '../errors';
import type { AuthContext } from './auth-context';
import { createAuthOptions } from './auth-options';
import { parseCookies } from './session-cookie';

/** Where next-auth is mounted: /api/auth/<action>/<provider>. */
const MOUNT = '/api/auth/';

type Handler = (request: AuthRequest, answer: Answer, options: AuthOptions) => Promise<unknown>;

/** What next-auth's handler reads of a request. */
interface AuthRequest {
  method: string;
  headers: Record<string, string>;
  cookies: Record<string, string>;
  query: Record<string, string | string[]>;
  body: Record<string, unknown> | undefined;
}

/** The package is CommonJS: Node hands its exports over as the default, bundlers the function itself. */
function handlerOf(exported: unknown): Handler {
  if (typeof exported === 'function') return exported as Handler;
  if (typeof exported === 'object' && exported !== null && 'default' in exported)
    return handlerOf(exported.default);
  throw new Error('next-auth exports no handler');
}

/** Collects what next-auth answers, in the calls of a Node response that it makes. */
class Answer {
  readonly headers = new Headers();
  code = 200;
  body: string | null = null;

  status(code: number): this {
    this.code = code;
    return this;
  }
  getHeader(name: string): string[] | string | null {
    return name.toLowerCase() === 'set-cookie' ? this.headers.getSetCookie() : this.headers.get(name);
  }
  setHeader(name: string, value: string | string[]): this {
    this.headers.delete(name);
    for (const one of [value].flat()) this.headers.append(name, one);
    return this;
  }
  json(value: unknown): void {
    this.setHeader('content-type', 'application/json');
    this.body = JSON.stringify(value);
  }
  send(value: unknown): void {
    if (typeof value === 'string' || value === undefined) this.body = value ?? null;
    else this.json(value);
  }
  end(): void {}
}

async function readForm(request: Request): Promise<Record<string, unknown> | undefined> {
  if (request.method !== 'POST') return undefined;
  const text = await request.text();
  if (!request.headers.get('content-type')?.startsWith('application/json')) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** next-auth says 401 for whatever authorize threw; the code in the address tells what it was. */
function withStatus(answer: Answer): void {
  if (answer.code !== 401 || answer.body === null) return;
  const said = /[?&]error=(RATE_LIMITED|OVERLOADED|INTERNAL)(?:%3A(\d+))?/.exec(answer.body);
  if (!said) return;
  answer.code = errorTable[said[1] as 'RATE_LIMITED' | 'OVERLOADED' | 'INTERNAL'].status;
  if (said[2] !== undefined) answer.setHeader('retry-after', said[2]);
}

/**
 * Serves /api/auth/* without Next: sign-in, sign-out, session, csrf. Sign-in as the package's own client does it,
 * by form with `json=true`; a refusal answers {url} whose `error` is CredentialsSignin (401), RATE_LIMITED:<seconds>
 * (429), OVERLOADED:<seconds> (503), both with Retry-After, or INTERNAL (500).
 */
export function createAuthHandler(
  context: AuthContext & PipelineRuntime,
): (request: Request) => Promise<Response> {
  const handler = handlerOf(nextAuthPackage);
  const options = createAuthOptions(context);
  return async (request) => {
    const url = new URL(request.url);
    const answer = new Answer();
    await handler(
      {
        method: request.method,
        headers: Object.fromEntries(request.headers),
        cookies: parseCookies(request.headers),
        query: {
          ...Object.fromEntries(url.searchParams),
          nextauth: url.pathname.slice(MOUNT.length).split('/'),
        },
        body: await readForm(request),
      },
      answer,
      options,
    );
    withStatus(answer);
    return new Response(answer.body, { status: answer.code, headers: answer.headers });
  };
}
