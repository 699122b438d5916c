/** Frames of a stack that are worth a line; the top ones say where it was. */
const MOST_FRAMES = 12;
const LONGEST_MESSAGE = 600;
/** Causes below an error that are still told. */
const DEEPEST_CAUSE = 3;

const ADDRESS = /[^\s@<>"'(),;:=[\]]+@[^\s@<>"'(),;:[\]]+\.[^\s@<>"'(),;:[\]]+/gu;
/** Credentials and what follows the path stay behind. */
const URL_PARTS = /\b([a-z][a-z0-9+.-]*:\/\/)(?:[^\s/@"']*@)?([^\s?#"']*)(?:[?#][^\s"']*)?/gi;
const QUERY = /(\/[^\s?"']*)\?[^\s"')]+/g;
const HEADER =
  /\b(set-cookie|cookie|authorization|session-ticket)\b(\s*[:=]\s*)[^\n]+|\b(bearer|basic)(\s+)\S+/gi;
/** A token of ours, and a signed session (JWT and JWE). */
const TOKEN = /\blg_[\w-]+|\beyJ[\w-]+(?:\.[\w-]*)+/g;
/** Long and of mixed characters, or long and hexadecimal: nobody writes words like that. */
const RANDOM = /\b(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{24,}|\b[0-9a-f]{32,}\b/g;
const QUOTED = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g;
/** From the first quote to the last: what is quoted may hold quotes. */
const BETWEEN_QUOTES = /["'][\s\S]*["']/g;
const NAME = /^["'][\w.$-]{1,40}["']$/;

/**
 * What a text of an error may say in a log: no addresses, secrets or query strings. `values`: what it quotes may be what
 * somebody sent; otherwise names in quotes stay.
 */
export function scrub(text: string, values = false): string {
  return (values ? text.replace(BETWEEN_QUOTES, '"…"') : text)
    .slice(0, LONGEST_MESSAGE)
    .replace(URL_PARTS, '$1$2')
    .replace(HEADER, '$1$2$3$4[hidden]')
    .replace(ADDRESS, '[address]')
    .replace(TOKEN, '[token]')
    .replace(RANDOM, '[hidden]')
    .replace(QUERY, '$1?[hidden]')
    .replace(QUOTED, (quoted) => (NAME.test(quoted) ? quoted : '"…"'));
}

export interface ErrorFields {
  readonly name: string;
  readonly code?: string;
  readonly message: string;
  /** Of the database: what it was about, never what was in it. */
  readonly constraint?: string;
  readonly table?: string;
  readonly stack?: readonly string[];
  readonly cause?: ErrorFields;
}

const textOf = (value: unknown) =>
  typeof value === 'string' && /^[\w.-]{1,80}$/.test(value) ? value : undefined;

/** PostgreSQL quotes the value it could not take (classes 22 and 23), JSON.parse the text it could not read. */
const quotesValues = (name: string, code: string | undefined) =>
  name === 'SyntaxError' || name === 'ZodError' || /^2[23][0-9A-Z]{3}$/.test(code ?? '');

/** An error as the log keeps it: chosen fields alone, since a driver hangs statements, parameters and rows on its errors. */
export function errorFields(error: unknown, depth = 0): ErrorFields {
  if (!(error instanceof Error)) return { name: typeof error, message: scrub(String(error), true) };
  const own: { code?: unknown; constraint?: unknown; table?: unknown } = Object(error);
  const code = textOf(own.code);
  const constraint = textOf(own.constraint);
  const table = textOf(own.table);
  const name = textOf(error.name) ?? 'Error';
  // The head of a stack is the message again, of as many lines as it likes.
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    name,
    ...(code === undefined ? {} : { code }),
    message: scrub(error.message, quotesValues(name, code)),
    ...(constraint === undefined ? {} : { constraint }),
    ...(table === undefined ? {} : { table }),
    ...(frames.length === 0 ? {} : { stack: frames.slice(0, MOST_FRAMES).map((line) => scrub(line.trim())) }),
    ...(error.cause === undefined || depth >= DEEPEST_CAUSE
      ? {}
      : { cause: errorFields(error.cause, depth + 1) }),
  };
}
