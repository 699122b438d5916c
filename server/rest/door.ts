import { type CallLog, stoppedBy } from '../actions/agent-call';
import type { Credential } from '../actions/credential';
import { enforce } from '../actions/enforce';
import { execute } from '../actions/execute';
import type { PipelineRuntime } from '../actions/pipeline-runtime';
import { challenge } from '../auth/challenge';
import { credentialFromRequest } from '../auth/credential';
import { AppError, toErrorBody } from '../errors';
import { assertMethod } from '../http/admit';
import { callLimit } from '../http/body';
import { errorResponse, json } from '../http/respond';
import type { Call, Operation } from './operation';
import { findOperation, type Methods } from './operations';
import { readJson, readQuery } from './read-request';

export const REST_ROOT = '/api/v1';
const DOCUMENT = '/openapi.json';

export interface RestDoor {
  /** The answer to any request below REST_ROOT; never rejects. Host and Origin were checked. */
  handle(request: Request, requestId: string): Promise<Response>;
}

function allowed(methods: Iterable<string>): string[] {
  const own = [...methods];
  return [...own, ...(own.includes('GET') ? ['HEAD'] : []), 'OPTIONS'];
}

const options = (methods: readonly string[]) =>
  new Response(null, { status: 204, headers: { allow: methods.join(', ') } });

/** Programs' door: each path runs one action or query, and says so in /api/v1/openapi.json. */
export function createRestDoor(runtime: PipelineRuntime, log: Pick<CallLog, 'note'>): RestDoor {
  async function document(request: Request): Promise<Response> {
    const methods = allowed(['GET']);
    assertMethod(request.method, methods);
    if (request.method === 'OPTIONS') return options(methods);
    // Only who asks for it pays for what makes it.
    const { text, tag } = await (await import('./document')).openApi();
    const headers = { etag: tag, 'cache-control': 'no-cache', 'content-type': 'application/json' };
    const known = request.headers.get('if-none-match')?.split(/\s*,\s*/) ?? [];
    if (known.includes(tag)) return new Response(null, { status: 304, headers });
    return new Response(text, { headers });
  }

  async function read(
    operation: Operation,
    path: Readonly<Record<string, string>>,
    request: Request,
    credential: Credential,
    requestId: string,
  ): Promise<Call> {
    const origin = { door: 'rest', requestId } as const;
    const ticket = request.headers.get('session-ticket') ?? undefined;
    return {
      path,
      query: readQuery(new URL(request.url).searchParams, operation.query),
      body:
        operation.body === null
          ? {}
          : await readJson(request, (body) => callLimit(operation.actionOf({ body }))),
      idempotencyKey: request.headers.get('idempotency-key') ?? undefined,
      ask: (project, question) => enforce(runtime, { credential, project, origin }, question),
      run: (project, action, args, more = {}) =>
        execute(runtime, { action, credential, project, arguments: args, ticket, origin, ...more }),
    };
  }

  function find(path: string): { methods: Methods; path: Readonly<Record<string, string>> } {
    const found = findOperation(path);
    if (found !== null) return found;
    if (/^\/projects\/[^/]+\/[a-z]+\.[a-zA-Z]+$/.test(path)) {
      throw new AppError('UNKNOWN_ACTION', 'There is no such action.');
    }
    throw new AppError('NOT_FOUND', 'There is no such address.', {
      hint: 'Every path stands in /api/v1/openapi.json.',
    });
  }

  /** An agent's calls are remembered at every door; in names of ours alone. */
  function note(credential: Credential, operation: Operation, named: string, error: unknown): void {
    if (credential.kind !== 'token') return;
    const known = runtime.registry.actions.has(named) || runtime.registry.queries.has(named);
    const called = { tool: `${operation.method} ${REST_ROOT}${operation.path}`, action: known ? named : '' };
    const body = error === null ? null : toErrorBody(error);
    const how =
      body === null
        ? { outcome: 'ok' as const, stoppedBy: '' }
        : { outcome: body.code, stoppedBy: stoppedBy(body) };
    log.note(credential.secretHash, { ...called, ...how });
  }

  async function answer(request: Request, path: string, requestId: string): Promise<Response> {
    if (path === DOCUMENT) return document(request);
    const found = find(path);
    const methods = allowed(found.methods.keys());
    assertMethod(request.method, methods);
    if (request.method === 'OPTIONS') return options(methods);
    const operation = found.methods.get(request.method === 'HEAD' ? 'GET' : request.method);
    if (operation === undefined) throw new AppError('NOT_FOUND', 'There is no such address.');
    const credential = await credentialFromRequest(request);
    if (credential === null) throw new AppError('UNAUTHENTICATED', 'Nobody is signed in.');
    let named = operation.actionOf({ body: {} });
    try {
      const call = await read(operation, found.path, request, credential, requestId);
      named = operation.actionOf(call);
      const { body, replayed } = await operation.run(call);
      note(credential, operation, named, null);
      return json(body, 200, replayed ? { 'idempotency-replayed': 'true' } : {});
    } catch (error) {
      note(credential, operation, named, error);
      throw error;
    }
  }

  return {
    async handle(request, requestId) {
      const { pathname } = new URL(request.url);
      try {
        return await answer(request, pathname.slice(REST_ROOT.length), requestId);
      } catch (error) {
        const response = errorResponse(error, pathname, requestId);
        const header = challenge(toErrorBody(error), request.headers.has('authorization'));
        if (header !== null) response.headers.set('www-authenticate', header);
        if (response.status === 415) response.headers.set('accept', 'application/json');
        return response;
      }
    },
  };
}
