import { z } from 'zod';

export interface JsonSchema {
  readonly [key: string]: unknown;
}

export const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What zod writes out although it restricts nothing. */
function trim(schema: Record<string, unknown>): void {
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (isSchema(schema.propertyNames) && Object.keys(schema.propertyNames).join() === 'type') {
    delete schema.propertyNames;
  }
  // Classes of Unicode mean something else to validators that do not compile patterns for them.
  if (typeof schema.pattern === 'string' && /\\p\{/i.test(schema.pattern)) delete schema.pattern;
}

/** JSON Schema 2020-12 of what is sent ('input') or answered ('output'). */
export function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const made = z.toJSONSchema(schema, {
    io,
    override: ({ jsonSchema: part }) => {
      trim(part);
      // An answer may grow: a client that refuses what it does not know would break by the next release.
      if (io === 'output' && part.additionalProperties === false) delete part.additionalProperties;
    },
  });
  const { $schema: _, ...rest } = made;
  return rest;
}

/** Properties of an object's schema, by name. */
export const propertiesOf = (schema: JsonSchema): Readonly<Record<string, JsonSchema>> =>
  isSchema(schema.properties) ? (schema.properties as Record<string, JsonSchema>) : {};

/** Types that a value may have, through every choice. */
export function typesOf(schema: JsonSchema): ReadonlySet<string> {
  const choices = [schema.anyOf, schema.oneOf].flatMap((list) => (Array.isArray(list) ? list : []));
  const own = Array.isArray(schema.type) ? schema.type : schema.type === undefined ? [] : [schema.type];
  const values = [
    ...(Array.isArray(schema.enum) ? schema.enum : []),
    ...('const' in schema ? [schema.const] : []),
  ];
  return new Set([
    ...own.map(String),
    ...values.map((value) => typeof value),
    ...choices.flatMap((choice) => (isSchema(choice) ? [...typesOf(choice)] : [])),
  ]);
}

const SCALARS: ReadonlySet<string> = new Set(['string', 'number', 'integer', 'boolean']);
const isScalar = (schema: JsonSchema) => {
  const types = [...typesOf(schema)];
  return types.length > 0 && types.every((type) => SCALARS.has(type));
};

/** Whether every argument can stand in a query string: single values, and lists of them. */
export function fitsQuery(schema: JsonSchema): boolean {
  return Object.values(propertiesOf(schema)).every((each) =>
    each.type === 'array' ? isSchema(each.items) && isScalar(each.items) : isScalar(each),
  );
}
