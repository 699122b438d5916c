import { type ErrorCode, errorTable, retryAfter } from '../errors';
import { pascal } from './action-operations';
import type { Operation } from './operation';

type Json = Record<string, unknown>;

/** Beside what the action may answer, what any request may. */
const ALWAYS: readonly ErrorCode[] = ['FORBIDDEN_ORIGIN', 'METHOD_NOT_ALLOWED'];

function byStatus(codes: readonly ErrorCode[]): Map<number, ErrorCode[]> {
  const groups = new Map<number, ErrorCode[]>();
  for (const code of [...new Set([...codes, ...ALWAYS])].sort()) {
    const { status } = errorTable[code];
    groups.set(status, [...(groups.get(status) ?? []), code]);
  }
  return new Map([...groups].sort(([a], [b]) => a - b));
}

const nameOf = (status: number, codes: readonly ErrorCode[]) =>
  `Refusal${status}${codes.map((code) => pascal(code.toLowerCase())).join('')}`;

/** The responses of an operation that may answer these codes, by status, each a reference. */
export function errorResponses(codes: readonly ErrorCode[]): Json {
  return Object.fromEntries(
    [...byStatus(codes)].map(([status, group]) => [
      status,
      { $ref: `#/components/responses/${nameOf(status, group)}` },
    ]),
  );
}

const HEADERS: Readonly<Record<number, Json>> = {
  401: { 'WWW-Authenticate': 'Bearer, with what is wrong with the token' },
  405: { Allow: 'The methods of this path' },
  415: { Accept: 'application/json' },
};

function headersOf(status: number, codes: readonly ErrorCode[]): Json {
  const waits = codes.some(
    (code) => code === 'RATE_LIMITED' || Object.keys(retryAfter({ code, details: {} })).length > 0,
  );
  return {
    ...Object.fromEntries(
      Object.entries(HEADERS[status] ?? {}).map(([name, description]) => [
        name,
        { description, schema: { type: 'string' } },
      ]),
    ),
    ...(waits ? { 'Retry-After': { description: 'Seconds to wait', schema: { type: 'integer' } } } : {}),
  };
}

function component(status: number, codes: readonly ErrorCode[]): Json {
  const headers = headersOf(status, codes);
  return {
    description: codes.map((code) => `${code}: ${errorTable[code].hint}`).join('\n\n'),
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    content: {
      'application/json': {
        schema: { $ref: '#/components/schemas/Error' },
        examples: Object.fromEntries(
          codes.map((code) => [
            code,
            {
              value: {
                error: {
                  code,
                  message: 'What happened, in one sentence.',
                  hint: errorTable[code].hint,
                  retryable: errorTable[code].retryable,
                  details: {},
                },
              },
            },
          ]),
        ),
      },
    },
  };
}

/** Every group of refusals that some operation may answer with one status. */
export function errorComponents(operations: readonly Operation[]): Json {
  const groups = [...operations.map(({ codes }) => codes), []].flatMap((codes) => [...byStatus(codes)]);
  return Object.fromEntries(
    groups.map(([status, codes]) => [nameOf(status, codes), component(status, codes)]),
  );
}
