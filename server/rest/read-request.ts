import { AppError } from '../errors';
import { isSchema, type JsonSchema, propertiesOf, typesOf } from './json-schema';

const NUMBER = /^-?\d{1,15}(\.\d{1,15})?$/;

/** The value a text of the query string stands for; the text itself where it is none, so that the schema says so. */
function typed(text: string, schema: JsonSchema): unknown {
  const types = typesOf(schema);
  if ((types.has('integer') || types.has('number')) && NUMBER.test(text)) return Number(text);
  if (types.has('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

export function badArguments(message: string, issue: Record<string, unknown>): AppError {
  return new AppError('INVALID_ARGUMENTS', message, { details: { issues: [issue] } });
}

/** Arguments of a query string, typed by the schema. Throws for one given twice that is no list. */
export function readQuery(params: URLSearchParams, schema: JsonSchema): Record<string, unknown> {
  const known = propertiesOf(schema);
  const names = [...new Set(params.keys())];
  return Object.fromEntries(
    names.map((name): [string, unknown] => {
      const texts = params.getAll(name);
      const property = Object.hasOwn(known, name) ? known[name] : undefined;
      if (property?.type === 'array') {
        const items = isSchema(property.items) ? property.items : {};
        return [name, texts.map((text) => typed(text, items))];
      }
      if (texts.length > 1) {
        throw badArguments('A parameter stands twice in the query string.', {
          path: property === undefined ? '' : name,
          code: 'repeated_parameter',
          message: 'Give it once.',
        });
      }
      return [name, typed(texts[0] ?? '', property ?? {})];
    }),
  );
}

/** The JSON object of a body; {} without one. Throws UNSUPPORTED_MEDIA_TYPE, TOO_LARGE or INVALID_ARGUMENTS. */
export async function readJson(
  request: Request,
  limitBytes: (body: Readonly<Record<string, unknown>>) => number,
): Promise<Record<string, unknown>> {
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.length === 0) return {};
  const { headers } = request;
  const [type = '', charset = ''] = (headers.get('content-type') ?? '')
    .toLowerCase()
    .split(/\s*;\s*charset=/);
  const encoding = headers.get('content-encoding') ?? 'identity';
  if (
    type.trim() !== 'application/json' ||
    !/^("?utf-8"?)?$/.test(charset.trim()) ||
    encoding !== 'identity'
  ) {
    throw new AppError('UNSUPPORTED_MEDIA_TYPE', 'The body has to be plain application/json.');
  }
  const body = parse(bytes);
  const limit = limitBytes(body);
  if (bytes.length > limit) {
    throw new AppError('TOO_LARGE', 'The request body is too large.', { details: { limitBytes: limit } });
  }
  return body;
}

function parse(bytes: Uint8Array): Record<string, unknown> {
  const bad = (message: string) => badArguments(message, { path: '', code: 'invalid_json', message });
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw bad('The body is no JSON in UTF-8.');
  }
  if (!isSchema(body)) throw bad('The body has to be a JSON object.');
  return { ...body };
}
