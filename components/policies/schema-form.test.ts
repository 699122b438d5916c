import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { argumentsOf, fieldsOf } from './schema-form.rules';

const schema = z.toJSONSchema(
  z.strictObject({
    note: z.string().max(5000).optional().describe('Why'),
    handoff: z.string().max(20),
    to: z.string().nullable().optional(),
    state: z.enum(['passed', 'failed']).default('passed'),
    version: z.int(),
    share: z.number().optional(),
    force: z.boolean().optional(),
    labels: z.array(z.string()).optional(),
    items: z.array(z.strictObject({ item: z.string() })).optional(),
  }),
  { io: 'input' },
);
const fields = fieldsOf(schema);

describe('a form from a JSON schema', () => {
  it('has a control for each kind, what is required first', () => {
    expect(fields.map(({ name, kind, required }) => `${name} ${kind}${required ? '!' : ''}`)).toEqual([
      'handoff text!',
      'version number!',
      'note long',
      'to text',
      'state choice',
      'share number',
      'force yes',
      'labels list',
      'items json',
    ]);
    expect(fields.find(({ name }) => name === 'state')).toMatchObject({
      options: ['passed', 'failed'],
      initial: 'passed',
    });
    expect(fields.find(({ name }) => name === 'note')?.hint).toBe('Why');
  });

  it('makes arguments of what was typed, and leaves out what was not', () => {
    const typed = {
      handoff: 'LG-1',
      version: '3',
      force: 'true',
      labels: 'a\n\n b ',
      items: '[{"item":"x"}]',
    };
    expect(argumentsOf(fields, typed)).toEqual({
      arguments: {
        handoff: 'LG-1',
        version: 3,
        state: 'passed',
        force: true,
        labels: ['a', 'b'],
        items: [{ item: 'x' }],
      },
      wrong: [],
    });
  });

  it('says which text is no value of its kind', () => {
    const typed = { version: '1.5', share: 'half', items: '[{' };
    expect(argumentsOf(fields, typed).wrong).toEqual(['version', 'share', 'items']);
  });
});
