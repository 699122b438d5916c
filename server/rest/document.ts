import { createHash } from 'node:crypto';
import { initTRPC } from '@trpc/server';
import { generateOpenApiDocument, type OpenApiMeta, type OpenApiRouter } from 'trpc-to-openapi';
import { z } from 'zod';
import { errorTable } from '../errors';
import { registry } from '../registry';
import { pascal } from './action-operations';
import { shareSchemas } from './components';
import { errorComponents, errorResponses } from './error-responses';
import { exampleOf } from './example';
import { isSchema, type JsonSchema, jsonSchema, propertiesOf } from './json-schema';
import type { Operation } from './operation';
import { operations } from './operations';
import { ErrorAnswer, IdempotencyKey, ProjectKey } from './rest.schema';
import { DESCRIPTION, tagDescription } from './words';

const ROOT = '/api/v1';
type Json = Record<string, unknown>;

const VARIABLES = {
  project: ProjectKey,
  name: z.string().max(80).describe('Id of the policy, such as checklist.required'),
  key: z.string().max(120).describe('Key of the value, such as house.rule'),
} as const;
const isVariable = (name: string): name is keyof typeof VARIABLES => name in VARIABLES;
const variablesOf = (path: string) =>
  [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').filter(isVariable);

const Headers = z.object({
  'Idempotency-Key': IdempotencyKey.optional(),
  'Session-Ticket': z
    .string()
    .max(80)
    .optional()
    .describe('Of your session: what names it is refused once somebody recovered the session'),
});

/**
 * A router that only says what there is: trpc-to-openapi reads it, nobody calls it. The arguments are added afterwards,
 * since it would take them for fields of one object together with the variables of the path.
 */
function describedRouter(): OpenApiRouter {
  const t = initTRPC.meta<OpenApiMeta>().create();
  const procedures = operations.map((operation) => {
    const { id, method, path, tag, summary, description, answer, answerName, keyed } = operation;
    const procedure = t.procedure
      .meta({
        openapi: {
          operationId: id,
          method,
          path: path as `/${string}`,
          tags: [tag],
          summary,
          description,
          successDescription: 'Done, or read.',
          errorResponses: [],
          ...(keyed ? { requestHeaders: Headers } : {}),
        },
      })
      .input(z.object(Object.fromEntries(variablesOf(path).map((name) => [name, VARIABLES[name]]))))
      .output(answer.meta({ id: answerName }));
    const never = () => {
      throw new Error('the description of the API was called');
    };
    return [id, method === 'GET' ? procedure.query(never) : procedure.mutation(never)] as const;
  });
  // Names hold dots, which a router takes for routers within.
  return t.router(Object.fromEntries(procedures.map(([id, made]) => [id.replace('.', '_'), made])));
}

function queryParameters({ query }: Operation): Json[] {
  const required = new Set(Array.isArray(query.required) ? query.required : []);
  return Object.entries(propertiesOf(query)).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    ...(typeof description === 'string' ? { description } : {}),
    ...(required.has(name) ? { required: true } : {}),
    schema,
  }));
}

function requestBody(operation: Operation): Json | undefined {
  const { body, id } = operation;
  if (body === null) return undefined;
  const example = exampleOf(body, id);
  const definition = registry.actions.get(id) ?? registry.queries.get(id);
  // A rule that no schema tells, such as one of two arguments, may refuse what the schema takes.
  const sound = definition === undefined || definition.input.safeParse(example).success;
  return {
    required: Array.isArray(body.required) && body.required.length > 0,
    content: { 'application/json': { schema: body, ...(sound ? { example } : {}) } },
  };
}

