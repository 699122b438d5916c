import { validate } from '@cedar-policy/cedar-wasm/nodejs';
import { describe, expect, it } from 'vitest';
import { cedarSchema, WHOLE_SCOPE } from './cedar-schema';
import { ACTIONS, ask, person } from './policy.cases';
import { createPolicyEngine } from './policy-engine';
import { parsePolicyText } from './policy-text';

const policy = (condition: string) =>
  `@id("project.test")\nforbid (principal, action, resource) when { ${condition} };`;
const problem = (text: string) => {
  const parsed = parsePolicyText(text);
  return parsed.ok ? undefined : parsed.problem;
};

const SHAPES: Readonly<Record<string, (size: number) => string>> = {
  brackets: (n) => `${'('.repeat(n)}true${')'.repeat(n)}`,
  sets: (n) => `${'['.repeat(n)}1${']'.repeat(n)} == [1]`,
  records: (n) => `${'{a: '.repeat(n)}1${'}'.repeat(n)} == {}`,
  and: (n) => Array(n).fill('true').join(' && '),
  sum: (n) => `${Array(n).fill('1').join('+')} == 1`,
  'else-if': (n) => `${'if true then false else '.repeat(n)}true`,
  'if-if': (n) => `${'if '.repeat(n)}true${' then true else false'.repeat(n)}`,
  attributes: (n) => `context${'.a'.repeat(n)}`,
  calls: (n) => `context.mode${'.contains(1)'.repeat(n)}`,
};

describe('text that would overflow the evaluator', () => {
  it.each(Object.entries(SHAPES))('%s is turned away before it gets there', (_name, shape) => {
    expect(problem(policy(shape(3_000)))).toMatch(/longer|deeper|more than/);
    expect(problem(policy(shape(150)))).toMatch(/longer|deeper|more than/);
    expect(parsePolicyText(policy('true')).ok).toBe(true);
  });

  it('may hide its brackets neither behind a quote in a comment nor in an escaped one', () => {
    const deep = SHAPES.brackets?.(200) ?? '';
    expect(problem(policy(`// "\n${deep} // "\n`))).toMatch(/deeper/);
    expect(problem(policy(`context.mode == "\\"" && ${deep} && context.mode == "\\""`))).toMatch(/deeper/);
    expect(problem(policy(`// "\r${deep} // "\n`))).toMatch(/deeper/);
  });

  it('may say in a string whatever it likes', () => {
    expect(problem(policy(`context.mode == "${'('.repeat(1_000)}"`))).toBeUndefined();
  });

  it.each(Object.entries(SHAPES))('%s up to the limits leaves it alive', (_name, shape) => {
    let size = 1;
    while (size < 200 && !/longer|deeper|more than/.test(problem(policy(shape(size + 1))) ?? '')) size += 1;
    const text = policy(shape(size));
    const answer = validate({
      schema: cedarSchema(ACTIONS, WHOLE_SCOPE),
      policies: { staticPolicies: text },
    });
    expect(['success', 'failure']).toContain(answer.type);
    const parsed = parsePolicyText(text);
    if (parsed.ok) {
      const engine = createPolicyEngine({ actions: ACTIONS, projectPolicies: [text] });
      expect(engine.decide(ask('handoff.claim', person())).determining.length).toBe(1);
      expect(engine.healthy()).toBe(true);
    }
    expect(size).toBeGreaterThan(10);
  });
});

describe('a policy that is read', () => {
  it('tells what it reads, so that nothing else has to be handed over', () => {
    const parsed = parsePolicyText(
      '@id("project.x")\nforbid (principal, action in [Action::"a", Action::"mutate"], resource)\n' +
        'when { principal.rank > 1 && context has mode && context.overrides.contains("x") }\n' +
        'unless { resource == Resource::"r" || principal is Person };',
    );
    if (!parsed.ok) throw new Error(parsed.problem);
    expect(parsed.policy.uses).toEqual({
      principal: new Set(['rank']),
      resource: 'whole',
      context: new Set(['mode', 'overrides']),
    });
    expect(parsed.policy.appliesTo(new Set(['handoff.send', 'mutate']), 'agent')).toBe(true);
    expect(parsed.policy.appliesTo(new Set(['handoff.get', 'read']), 'agent')).toBe(false);
  });

  it('reads the whole context where it compares it', () => {
    const parsed = parsePolicyText(policy('context == {}'));
    expect(parsed.ok && parsed.policy.uses.context).toBe('whole');
  });

  it.each([
    ['without an @id', 'forbid (principal, action, resource);'],
    ['that is no policy', 'let me through'],
    ['with a second one behind it', `${policy('true')}\npermit (principal, action, resource);`],
  ])('%s is not one', (_what, text) => {
    expect(parsePolicyText(text).ok).toBe(false);
  });
});

describe('strict validation on save', () => {
  it.each([
    ['an attribute that does not exist', 'context.secretFound > 0'],
    ['an action group that does not exist', 'action in Action::"mutation"'],
    ['a comparison of different types', 'context.secretsFound == "one"'],
  ])('catches %s', (_what, condition) => {
    const answer = validate({
      schema: cedarSchema(ACTIONS, WHOLE_SCOPE),
      policies: { staticPolicies: policy(condition) },
    });
    expect(answer.type === 'success' ? answer.validationErrors.length : 0).toBeGreaterThan(0);
  });
});
