/**
 * Every refusal is one of these codes; one exhaustive table maps a code to every door.
 * Recognise errors by `code`, never by instanceof: Next and the listener load two instances of this module.
 */
export type ErrorCode =
  | 'UNAUTHENTICATED'
  | 'INSUFFICIENT_SCOPE'
  | 'NOT_FOUND'
  | 'INVALID_ARGUMENTS'
  | 'TOO_LARGE'
  | 'UNKNOWN_ACTION'
  | 'POLICY_DENIED'
  | 'RULE_REFUSED'
  | 'CONFLICT'
  | 'IDEMPOTENCY_CONFLICT'
  | 'WIP_LIMIT'
  | 'RATE_LIMITED'
  | 'FORBIDDEN_ORIGIN'
  | 'METHOD_NOT_ALLOWED'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'BUSY'
  | 'OVERLOADED'
  | 'INTERNAL';

interface ErrorRow {
  readonly status: number;
  readonly trpc:
    | 'UNAUTHORIZED'
    | 'FORBIDDEN'
    | 'NOT_FOUND'
    | 'BAD_REQUEST'
    | 'PAYLOAD_TOO_LARGE'
    | 'CONFLICT'
    | 'TOO_MANY_REQUESTS'
    | 'METHOD_NOT_SUPPORTED'
    | 'UNSUPPORTED_MEDIA_TYPE'
    | 'SERVICE_UNAVAILABLE'
    | 'INTERNAL_SERVER_ERROR';
  readonly retryable: boolean;
  /** What the caller does next; code and numbers only, never stored text. */
  readonly hint: string;
}

export const errorTable = {
  UNAUTHENTICATED: {
    status: 401,
    trpc: 'UNAUTHORIZED',
    retryable: false,
    hint: 'Sign in, or send Authorization: Bearer with an agent token that is neither revoked nor expired.',
  },
  INSUFFICIENT_SCOPE: {
    status: 403,
    trpc: 'FORBIDDEN',
    retryable: false,
    hint: 'Ask an admin for a token with the scope named in details.',
  },
  NOT_FOUND: {
    status: 404,
    trpc: 'NOT_FOUND',
    retryable: false,
    hint: 'Check the name. Things of another project are not visible here.',
  },
  INVALID_ARGUMENTS: {
    status: 400,
    trpc: 'BAD_REQUEST',
    retryable: false,
    hint: 'Correct what the message or details.issues names; the expected schema is in details.inputSchema.',
  },
  TOO_LARGE: {
    status: 413,
    trpc: 'PAYLOAD_TOO_LARGE',
    retryable: false,
    hint: 'Send less: the limit is in details. Files belong in blob.upload, at most 5 MB each.',
  },
  UNKNOWN_ACTION: {
    status: 404,
    trpc: 'NOT_FOUND',
    retryable: false,
    hint: 'Use one of the names in details.actions, or call get_available_actions.',
  },
  POLICY_DENIED: {
    status: 403,
    trpc: 'FORBIDDEN',
    retryable: false,
    hint: 'Do what details.denials[].next says, then repeat the call.',
  },
  RULE_REFUSED: {
    status: 409,
    trpc: 'CONFLICT',
    retryable: false,
    hint: 'The current state does not allow this. details says what is the case now and what can be done.',
  },
  CONFLICT: {
    status: 409,
    trpc: 'CONFLICT',
    retryable: true,
    hint: 'Read details.current, decide again, and repeat with its version as expectedVersion.',
  },
  IDEMPOTENCY_CONFLICT: {
    status: 409,
    trpc: 'CONFLICT',
    retryable: false,
    hint: 'This idempotency key belongs to another request. Use a new key for a new request.',
  },
  WIP_LIMIT: {
    status: 409,
    trpc: 'CONFLICT',
    retryable: true,
    hint: 'The stage is full. Finish or release a handoff there first.',
  },
  RATE_LIMITED: {
    status: 429,
    trpc: 'TOO_MANY_REQUESTS',
    retryable: true,
    hint: 'Wait for details.retryAfterSeconds, then repeat.',
  },
  FORBIDDEN_ORIGIN: {
    status: 403,
    trpc: 'FORBIDDEN',
    retryable: false,
    hint: 'Call from the address this server is configured for.',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    trpc: 'METHOD_NOT_SUPPORTED',
    retryable: false,
    hint: 'Use the method in the Allow header.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    trpc: 'UNSUPPORTED_MEDIA_TYPE',
    retryable: false,
    hint: 'Send the body as application/json in UTF-8, without a Content-Encoding.',
  },
  BUSY: {
    status: 409,
    trpc: 'CONFLICT',
    retryable: true,
    hint: 'Others changed the same thing at the same moment. Repeat with the same idempotency key.',
  },
  OVERLOADED: {
    status: 503,
    trpc: 'SERVICE_UNAVAILABLE',
    retryable: true,
    hint: 'Repeat after a few seconds with the same idempotency key.',
  },
  INTERNAL: {
    status: 500,
    trpc: 'INTERNAL_SERVER_ERROR',
    retryable: true,
    hint: 'Repeat with the same idempotency key. If it stays, give the admin the reference in details.',
  },
} as const satisfies Record<ErrorCode, ErrorRow>;

