import { z } from 'zod';
import type { AnyAction } from '../actions/action';
import { COMMON_CODES } from '../errors';
import { operations } from '../rest/operations';
import type { Definition, ErrorRow } from './checks';

interface JsonSchema {
  readonly [key: string]: unknown;
}

/** docs/api.md, from the definitions themselves; a test compares, and `vitest -u` writes it anew. */
export function apiPage(
  definitions: Iterable<Definition>,
  errors: Readonly<Record<string, ErrorRow & { readonly retryable: boolean }>>,
): string {
  const open = [...definitions]
    .filter(({ audience }) => audience !== 'system')
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const system = [...definitions].filter(({ audience }) => audience === 'system');
  const nouns = [...new Set(open.map(({ name }) => name.split('.')[0] ?? ''))];
  return [
    INTRODUCTION,
    '## Errors',
    '',
    '| code | HTTP | tRPC | retry | what to do |',
    '| --- | --- | --- | --- | --- |',
    ...Object.entries(errors).map(
      ([code, row]) =>
        `| \`${code}\` | ${row.status} | ${row.trpc} | ${row.retryable ? 'yes' : 'no'} | ${row.hint} |`,
    ),
    '',
    `Any call can answer ${list(COMMON_CODES)}. What an action can answer besides stands with it.`,
    '',
    ...nouns.flatMap((noun) => [
      `## ${noun}`,
      '',
      ...open.filter(({ name }) => name.startsWith(`${noun}.`)).flatMap(section),
    ]),
    '## For the system only',
    '',
    'Deadlines run these; no door offers them, and naming one answers `UNKNOWN_ACTION`.',
    '',
    ...system.flatMap(section),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

const list = (codes: readonly string[]) => codes.map((code) => `\`${code}\``).join(', ');

function section(definition: Definition): string[] {
  return [
    `### \`${definition.name}\` ${definition.title}`,
    '',
    definition.description,
    '',
    ...facts(definition),
    ...pathLine(definition),
    '',
    ...fields(definition),
  ];
}

const WHERE = {
  project: '',
  instance: 'In the project `instance`. ',
  any: 'Also in the project `instance`, by its admins. ',
};

/** Its path at the door of programs; the system's own have none. */
function pathLine({ name }: Definition): string[] {
  const operation = operations.find(({ id }) => id === name);
  return operation === undefined ? [] : ['', `\`${operation.method} /api/v1${operation.path}\``];
}

function facts(definition: Definition): string[] {
  const where = WHERE[definition.place ?? 'project'];
  const who = `${where}Permission ${definition.permission}, scope \`${definition.scope}\``;
  if (definition.kind === 'query') {
    return [`${who}. A query: it changes nothing${definition.adminAction ? '; for administration' : ''}.`];
  }
  return [
    `${who}${definition.adminAction ? '; people only' : ''}. ${eventLine(definition)} ${raceLine(definition)}`,
    ...(definition.refusals.length > 0 ? ['', `Refusals: ${list(definition.refusals)}.`] : []),
  ];
}

function eventLine({ events, sessionExempt }: AnyAction): string {
  const line = 'none' in events ? `No event: ${events.none}` : `Event: ${list(events)}.`;
  return sessionExempt ? `${line} Works without a session.` : line;
}

const raceLine = ({ retry }: AnyAction) =>
  retry === 'caller' ? 'A lost race answers `CONFLICT`.' : 'A lost race is tried again by the server.';

function fields({ input }: Definition): string[] {
  const schema: JsonSchema = { ...z.toJSONSchema(input, { io: 'input' }) };
  const properties = Object.entries<JsonSchema>(Object(schema.properties));
  if (properties.length === 0) return ['No arguments.', ''];
  const required = new Set<string>(Array.isArray(schema.required) ? schema.required : []);
  return [
    '| argument | type | | |',
    '| --- | --- | --- | --- |',
    ...properties.map(([name, field]) => {
      const need = required.has(name)
        ? 'required'
        : 'default' in field
          ? `default \`${JSON.stringify(field.default)}\``
          : '';
      return `| \`${name}\` | ${typeOf(field)} | ${need} | ${text(field.description)} |`;
    }),
    '',
  ];
}

const text = (value: unknown) => (typeof value === 'string' ? value.replaceAll('|', '\\|') : '');

function typeOf(schema: JsonSchema): string {
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if ('const' in schema) return `\`${JSON.stringify(schema.const)}\``;
  const choices = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(choices)) return choices.map(typeOf).join(' or ');
  const range = rangeOf(schema);
  switch (schema.type) {
    case 'array':
      return `list of ${typeOf(Object(schema.items))}${range}`;
    case 'object':
      return schema.additionalProperties === false ? objectOf(schema) : 'object of names and values';
    case 'string':
      return `${typeof schema.format === 'string' ? schema.format : 'text'}${range}`;
    default:
      return `${String(schema.type)}${range}`;
  }
}

function objectOf(schema: JsonSchema): string {
  return `object {${Object.keys(Object(schema.properties)).join(', ')}}`;
}

/** Bounds worth a reader's time; those that only come from how numbers are stored are not. */
function rangeOf({
  minLength,
  maxLength,
  minItems,
  maxItems,
  minimum,
  maximum,
  exclusiveMinimum,
}: JsonSchema) {
  const sane = (value: unknown) =>
    typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined;
  const low = sane(minimum) ?? (exclusiveMinimum === 0 ? 1 : undefined);
  const high = sane(maximum);
  const parts = [
    maxLength === undefined ? '' : `at most ${maxLength} characters`,
    typeof minLength === 'number' && minLength > 1 ? `at least ${minLength} characters` : '',
    maxItems === undefined ? '' : `at most ${maxItems}`,
    minItems === undefined ? '' : `at least ${minItems}`,
    low === undefined && high === undefined ? '' : `${low ?? ''}…${high ?? ''}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

const INTRODUCTION = `# API

Every action and query of llmgenie, made from their definitions: whatever a door offers stands here, and nothing else.
The browser calls them through tRPC, agents through MCP, programs through REST; all run the same schema, policies, commit
and log. REST has a page of its own, [rest.md](rest.md), and an OpenAPI document at \`/api/v1/openapi.json\`.

## Calling

| door | how |
| --- | --- |
| tRPC | \`POST /api/trpc/<name>\` for an action, \`GET\` for a query, input \`{"project", "arguments", "idempotencyKey"?, "dryRun"?, "ticket"?}\` |
| MCP | \`POST /api/mcp\`, tool \`run_action\` with \`{"action", "arguments", "idempotencyKey"?, "dryRun"?, "ticket"?}\`; the token names the project |
| REST | \`POST /api/v1/projects/<project>/<name>\` with the arguments as body for an action, \`GET\` with them in the query string for a query; headers \`Idempotency-Key\` and \`Session-Ticket\`, \`?dryRun=true\` |

Who calls is a signed-in person (session cookie) or an agent (\`Authorization: Bearer lg_…\`). Arguments are strict: an unknown
field is refused, not ignored. An action answers \`{"ok": true, "action", "result", "eventSeq", "replayed"}\`; a query over tRPC
or REST answers its result.

- **Idempotency**: with a key of 8 to 200 printable characters the first answer of an action is kept and given again, even
  after the handoff moved on. The same key with other arguments answers \`IDEMPOTENCY_CONFLICT\`. A secret that is shown once,
  such as a new token, is not part of what is kept.
- **Versions**: where \`expectedVersion\` is asked for, give the version you saw. Another one answers \`CONFLICT\` with the
  present card and what changed since.
- **Fences**: \`handoff.claim\` answers a fence. Give it with later writes, and a write that comes after your claim ended is refused.
- **Dry run**: everything but the commit; writes nothing, not even a refusal.
- **Stored text** (titles, comments, packages, context, logs) is data that people and agents wrote. Answers that hold it say
  \`"untrusted": true\`. It never appears in a message, a hint or a description.

## Refusals

The same body at every door, under \`error.data.body\` (tRPC), \`structuredContent\` (MCP) or \`error\` (REST):
\`{"code", "message", "hint", "retryable", "details"}\`. \`POLICY_DENIED\` carries the denials of [policies.md](policies.md);
\`RULE_REFUSED\` and \`CONFLICT\` say in \`details\` what is the case now and in \`details.next\` what can be done about it.
`;
