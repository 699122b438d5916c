/** A node of an OpenAPI document, which comes from our own server: read with care, but not validated again. */
export interface Node {
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const nodeOf = (value: unknown): Node => (isNode(value) ? value : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** One line of a table of fields; `of` are the fields of an object that has no name of its own. */
export interface Field {
  readonly name: string;
  readonly type: string;
  /** Name of the shape it holds, explained once a page. */
  readonly shape: string | null;
  readonly required: boolean;
  readonly note: string;
  readonly of: readonly Field[];
}

export interface OperationView {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly (Field & { readonly where: string })[];
  readonly body: readonly Field[];
  readonly answer: readonly Field[];
  /** Name of the shape that it answers, where it has one. */
  readonly answerShape: string | null;
  readonly refusals: readonly { readonly status: string; readonly codes: readonly string[] }[];
  readonly curl: string;
}

export interface NounView {
  readonly name: string;
  readonly description: string;
  readonly operations: readonly OperationView[];
  /** Shapes that its answers hold, by name. */
  readonly shapes: readonly { readonly name: string; readonly fields: readonly Field[] }[];
}

export interface RefusalView {
  readonly code: string;
  readonly status: string;
  readonly hint: string;
  readonly retryable: boolean;
}

const METHODS = ['get', 'post', 'put'] as const;
const SHAPE = '#/components/schemas/';

const shapeOf = (schema: Node): string | null => {
  const reference = textOf(schema.$ref);
  return reference.startsWith(SHAPE) ? reference.slice(SHAPE.length) : null;
};
const schemasOf = (document: Node): Node => nodeOf(nodeOf(document.components).schemas);

function bounds(schema: Node): string {
  const parts = [
    typeof schema.maxLength === 'number' ? `at most ${schema.maxLength} characters` : '',
    typeof schema.minLength === 'number' && schema.minLength > 1 ? `at least ${schema.minLength}` : '',
    typeof schema.minimum === 'number' && typeof schema.maximum === 'number'
      ? `${schema.minimum}…${schema.maximum}`
      : '',
    typeof schema.maxItems === 'number' ? `at most ${schema.maxItems}` : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** The type in few words: `text`, `list of HandoffCard`, `build or review`, `number or null`. */
export function typeOf(schema: Node): string {
  const shape = shapeOf(schema);
  if (shape !== null) return shape;
  if ('const' in schema) return JSON.stringify(schema.const);
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const choices = [...listOf(schema.anyOf), ...listOf(schema.oneOf)];
  if (choices.length > 0) return [...new Set(choices.map((each) => typeOf(nodeOf(each))))].join(' | ');
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeOf({ type })).join(' | ');
  if (schema.type === 'array') return `list of ${typeOf(nodeOf(schema.items))}`;
  if (schema.type === 'string') return textOf(schema.format) || 'text';
  if (schema.type === 'object') return isNode(schema.properties) ? 'object' : 'object of names and values';
  return textOf(schema.type) || 'any value';
}

/** The shape held by a field: itself, the items of a list, or the one choice that is no null. */
function heldShape(schema: Node): string | null {
  const choices = [...listOf(schema.anyOf), ...listOf(schema.oneOf)].map(nodeOf);
  const inner = [schema, nodeOf(schema.items), ...choices].map(shapeOf);
  return inner.find((shape) => shape !== null) ?? null;
}

function heldFields(schema: Node): readonly Field[] {
  const choices = [...listOf(schema.anyOf), ...listOf(schema.oneOf)].map(nodeOf);
  const found = [schema, nodeOf(schema.items), ...choices].find((each) => isNode(each.properties));
  return found === undefined ? [] : fieldsOf(found);
}

function fieldOf(name: string, schema: Node, required: boolean): Field {
  const note = [textOf(schema.description), bounds(schema)].filter((part) => part !== '');
  if ('default' in schema) note.push(`default ${JSON.stringify(schema.default)}`);
  return {
    name,
    type: typeOf(schema),
    shape: heldShape(schema),
    required,
    note: note.join(' · '),
    of: heldFields(schema),
  };
}

export function fieldsOf(schema: Node): readonly Field[] {
  const required = new Set(listOf(schema.required));
  return Object.entries(nodeOf(schema.properties)).map(([name, each]) =>
    fieldOf(name, nodeOf(each), required.has(name)),
  );
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
const SAMPLE: Readonly<Record<string, string>> = {
  project: 'llmgenie',
  name: 'checklist.required',
  key: 'house.rule',
  handoff: 'LG-1',
  handoffs: 'LG-1',
  stage: 'build',
  policy: 'checklist.required',
  plan: 'master',
  agent: 'coder-1',
};

/** A call to copy into a shell that knows $LLMGENIE, the address, and $TOKEN. */
export function curlOf(method: string, path: string, operation: Node): string {
  const parameters = listOf(operation.parameters).map(nodeOf);
  const needed = parameters.filter(({ in: where, required }) => where === 'query' && required === true);
  const query = needed.map(({ name }) => `${textOf(name)}=${SAMPLE[textOf(name)] ?? '…'}`).join('&');
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => SAMPLE[name] ?? name);
  const content = nodeOf(nodeOf(nodeOf(operation.requestBody).content)['application/json']);
  const url = `"$LLMGENIE/api/v1${address}${query === '' ? '' : `?${query}`}"`;
  const lines = [
    ...(method === 'get' ? [`curl ${url}`] : [`curl -X ${method.toUpperCase()}`, url]),
    ...(listOf(operation.security).length > 0 ? ['-H "Authorization: Bearer $TOKEN"'] : []),
    ...(content.schema === undefined ? [] : ["-H 'Content-Type: application/json'"]),
    ...(content.example === undefined ? [] : [`-d ${quoted(JSON.stringify(content.example))}`]),
  ];
  return lines.join(' \\\n  ');
}

const codesOf = (document: Node, response: Node): string[] => {
  const name = textOf(response.$ref).replace('#/components/responses/', '');
  const component = nodeOf(nodeOf(nodeOf(document.components).responses)[name]);
  return Object.keys(nodeOf(nodeOf(nodeOf(component.content)['application/json']).examples));
};

function operationView(document: Node, method: string, path: string, operation: Node): OperationView {
  const schemas = schemasOf(document);
  const inContent = (holder: unknown) =>
    nodeOf(nodeOf(nodeOf(nodeOf(holder).content)['application/json']).schema);
  const resolved = (schema: Node): Node => {
    const shape = shapeOf(schema);
    return shape === null ? schema : resolved(nodeOf(schemas[shape]));
  };
  const responses = nodeOf(operation.responses);
  const answer = inContent(responses['200']);
  const inner = shapeOf(nodeOf(schemas[shapeOf(answer) ?? '']));
  return {
    id: textOf(operation.operationId),
    method: method.toUpperCase(),
    path,
    summary: textOf(operation.summary),
    description: textOf(operation.description),
    parameters: listOf(operation.parameters)
      .map(nodeOf)
      .map((each) => ({
        ...fieldOf(
          textOf(each.name),
          { ...nodeOf(each.schema), description: each.description ?? nodeOf(each.schema).description },
          each.required === true,
        ),
        where: textOf(each.in),
      })),
    body: fieldsOf(resolved(inContent(operation.requestBody))),
    answer: inner === null ? fieldsOf(resolved(answer)) : [],
    answerShape: inner,
    refusals: Object.entries(responses)
      .map(([status, response]) => ({ status, codes: codesOf(document, nodeOf(response)) }))
      .filter(({ codes }) => codes.length > 0),
    curl: curlOf(method, path, operation),
  };
}

function everyOperation(
  document: Node,
): { tag: string; view: () => OperationView; id: string; summary: string }[] {
  return Object.entries(nodeOf(document.paths)).flatMap(([path, methods]) =>
    METHODS.flatMap((method) => {
      const operation = nodeOf(methods)[method];
      if (!isNode(operation)) return [];
      return {
        tag: textOf(listOf(operation.tags)[0]),
        id: textOf(operation.operationId),
        summary: textOf(operation.summary),
        view: () => operationView(document, method, path, operation),
      };
    }),
  );
}

/** What the overview lists: each noun with its operations by name. */
export function outlineOf(document: Node) {
  const operations = everyOperation(document);
  return listOf(document.tags)
    .map(nodeOf)
    .map(({ name, description }) => ({
      name: textOf(name),
      description: textOf(description),
      operations: operations.filter(({ tag }) => tag === name).map(({ view }) => view()),
    }));
}

/** Everything about one noun; null where there is none of that name. */
export function nounOf(document: Node, noun: string): NounView | null {
  const found = outlineOf(document).find(({ name }) => name === noun);
  if (found === undefined) return null;
  const schemas = schemasOf(document);
  const shapes = new Map<string, readonly Field[]>();
  const collect = (fields: readonly Field[], more: string | null): void => {
    for (const name of [more, ...fields.map(({ shape }) => shape)]) {
      if (name === null || shapes.has(name) || !isNode(schemas[name])) continue;
      const own = fieldsOf(nodeOf(schemas[name]));
      shapes.set(name, own);
      collect(own, null);
    }
    for (const { of } of fields) collect(of, null);
  };
  for (const { answer, answerShape } of found.operations) collect(answer, answerShape);
  return { ...found, shapes: [...shapes].map(([name, fields]) => ({ name, fields })) };
}

/** Every refusal there is, once. */
export function refusalsOf(document: Node): readonly RefusalView[] {
  const found = new Map<string, RefusalView>();
  for (const [name, component] of Object.entries(nodeOf(nodeOf(document.components).responses))) {
    const status = /^Refusal(\d+)/.exec(name)?.[1] ?? '';
    const examples = nodeOf(nodeOf(nodeOf(nodeOf(component).content)['application/json']).examples);
    for (const [code, example] of Object.entries(examples)) {
      const error = nodeOf(nodeOf(nodeOf(example).value).error);
      found.set(code, { code, status, hint: textOf(error.hint), retryable: error.retryable === true });
    }
  }
  return [...found.values()].sort(
    (a, b) => Number(a.status) - Number(b.status) || (a.code < b.code ? -1 : 1),
  );
}

/** Paragraphs of the introduction, each as its bold lead and what follows. */
export function introductionOf(document: Node): readonly { readonly lead: string; readonly text: string }[] {
  return textOf(nodeOf(document.info).description)
    .split('\n\n')
    .map((paragraph) => {
      const [, lead = '', text = paragraph] = /^\*\*(.+?)\*\*\s*(.*)$/s.exec(paragraph) ?? [];
      return { lead, text };
    });
}
