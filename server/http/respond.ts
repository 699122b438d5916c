import { randomUUID } from 'node:crypto';
import { type ErrorBody, errorTable, isAppError, retryAfter, toErrorBody } from '../errors';
import { log } from '../observe/log';

/** On every answer, pages included. What a page may load is set beside them in proxy.ts, with its nonce. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
};

/** Nothing that the API answers is a document, so nothing in it may run or be framed. */
const API_HEADERS: Readonly<Record<string, string>> = {
  ...SECURITY_HEADERS,
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'cache-control': 'no-store',
};

export function json(value: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

/** Each door's clients know one envelope. */
function envelope(path: string, body: ErrorBody, status: number): unknown {
  if (path.startsWith('/api/trpc/')) {
    const data = { code: errorTable[body.code].trpc, httpStatus: status, body };
    return { error: { message: body.message, code: -32_603, data } };
  }
  if (path === '/api/mcp') {
    return { jsonrpc: '2.0', id: null, error: { code: -32_000, message: body.message, data: body } };
  }
  return { error: body };
}

/** The answer to anything thrown; what is not an AppError is logged under the reference that the answer carries. */
export function errorResponse(error: unknown, path: string, reference: string = randomUUID()): Response {
  if (!isAppError(error)) log().error('a request failed', { requestId: reference, error });
  const body = toErrorBody(error, reference);
  const { status } = errorTable[body.code];
  const allow = body.code === 'METHOD_NOT_ALLOWED' ? { allow: String(body.details.allow ?? 'GET') } : {};
  return json(envelope(path, body, status), status, { ...retryAfter(body), ...allow });
}

/** Adds what every answer of the API carries; a handler's own headers stand. */
export function withApiHeaders(response: Response, requestId: string): Response {
  for (const [name, value] of Object.entries(API_HEADERS)) {
    if (!response.headers.has(name)) response.headers.set(name, value);
  }
  response.headers.set('x-request-id', requestId);
  return response;
}