/** The one shape of an error at every door (MCP: structuredContent; REST: under `error`; tRPC: `error.data.body`). */
export interface ErrorBody {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
  readonly retryable: boolean;
  readonly details: Readonly<Record<string, unknown>>;
}

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;
  readonly hint: string;

  constructor(
    code: ErrorCode,
    message: string,
    options: { details?: Record<string, unknown>; hint?: string; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.details = options.details ?? {};
    this.hint = options.hint ?? errorTable[code].hint;
  }
}

export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && error.name === 'AppError' && 'code' in error && 'details' in error;
}

/** Refused by a machine that is busy or away: the same call may succeed in a moment, and nothing was wrong with it. */
export function isPassing(error: AppError): boolean {
  return error.code === 'OVERLOADED' || error.code === 'BUSY';
}

/** Turns anything thrown into the public body; unknown errors keep their text to themselves. */
export function toErrorBody(error: unknown, reference?: string): ErrorBody {
  if (!isAppError(error)) {
    return {
      code: 'INTERNAL',
      message: 'Something failed on our side; nothing was half done.',
      hint: errorTable.INTERNAL.hint,
      retryable: true,
      details: reference === undefined ? {} : { reference },
    };
  }
  const row = errorTable[error.code];
  return {
    code: error.code,
    message: error.message,
    hint: error.hint,
    retryable: row.retryable,
    details: error.details,
  };
}

/** Seconds after which a refusal that time alone resolves is worth another try. */
const RETRY_AFTER_S = { OVERLOADED: 2, BUSY: 1, INTERNAL: 5 } as const;

/** When to try again, in seconds, for refusals that time alone resolves. */
export function retryAfter(body: Pick<ErrorBody, 'code' | 'details'>): Record<string, string> {
  if (body.code in RETRY_AFTER_S) {
    return { 'retry-after': String(RETRY_AFTER_S[body.code as keyof typeof RETRY_AFTER_S]) };
  }
  const seconds = body.details.retryAfterSeconds;
  return body.code === 'RATE_LIMITED' && typeof seconds === 'number'
    ? { 'retry-after': String(seconds) }
    : {};
}

/** Codes that any call of any action or query can meet; a definition lists the others it may answer. */
export const COMMON_CODES = [
  'UNAUTHENTICATED',
  'INSUFFICIENT_SCOPE',
  'NOT_FOUND',
  'INVALID_ARGUMENTS',
  'TOO_LARGE',
  'POLICY_DENIED',
  'IDEMPOTENCY_CONFLICT',
  'BUSY',
  'RATE_LIMITED',
  'OVERLOADED',
  'INTERNAL',
] as const satisfies readonly ErrorCode[];
