import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePlan } from './parse-plan';
import {
  allItems,
  decodePlan,
  findItem,
  progress,
  technologyNames,
  tickSource,
  utf8Length,
} from './plan.rules';
import { PlanImportInput, PlanTickInput } from './plan.schema';
import type { PlanItem } from './plan.types';

const masterBytes = readFileSync(new URL('../../../e2e/fixtures/master-plan.ru.md', import.meta.url));
const master = masterBytes.toString('utf8');
const sha256 = (text: string | Uint8Array) => createHash('sha256').update(text).digest('hex');

interface Node {
  readonly words: string;
  readonly mark: string;
  readonly children: readonly Node[];
}

const { node } = fc.letrec<{ node: Node }>((tie) => ({
  node: fc.record({
    words: fc.constantFrom('task', 'пункт', '🙂 done', 'a `code` b', '[link](x)', 'x, y: *z*', 'пункт'),
    mark: fc.constantFrom(' ', ' ', 'x', 'X'),
    children: fc.oneof({ depthSize: 'small' }, fc.constant([]), fc.array(tie('node'), { maxLength: 3 })),
  }),
}));

interface Shape {
  readonly bom: string;
  readonly eol: string;
  readonly indent: string;
  readonly numbered: boolean;
  readonly final: boolean;
  readonly phases: readonly (readonly Node[])[];
}

const shape: fc.Arbitrary<Shape> = fc.record({
  bom: fc.constantFrom('', '\uFEFF'),
  eol: fc.constantFrom('\n', '\r\n'),
  indent: fc.constantFrom('   ', '    ', '\t'),
  numbered: fc.boolean(),
  final: fc.boolean(),
  phases: fc.array(fc.array(node, { maxLength: 4 }), { minLength: 1, maxLength: 3 }),
});

function write({ bom, eol, indent, numbered, final, phases }: Shape): string {
  const lines = ['# План', 'Дата: 2025-01-01', ''];
  const list = (nodes: readonly Node[], level: number): void => {
    for (const [index, each] of nodes.entries()) {
      lines.push(`${indent.repeat(level)}${numbered ? `${index + 1}.` : '-'} [${each.mark}] ${each.words}`);
      list(each.children, level + 1);
    }
  };
  for (const [index, nodes] of phases.entries()) {
    lines.push(`## Фаза ${index}. Имя`, '### Цели:', '- цель', '', '```', '- [ ] no', '```', '### Чеклист:');
    list(nodes, 0);
    lines.push('### Технологии:', '- TypeScript, Node', '');
  }
  return bom + lines.join(eol) + (final ? eol : '');
}

const count = (nodes: readonly Node[]): number =>
  nodes.reduce((sum, each) => sum + 1 + count(each.children), 0);
const outline = (source: string) =>
  allItems(parsePlan(source)).map(({ checked, ...item }) => ({ item, checked }));

/** Ticking and unticking item by item touches one byte each and nothing else in the reading. */
function expectTicksToBeExact(source: string, picks?: readonly number[]): void {
  const bytes = Buffer.from(source, 'utf8');
  const before = outline(source);
  const items = allItems(parsePlan(source));
  for (const index of new Set(picks?.map((pick) => pick % items.length) ?? items.keys())) {
    const item = items[index];
    if (item === undefined) continue;
    const ticked = tickSource(source, item, !item.checked);
    const after = Buffer.from(ticked, 'utf8');
    expect(after.length).toBe(bytes.length);
    const changed = [...after.keys()].filter((at) => after[at] !== bytes[at]);
    expect(changed).toEqual([item.markOffset.byte]);
    expect(outline(ticked)).toEqual(
      before.map((each, at) => (at === index ? { ...each, checked: !item.checked } : each)),
    );
    const back = tickSource(ticked, item, item.checked);
    const capital = source.charAt(item.markOffset.utf16) === 'X';
    expect(capital ? back.toLowerCase() : back).toBe(capital ? source.toLowerCase() : source);
  }
}

/** Much parsing: quick alone, but a machine that also builds and browses needs patience. */
const PATIENCE = { timeout: 120_000 };

