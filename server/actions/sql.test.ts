import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { raw, render, type Sql, sql } from './sql';

/** A fragment as it is written: texts with values or further fragments between them. */
interface Tree {
  readonly texts: readonly string[];
  readonly holes: readonly (Tree | { readonly value: unknown })[];
}

const text = fc.stringMatching(/^[a-z(), ]{0,6}$/);
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc
    .array(fc.oneof({ maxDepth: 4 }, fc.record({ value: fc.jsonValue() }), tie('tree')), { maxLength: 4 })
    .chain((holes) =>
      fc
        .array(text, { minLength: holes.length + 1, maxLength: holes.length + 1 })
        .map((texts) => ({ texts, holes })),
    ),
}));

const isValue = (hole: Tree['holes'][number]): hole is { readonly value: unknown } => 'value' in hole;

function write({ texts, holes }: Tree): Sql {
  const strings: TemplateStringsArray = Object.assign([...texts], { raw: texts });
  return sql(strings, ...holes.map((hole) => (isValue(hole) ? hole.value : write(hole))));
}

/** Another way to the same answer: walk the tree and write each parameter as it is met. */
function walk({ texts, holes }: Tree, values: unknown[]): string {
  return texts
    .map((part, index) => {
      const hole = holes[index];
      if (hole === undefined) return part;
      return `${part}${isValue(hole) ? `$${values.push(hole.value)}` : walk(hole, values)}`;
    })
    .join('');
}

describe('sql', () => {
  it('numbers parameters from left to right, however fragments are nested', () => {
    fc.assert(
      fc.property(tree, (drawn) => {
        const values: unknown[] = [];
        const expected = walk(drawn, values);
        expect(render(write(drawn))).toEqual({ text: expected, values });
      }),
      { numRuns: 300 },
    );
  });

  it('never lets a value become text, not even one that looks like a fragment', () => {
    const forged = { parts: ["'; DROP TABLE event; --"], values: [], shape: 1 };
    expect(render(sql`SELECT ${forged} FROM p`)).toEqual({ text: 'SELECT $1 FROM p', values: [forged] });
    fc.assert(
      fc.property(fc.jsonValue(), fc.stringMatching(/^[\x21-\x7e]{6,40}$/), (json, word) => {
        const nested = sql`(${word}, ${json})`;
        expect(render(sql`SELECT ${nested} WHERE ${{ word, json }}`).text).toBe('SELECT ($1, $2) WHERE $3');
      }),
      { numRuns: 100 },
    );
  });

  it('splices raw text of our own', () => {
    expect(render(sql`SELECT ${raw('h.id')}, ${1}`)).toEqual({ text: 'SELECT h.id, $1', values: [1] });
  });
});
