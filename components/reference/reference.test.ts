import { describe, expect, it } from 'vitest';
import { curlOf, fieldsOf, introductionOf, nounOf, outlineOf, refusalsOf, typeOf } from './reference.rules';

const document = {
  info: { description: 'First words.\n\n**Who calls.** An agent with a `token`.' },
  tags: [{ name: 'kettle', description: 'Water.' }],
  paths: {
    '/projects/{project}/kettle.boil': {
      post: {
        operationId: 'kettle.boil',
        tags: ['kettle'],
        summary: 'Boil the kettle',
        description: 'Heats water.',
        security: [{ agentToken: [] }],
        parameters: [
          { name: 'project', in: 'path', required: true, schema: { type: 'string' } },
          { name: 'dryRun', in: 'query', schema: { type: 'boolean', default: false } },
        ],
        requestBody: {
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/KettleBoilBody' },
              example: { note: "it's hot" },
            },
          },
        },
        responses: {
          200: {
            content: { 'application/json': { schema: { $ref: '#/components/schemas/KettleBoilAnswer' } } },
          },
          409: { $ref: '#/components/responses/Refusal409Conflict' },
        },
      },
    },
  },
  components: {
    schemas: {
      KettleBoilBody: {
        type: 'object',
        required: ['note'],
        properties: { note: { type: 'string', maxLength: 9 } },
      },
      KettleBoilAnswer: {
        type: 'object',
        properties: { result: { type: 'object', properties: { tea: { $ref: '#/components/schemas/Tea' } } } },
      },
      Tea: {
        type: 'object',
        properties: { next: { anyOf: [{ $ref: '#/components/schemas/Tea' }, { type: 'null' }] } },
      },
    },
    responses: {
      Refusal409Conflict: {
        content: {
          'application/json': {
            examples: { CONFLICT: { value: { error: { hint: 'Read again.', retryable: true } } } },
          },
        },
      },
    },
  },
};

describe('the reference', () => {
  it('lists nouns with their paths, and each refusal once', () => {
    expect(outlineOf(document).map(({ name, operations }) => [name, operations.map(({ id }) => id)])).toEqual(
      [['kettle', ['kettle.boil']]],
    );
    expect(refusalsOf(document)).toEqual([
      { code: 'CONFLICT', status: '409', hint: 'Read again.', retryable: true },
    ]);
    expect(introductionOf(document)).toEqual([
      { lead: '', text: 'First words.' },
      { lead: 'Who calls.', text: 'An agent with a `token`.' },
    ]);
  });

  it('shows what a path takes and answers, with the shapes that are held, also by themselves', () => {
    const noun = nounOf(document, 'kettle');
    const [boil] = noun?.operations ?? [];
    expect(boil?.parameters.map(({ name, where, required }) => [name, where, required])).toEqual([
      ['project', 'path', true],
      ['dryRun', 'query', false],
    ]);
    expect(boil?.body).toMatchObject([{ name: 'note', required: true, note: 'at most 9 characters' }]);
    expect(boil?.answer).toMatchObject([{ name: 'result', of: [{ name: 'tea', shape: 'Tea' }] }]);
    expect(boil?.refusals).toEqual([{ status: '409', codes: ['CONFLICT'] }]);
    expect(noun?.shapes).toMatchObject([{ name: 'Tea', fields: [{ name: 'next', type: 'Tea | null' }] }]);
    expect(nounOf(document, 'teapot')).toBeNull();
  });

  it('says types in few words', () => {
    expect(typeOf({ type: 'array', items: { type: 'string', format: 'uuid' } })).toBe('list of uuid');
    expect(typeOf({ enum: ['a', 'b'] })).toBe('"a" | "b"');
    expect(typeOf({ type: ['string', 'null'] })).toBe('text | null');
    expect(typeOf({ type: 'object', additionalProperties: {} })).toBe('object of names and values');
    expect(typeOf({})).toBe('any value');
    expect(fieldsOf({})).toEqual([]);
  });

  it('writes calls that a shell takes as they stand', () => {
    const operation = document.paths['/projects/{project}/kettle.boil'].post;
    expect(curlOf('post', '/projects/{project}/kettle.boil', operation)).toBe(
      [
        'curl -X POST \\',
        '  "$LLMGENIE/api/v1/projects/llmgenie/kettle.boil" \\',
        '  -H "Authorization: Bearer $TOKEN" \\',
        "  -H 'Content-Type: application/json' \\",
        `  -d '{"note":"it'\\''s hot"}'`,
      ].join('\n'),
    );
    const get = { parameters: [{ name: 'handoff', in: 'query', required: true }] };
    expect(curlOf('get', '/x', get)).toBe('curl "$LLMGENIE/api/v1/x?handoff=LG-1"');
  });
});
