import { challenge } from '@/server/auth/challenge';
import { type ErrorBody, errorTable, retryAfter } from '@/server/errors';

export type RequestId = string | number | null;

/** JSON-RPC's own codes, and one of ours for whatever has a body that says more. */
export const CODES = { parse: -32_700, invalid: -32_600, refused: -32_000 } as const;

export interface Message {
  readonly id: RequestId;
  readonly method: string;
  /** Ready for the transport. */
  readonly body: unknown;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readId(id: unknown): RequestId {
  return typeof id === 'string' || typeof id === 'number' ? id : null;
}

/** A tool's arguments as JSON text, as some models send them, become the object they mean. */
function lenient(message: Record<string, unknown>): Record<string, unknown> {
  const { params } = message;
  if (message.method !== 'tools/call' || !isRecord(params) || typeof params.arguments !== 'string')
    return message;
  try {
    const args: unknown = params.arguments.trim() === '' ? {} : JSON.parse(params.arguments);
    return { ...message, params: { ...params, arguments: isRecord(args) ? args : { arguments: args } } };
  } catch {
    return { ...message, params: { ...params, arguments: {} } }; // Answered with how to call it.
  }
}

/** One message, or the refusal. Batches ended with protocol 2025-06-18 and would let one request do many. */
export function readMessage(text: string): Message | Response {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return rpcError(400, CODES.parse, 'The body is no JSON.', null);
  }
  if (Array.isArray(body))
    return rpcError(400, CODES.invalid, 'Send one message a request: no batches.', null);
  if (!isRecord(body)) return rpcError(400, CODES.invalid, 'The body is no JSON-RPC message.', null);
  const message = lenient(body);
  return {
    id: readId(message.id),
    method: typeof message.method === 'string' ? message.method : '',
    body: message,
  };
}

export function rpcError(
  status: number,
  code: number,
  message: string,
  id: RequestId,
  data?: ErrorBody,
  headers: Record<string, string> = {},
): Response {
  const error = { code, message, ...(data === undefined ? {} : { data }) };
  return new Response(JSON.stringify({ jsonrpc: '2.0', id, error }), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

/** A refusal of the whole request, before or instead of a tool's answer. */
export function refusedResponse(body: ErrorBody, id: RequestId, hadToken: boolean): Response {
  const header = challenge(body, hadToken);
  const headers = { ...retryAfter(body), ...(header === null ? {} : { 'www-authenticate': header }) };
  return rpcError(errorTable[body.code].status, CODES.refused, body.message, id, body, headers);
}