/** What the generator cannot know: arguments, refusals, who may call, how a repetition shows. */
function complete(operation: Operation, made: Json): Json {
  const { parameters, responses, ...rest } = made;
  const own = Array.isArray(parameters) ? parameters : [];
  const all = [...own, ...queryParameters(operation)];
  const body = requestBody(operation);
  const success = isSchema(responses) ? responses['200'] : {};
  return {
    ...rest,
    security: [{ agentToken: [] }, { session: [] }],
    ...(all.length > 0 ? { parameters: all } : {}),
    ...(body === undefined ? {} : { requestBody: body }),
    responses: {
      200: { ...Object(success), ...(operation.keyed ? { headers: REPLAYED } : {}) },
      ...errorResponses(operation.codes),
    },
  };
}

const REPLAYED = {
  'Idempotency-Replayed': {
    description: 'true where this is the first answer of the same key',
    schema: { type: 'string', const: 'true' },
  },
};

const DOCUMENT_ITSELF = {
  get: {
    operationId: 'openapi',
    tags: ['core'],
    summary: 'This document',
    description: 'OpenAPI 3.1, made from the definitions of actions and queries. No credential is needed.',
    security: [],
    responses: {
      200: {
        description: 'The document.',
        headers: { ETag: { description: 'Send it back as If-None-Match.', schema: { type: 'string' } } },
        content: { 'application/json': { schema: { type: 'object' } } },
      },
      304: { description: 'It is still the one you have.' },
      ...errorResponses(['METHOD_NOT_ALLOWED', 'FORBIDDEN_ORIGIN']),
    },
  },
};

const SECURITY = {
  agentToken: { type: 'http', scheme: 'bearer', description: 'A token of an agent: lg_…' },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'next-auth.session-token',
    description: 'A signed-in browser. Changes need our own Origin and application/json.',
  },
} as const;

/** The whole document, as an object. */
export function makeDocument(): Json {
  const made = generateOpenApiDocument(describedRouter(), {
    title: 'llmgenie',
    description: DESCRIPTION,
    version: '1.0.0',
    openApiVersion: '3.1.0',
    baseUrl: ROOT,
    securitySchemes: SECURITY,
  });
  const paths: Json = { '/openapi.json': DOCUMENT_ITSELF };
  for (const operation of operations) {
    const method = operation.method.toLowerCase();
    const before: Json = Object(made.paths?.[operation.path]);
    const known: Json = Object(paths[operation.path]);
    paths[operation.path] = { ...known, [method]: complete(operation, Object(before[method])) };
  }
  const tags = [...new Set(operations.map(({ tag }) => tag))];
  const { components, tags: _, ...head } = made;
  const schemas: Json = {
    ...Object(components?.schemas),
    Error: errorSchema(),
    ...Object.fromEntries(
      operations.flatMap(({ id, body }) => (body === null ? [] : [[`${pascal(id)}Body`, body]])),
    ),
  };
  for (const { id, body, path, method } of operations) {
    if (body === null) continue;
    const operation: Json = Object(Object(paths[path])[method.toLowerCase()]);
    const content: Json = Object(Object(Object(operation.requestBody).content)['application/json']);
    content.schema = { $ref: `#/components/schemas/${pascal(id)}Body` };
  }
  return shareSchemas({
    ...head,
    info: {
      ...made.info,
      license: { name: 'Proprietary', identifier: 'LicenseRef-Proprietary' },
      contact: { name: 'The admin of your instance' },
    },
    tags: tags.map((name) => ({ name, description: tagDescription(name) })),
    paths,
    components: { securitySchemes: SECURITY, schemas, responses: errorComponents(operations) },
  });
}

function errorSchema(): JsonSchema {
  const schema = jsonSchema(ErrorAnswer, 'output');
  const error: Json = Object(propertiesOf(schema).error);
  const properties = { ...Object(error.properties), code: { type: 'string', enum: Object.keys(errorTable) } };
  return { ...schema, properties: { error: { ...error, properties } } };
}

let ready: Promise<{ text: string; tag: string }> | undefined;

/** The document as it is sent, with its ETag; made once a process. */
export function openApi(): Promise<{ text: string; tag: string }> {
  ready ??= Promise.resolve().then(() => {
    const text = JSON.stringify(makeDocument());
    return { text, tag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"` };
  });
  return ready;
}
