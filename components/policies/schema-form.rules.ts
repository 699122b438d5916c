/* Fields of a form from the JSON schema of an action's arguments, and the arguments from what was typed into them. */

export type FieldKind = 'text' | 'long' | 'choice' | 'number' | 'yes' | 'list' | 'json';

export interface FormField {
  readonly name: string;
  readonly kind: FieldKind;
  readonly required: boolean;
  readonly hint: string;
  /** Of a choice, or of a list's entries. */
  readonly options: readonly string[];
  /** Numbers: whole ones only. */
  readonly whole: boolean;
  readonly initial: string;
}

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

/** Characters from which a text gets more than a line. */
const LONG = 400;

/** null is left out by leaving the field empty, so of a union with null the rest decides. */
function plain(schema: unknown): Readonly<Record<string, unknown>> {
  const { anyOf, type } = record(schema);
  if (Array.isArray(type)) {
    const [one, ...others] = texts(type).filter((name) => name !== 'null');
    return { ...record(schema), type: others.length === 0 ? one : undefined };
  }
  if (!Array.isArray(anyOf)) return record(schema);
  const rest = anyOf.map(record).filter(({ type }) => type !== 'null');
  return rest.length === 1 ? { ...record(rest[0]) } : {};
}

function kindOf(schema: Readonly<Record<string, unknown>>): FieldKind {
  if (texts(schema.enum).length > 0) return 'choice';
  switch (schema.type) {
    case 'boolean':
      return 'yes';
    case 'integer':
    case 'number':
      return 'number';
    case 'string':
      return typeof schema.maxLength === 'number' && schema.maxLength > LONG ? 'long' : 'text';
    case 'array': {
      const { type } = plain(schema.items);
      return type === 'string' ? 'list' : 'json';
    }
    default:
      return 'json';
  }
}

/** In the order of the schema, what has to be given first. */
export function fieldsOf(schema: unknown): readonly FormField[] {
  const { properties, required } = record(schema);
  const needed = new Set(texts(required));
  return Object.entries(record(properties))
    .map(([name, raw]): FormField => {
      const part = plain(raw);
      const { default: initial } = record(raw);
      return {
        name,
        kind: kindOf(part),
        required: needed.has(name),
        hint: [record(raw).description, part.description].find((one) => typeof one === 'string') ?? '',
        options: texts(part.enum).length > 0 ? texts(part.enum) : texts(plain(part.items).enum),
        whole: part.type === 'integer',
        initial: typeof initial === 'string' || typeof initial === 'number' ? String(initial) : '',
      } as FormField;
    })
    .toSorted((a, b) => Number(b.required) - Number(a.required));
}

export interface Filled {
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Fields whose text is no value of their kind; the server judges the rest. */
  readonly wrong: readonly string[];
}

/** What is empty is left out. */
export function argumentsOf(fields: readonly FormField[], typed: Readonly<Record<string, string>>): Filled {
  const made: Record<string, unknown> = {};
  const wrong: string[] = [];
  for (const field of fields) {
    const text = typed[field.name] ?? field.initial;
    if (text.trim() === '') continue;
    const value = read(field, text);
    if (value === undefined) wrong.push(field.name);
    else made[field.name] = value;
  }
  return { arguments: made, wrong };
}

function read({ kind, whole }: FormField, text: string): unknown {
  switch (kind) {
    case 'text':
    case 'long':
    case 'choice':
      return text;
    case 'yes':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'number': {
      const value = Number(text);
      return Number.isFinite(value) && (!whole || Number.isInteger(value)) ? value : undefined;
    }
    case 'list':
      return text
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '');
    case 'json':
      return parsed(text);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
