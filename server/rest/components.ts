import type { z } from 'zod';
import * as available from '../actions/available.schema';
import * as board from '../domain/board/board.schema';
import * as event from '../domain/event/event.schema';
import * as handoff from '../domain/handoff/handoff.schema';
import * as plan from '../domain/plan/plan.schema';
import { isSchema, jsonSchema } from './json-schema';
import * as rest from './rest.schema';

type Json = Record<string, unknown>;

const isZod = (value: unknown): value is z.ZodType =>
  typeof value === 'object' && value !== null && '_zod' in value;

/** Shapes that many answers hold, under the names they have in the code: written once, and types of clients. */
function namedShapes(): Map<string, string> {
  const named = new Map<string, string>();
  for (const module of [rest, available, plan, event, board, handoff]) {
    for (const [name, schema] of Object.entries<unknown>(module)) {
      if (!isZod(schema) || !/^[A-Z][a-z]/.test(name)) continue;
      const shape = tidy(jsonSchema(schema, 'output'));
      if (isSchema(shape) && shape.type === 'object') named.set(JSON.stringify(shape), name);
    }
  }
  return named;
}

/** A choice of one plain type and null, in the shorter of its two spellings. */
function nullable({ anyOf, ...rest }: Json): Json {
  const [one, none, ...more] = Array.isArray(anyOf) ? anyOf : [];
  const short =
    more.length === 0 && isSchema(one) && Object.keys(one).join() === 'type' && Object(none).type === 'null';
  if (short) return { type: [one.type, 'null'], ...rest };
  return anyOf === undefined ? rest : { anyOf, ...rest };
}

/**
 * One spelling for what two generators write, without what restricts nothing. Answers may grow, so a client has to take
 * what it does not know.
 */
function tidy(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(tidy);
  if (!isSchema(node)) return node;
  const entries = Object.entries(node)
    .filter(([key, value]) => !(key === 'additionalProperties' && value === false))
    .filter(([, value]) => value !== Number.MAX_SAFE_INTEGER && value !== Number.MIN_SAFE_INTEGER)
    .map(([key, value]) => [key, tidy(value)]);
  return nullable(Object.fromEntries(entries));
}

/** zod names what it has to refer to, such as a shape that holds itself, by a number. */
const readable = (text: string) => text.replaceAll('__schema', 'Nested');

/** Replaces shapes that have a name by references to them, in the answers. */
export function shareSchemas(document: Json): Json {
  const names = namedShapes();
  const components: Json = Object(document.components);
  const schemas: Json = {};
  const share = (node: unknown, name: string | null): unknown => {
    if (Array.isArray(node)) return node.map((each) => share(each, null));
    if (!isSchema(node)) return node;
    const known = names.get(JSON.stringify(node));
    if (known === undefined || known === name) {
      return Object.fromEntries(Object.entries(node).map(([key, inner]) => [key, share(inner, null)]));
    }
    if (!(known in schemas)) {
      schemas[known] = {};
      schemas[known] = share(node, known);
    }
    return { $ref: `#/components/schemas/${known}` };
  };
  for (const [name, schema] of Object.entries(Object(components.schemas))) {
    schemas[name] = name.endsWith('Body') ? schema : share(tidy(schema), name);
  }
  return JSON.parse(readable(JSON.stringify({ ...document, components: { ...components, schemas } })));
}
