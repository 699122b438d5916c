import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { ErrorBody } from '@/server/errors';

/** Most bytes of an answer nobody asked to be longer: a model reads every one of them. */
export const ANSWER_BYTES = 8 * 1024;

export const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** Clients that know no structured content get the same JSON as text. */
export function success(body: Record<string, unknown>): CallToolResult {
  return { content: [{ type: 'text', text: JSON.stringify(body) }], structuredContent: body };
}

export function failure(error: ErrorBody): CallToolResult {
  return { ...success({ ...error }), isError: true };
}
