import type { CallToolResult, Tool, ToolAnnotations } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { issuesOf } from '@/server/actions/admission';
import { AppError } from '@/server/errors';
import type { Exchange } from './exchange';
import { success } from './tool-result';

interface Spec<In extends z.ZodType> {
  readonly name: string;
  readonly title: string;
  /** For the model: from code only, never from the database. */
  readonly description: string;
  readonly input: In;
  /** Of an answer that is no error. */
  readonly output: z.ZodObject;
  readonly annotations: ToolAnnotations;
  /** An example call, for a client that sent nothing useful. */
  readonly usage: string;
  run(exchange: Exchange, input: z.output<In>): Promise<Record<string, unknown>>;
}

export interface AgentTool {
  readonly listing: Tool;
  /** Throws AppError. */
  call(exchange: Exchange, args: unknown): Promise<CallToolResult>;
}

type JsonSchema = { readonly type: 'object'; readonly [key: string]: unknown };

/** What zod writes out although it restricts nothing: the reader pays for it in every conversation. */
function trim(schema: Record<string, unknown>): void {
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  for (const key of ['properties', 'additionalProperties']) {
    const value = schema[key];
    if (typeof value === 'object' && value !== null && Object.keys(value).length === 0) delete schema[key];
  }
  delete schema.propertyNames;
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const made = z.toJSONSchema(schema, { io, override: ({ jsonSchema: part }) => trim(part) });
  const { $schema: _, ...rest } = made;
  return { ...rest, type: 'object' };
}

/** What tells an error from an answer; hint and retryable are always there too. */
const ERROR_FIELDS = ['code', 'message', 'details'] as const;
const ERROR_PROPERTIES = { code: { type: 'string' }, details: { type: 'object' } };

/** Clients hold errors to the schema of answers too, so it allows both. */
function outputSchema(output: z.ZodObject): JsonSchema {
  const answer = jsonSchema(output, 'output');
  return {
    type: 'object',
    properties: { ...Object(answer.properties), ...ERROR_PROPERTIES },
    anyOf: [{ required: answer.required }, { required: ERROR_FIELDS }],
  };
}

/** Some models send an object as its JSON text. */
function unpack(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value; // The schema says what is wrong with it.
  }
}

function unpackArguments(raw: unknown): unknown {
  const args = unpack(raw) ?? {};
  if (typeof args !== 'object' || args === null || !('arguments' in args)) return args;
  return { ...args, arguments: unpack(args.arguments) ?? {} };
}

/** Derives the listing from the definition once, when the module loads. */
export function defineTool<In extends z.ZodType>(spec: Spec<In>): AgentTool {
  const inputSchema = jsonSchema(spec.input, 'input');
  return {
    listing: {
      name: spec.name,
      title: spec.title,
      description: spec.description,
      inputSchema: inputSchema as Tool['inputSchema'],
      outputSchema: outputSchema(spec.output) as NonNullable<Tool['outputSchema']>,
      annotations: { ...spec.annotations, openWorldHint: false },
    },
    async call(exchange, args) {
      const parsed = spec.input.safeParse(unpackArguments(args));
      if (!parsed.success) {
        throw new AppError('INVALID_ARGUMENTS', `The arguments of ${spec.name} are not valid.`, {
          details: {
            usage: spec.usage,
            issues: issuesOf(parsed.error),
            inputSchema,
          },
        });
      }
      return success(await spec.run(exchange, parsed.data));
    },
  };
}