describe('tickSource', PATIENCE, () => {
  it('changes exactly one byte of the master plan for each of its items', () => {
    expectTicksToBeExact(master);
  });

  it('changes exactly one byte of any plan, and the reading of one item', () => {
    fc.assert(
      fc.property(shape, fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), (plan, picks) => {
        const source = write(plan);
        expect(parsePlan(source)).toMatchObject({ title: 'План', unparsed: [], warnings: [] });
        expect(parsePlan(source).phases.map((phase) => phase.items.length)).toEqual(plan.phases.map(count));
        expectTicksToBeExact(source, picks);
      }),
      { numRuns: 40 },
    );
  });

  it('answers the same source for an item that already is as wanted', () => {
    const source = '## Phase 1. A\n- [X] a\n';
    const [item] = allItems(parsePlan(source));
    expect(item && tickSource(source, item, true)).toBe(source);
  });

  it('refuses an offset that holds no mark', () => {
    for (const utf16 of [-5, 0, 1, 2, 4, 999]) {
      expect(() => tickSource('- [ ] a', { markOffset: { utf16, byte: utf16 } }, true)).toThrow(RangeError);
    }
  });
});

describe('parsePlan', PATIENCE, () => {
  it('never throws, and every item it finds can be ticked', () => {
    const fragments = fc.constantFrom(
      '# ',
      '## Phase 1. ',
      '##Фаза 2',
      '### Goals',
      '- [ ] ',
      '- [x] a',
      '\n',
      '\r\n',
      '> ',
      '```',
      '\t',
      '<!--',
      '\0',
      '\uD83D',
      'é',
    );
    const soup = fc
      .array(fc.oneof(fragments, fc.string({ unit: 'binary', maxLength: 6 })))
      .map((each) => each.join(''));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), soup), (source) => {
        for (const item of allItems(parsePlan(source))) {
          expect(tickSource(source, item, !item.checked)).not.toBe(source);
        }
      }),
      { numRuns: 300 },
    );
  });

  const fill = (text: string, length: number) =>
    text.repeat(Math.ceil(length / text.length)).slice(0, length);
  it.each([
    ['emphasis', fill('*a_ ', 1_000_000)],
    ['emphasis, 40 kB', fill('*a_ ', 40_000)],
    ['brackets', fill('[', 149_000)],
    ['quotes on one line', fill('>', 1_000_000)],
    ['quotes on many lines', fill(`${'> '.repeat(9)}a\n`, 1_000_000)],
    ['lists on one line', fill('- ', 1_000_000)],
    ['lists on many lines', fill(`${'- '.repeat(9)}a\n`, 1_000_000)],
    ['underlined headings', fill('a\n===\n', 1_000_000)],
    ['short items', fill('- a\n', 1_000_000)],
    ['lazy lines', `${'> '.repeat(9)}a\n${fill('a\n', 900_000)}`],
    ['blank lines', fill('\n', 1_000_000)],
    ['definitions', fill('[a]: b "c\n', 1_000_000)],
  ])('takes under 8 s of processor time for %s', (_, source) => {
    const start = process.cpuUsage();
    parsePlan(source);
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1_000).toBeLessThan(8_000);
  });

  it('says so when a text is too large, too deep or too much', () => {
    const codes = (source: string) => [...new Set(parsePlan(source).unparsed.map((issue) => issue.code))];
    expect(codes(fill('я', 500_001))).toEqual(['source-too-large']);
    expect(codes(`# P\n## Phase 1. A\n${'> '.repeat(11)}- [ ] a\n- [ ] b\n`)).toEqual(['too-deep']);
    expect(codes(`# P\n## Phase 1. A\n\`\`\`\n${' '.repeat(90)}art\n\`\`\`\n`)).toEqual([]);
    expect(codes(`# P\n## Phase 1. A\n${'- [ ] a\n'.repeat(5_001)}`)).toEqual(['too-many-items']);
    expect(codes(`# P\n## Phase 1. A\n${'- [ ] a\n'.repeat(8_001)}`)).toEqual([
      'too-many-items',
      'too-complex',
    ]);
    expect(codes('a\n'.repeat(1_001))).toEqual(['too-complex']);
  });

  it('reads 5,000 items in 1 MB', () => {
    const line = `- [ ] ${'слово '.repeat(17)}`.trim();
    const source = `# P\n\n## Phase 1. A\n\n${`${line}\n`.repeat(5_000)}`;
    expect(utf8Length(source)).toBeGreaterThan(950_000);
    const plan = parsePlan(source);
    expect([plan.unparsed, plan.warnings]).toEqual([[], []]);
    expect(allItems(plan)).toHaveLength(5_000);
  });
});

