import { isSchema, type JsonSchema, propertiesOf } from './json-schema';

/** What stands for an argument of that name wherever it is asked for. */
const BY_NAME: Readonly<Record<string, unknown>> = {
  project: 'llmgenie',
  handoff: 'LG-1',
  handoffs: ['LG-1'],
  expectedVersion: 3,
  fence: 2,
  stage: 'build',
  to: 'review',
  item: 'tests-pass',
  title: 'Tell why a door refuses',
  reason: 'Two tests are missing for the empty list',
  body: 'Looks right to me.',
  text: 'Reading the package first.',
  name: 'coder-1',
  agent: 'coder-1',
  role: 'coder',
  roles: ['coder'],
  owner: 'lead@llmgenie.test',
  email: 'new@llmgenie.test',
  member: 'Tomas Reyes',
  assignee: 'coder-1',
  action: 'handoff.claim',
  arguments: { handoff: 'LG-1' },
  policy: 'checklist.required',
  actor: 'coder-1',
  key: 'house.rule',
  value: 'Knock first',
  plan: 'master',
  base64: 'bm90ZXM=',
  sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  source: 'docs/rules.md',
  link: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
};
const UUID = '01900000-0000-7000-8000-000000000000';
const FORMATS: Readonly<Record<string, unknown>> = {
  uuid: UUID,
  email: 'lead@llmgenie.test',
  uri: 'https://example.test/run/42',
  'date-time': '2027-01-15T09:00:00Z',
  date: '2027-01-15',
};

const number = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise);

function textOf(schema: JsonSchema): string {
  const format = FORMATS[String(schema.format)];
  if (typeof format === 'string') return format;
  const text = 'example';
  return text.padEnd(number(schema.minLength, 0), '.').slice(0, number(schema.maxLength, text.length + 200));
}

function fits(value: unknown, schema: JsonSchema): boolean {
  if (Array.isArray(schema.enum)) return schema.enum.includes(value);
  if (typeof value === 'string') {
    return (
      schema.type === 'string' &&
      (typeof schema.pattern !== 'string' || new RegExp(schema.pattern, 'u').test(value)) &&
      (typeof schema.format !== 'string' || !(schema.format in FORMATS))
    );
  }
  if (typeof value === 'number') return schema.type === 'integer' || schema.type === 'number';
  if (Array.isArray(value)) {
    const items = isSchema(schema.items) ? schema.items : {};
    return schema.type === 'array' && value.every((each) => fits(each, items));
  }
  return schema.type === 'object' && schema.additionalProperties !== false;
}

/** A value that the schema takes: its own default, what the name is usually given, or the plainest. */
function sample(name: string, schema: JsonSchema): unknown {
  if ('const' in schema) return schema.const;
  const choices = [schema.anyOf, schema.oneOf].find(Array.isArray);
  const [choice] = Array.isArray(choices) ? choices : [];
  if (isSchema(choice)) return sample(name, choice);
  const usual = Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : undefined;
  if (usual !== undefined && fits(usual, schema)) return usual;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  switch (schema.type) {
    case 'string':
      return textOf(schema);
    case 'integer':
    case 'number':
      return Math.max(number(schema.minimum, 1), number(schema.exclusiveMinimum, 0) + 1);
    case 'boolean':
      return true;
    case 'array':
      return isSchema(schema.items) ? [sample(name.replace(/s$/, ''), schema.items)] : [];
    default:
      return exampleOf(schema, name);
  }
}

/** Extra arguments where what is required alone would say too little. */
const TELLING: Readonly<Record<string, readonly string[]>> = {
  'session.start': ['handoff', 'mode'],
  'checklist.attachEvidence': ['url'],
  'handoff.claim': [],
};

/** An object with what the schema requires. `of`: the action it is for. */
export function exampleOf(schema: JsonSchema, of: string): Record<string, unknown> {
  const properties = propertiesOf(schema);
  const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
  const wanted = [...required, ...(TELLING[of] ?? []).filter((name) => name in properties)];
  return Object.fromEntries([...new Set(wanted)].map((name) => [name, sample(name, properties[name] ?? {})]));
}