describe('progress', PATIENCE, () => {
  const item = (
    key: string,
    parentKey: string | null,
    checked: boolean,
    section: PlanItem['section'] = 'primary',
  ): PlanItem => ({
    key,
    parentKey,
    checked,
    section,
    ordinal: 1,
    phaseKey: 'phase-1',
    sectionTitle: null,
    depth: parentKey === null ? 0 : 1,
    text: key,
    line: 1,
    markOffset: { utf16: 0, byte: 0 },
  });

  it('counts leaves: a parent box adds nothing to the percentage, ticked or not', () => {
    const items = [
      item('a', null, true),
      item('b', 'a', true),
      item('c', 'a', false),
      item('d', null, true),
      item('e', null, false, 'secondary'),
    ];
    expect(progress({ items })).toEqual({
      leaves: { checked: 2, total: 4 },
      percent: 50,
      boxes: { checked: 3, total: 5 },
      topLevel: { checked: 2, total: 2 },
      nested: { checked: 1, total: 2 },
      secondary: { checked: 0, total: 1 },
    });
  });

  it('is 0 for an empty phase and 100 for nothing but a finished one', () => {
    expect(progress({ items: [] }).percent).toBe(0);
    const nearly = Array.from({ length: 1_000 }, (_, index) => item(`i${index}`, null, index > 0));
    expect(progress({ items: nearly }).percent).toBe(99);
  });
});

describe('an item', () => {
  it('finds an item by its number and by its key', () => {
    const plan = parsePlan(master);
    const sixth = findItem(plan, 6);
    expect(sixth?.text).toBe('/actions');
    expect(sixth && findItem(plan, sixth.key)).toBe(sixth);
    expect(findItem(plan, 43)).toBeUndefined();
    for (const item of allItems(plan)) {
      expect(PlanTickInput.safeParse({ plan: 'master', item: item.key, checked: true }).success).toBe(true);
    }
  });
});

describe('plan sources', () => {
  it('come back from bytes to the same bytes, a byte order mark included', () => {
    for (const bytes of [masterBytes, Buffer.from('\uFEFF# A\r\n')]) {
      const source = decodePlan(bytes);
      expect(source === null ? null : sha256(source)).toBe(sha256(bytes));
    }
    expect(decodePlan(Buffer.from([0x23, 0xff]))).toBeNull();
  });

  it('are refused when a database could not give them back', () => {
    const accepts = (source: string) => PlanImportInput.safeParse({ source }).success;
    expect(accepts(master)).toBe(true);
    expect(['', 'a\0', 'a\uD800', 'я'.repeat(500_001)].map(accepts)).toEqual([false, false, false, false]);
    expect(PlanImportInput.safeParse({ source: '# A', key: 'Not A Key' }).success).toBe(false);
    expect(PlanImportInput.safeParse({ source: '# A', extra: 1 }).success).toBe(false);
  });

  it('are measured in UTF-8 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(utf8Length(text)).toBe(Buffer.byteLength(text, 'utf8'));
      }),
    );
  });
});

describe('technologyNames', () => {
  it.each([
    ['Python, FastAPI, MCP, json, git, docs.', ['Python', 'FastAPI', 'MCP', 'json', 'git', 'docs']],
    ['Node.js (v20, LTS); Postgres, Postgres', ['Node.js (v20, LTS)', 'Postgres']],
    ['a) b, , c.', ['a) b', 'c']],
    ['.', []],
  ])('%s', (line, names) => {
    expect(technologyNames(line)).toEqual(names);
  });
});
