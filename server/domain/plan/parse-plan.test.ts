import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parsePlan } from './parse-plan';
import { allItems, progress } from './plan.rules';

const MASTER = new URL('../../../e2e/fixtures/master-plan.ru.md', import.meta.url);
const bytes = readFileSync(MASTER);
const source = bytes.toString('utf8');

const sample = (checklist: string) => `# Plan\n\n## Phase 1. Build\n\n### Checklist:\n${checklist}`;
const items = (text: string) => allItems(parsePlan(text));
const marks = (text: string) =>
  items(text).map((item) => text.slice(item.markOffset.utf16 - 1, item.markOffset.utf16 + 2));
const unparsed = (text: string) => parsePlan(text).unparsed.map(({ line, code }) => `${line} ${code}`);
const warnings = (text: string) => parsePlan(text).warnings.map(({ line, code }) => `${line} ${code}`);

describe('the master plan', () => {
  const plan = parsePlan(source);

  it('is the file it was when the figures below were counted', () => {
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(
      '685cabd231a818c1964b1b59bfc0633989d7148ed77d0994fb8b6ae1dba09c77',
    );
  });

  it('has 5 phases, 15 goals, 42 checkboxes and 5 technology lines', () => {
    expect(plan.phases.map((phase) => [phase.ordinal, phase.key, phase.number])).toEqual([
      [1, 'phase-0', 0],
      [2, 'phase-1', 1],
      [3, 'phase-2', 2],
      [4, 'phase-3', 3],
      [5, 'phase-4', 4],
    ]);
    expect(plan.phases.map((phase) => phase.goals.length)).toEqual([3, 4, 2, 3, 3]);
    expect(plan.phases.map((phase) => phase.items.length)).toEqual([4, 24, 5, 5, 4]);
    expect(plan.phases.map((phase) => phase.technologies.length)).toEqual([1, 1, 1, 1, 1]);
    expect(allItems(plan).map((item) => item.ordinal)).toEqual(
      Array.from({ length: 42 }, (_, index) => index + 1),
    );
    expect(plan.unparsed).toEqual([]);
    expect(plan.warnings).toEqual([]);
  });

  it('has 7 top-level and 12 nested boxes in phase 1, and 5 in its secondary checklist', () => {
    const phase = plan.phases[1];
    expect(phase && progress(phase)).toEqual({
      leaves: { checked: 0, total: 21 },
      percent: 0,
      boxes: { checked: 0, total: 24 },
      topLevel: { checked: 0, total: 7 },
      nested: { checked: 0, total: 12 },
      secondary: { checked: 0, total: 5 },
    });
    expect(
      new Set(phase?.items.filter((item) => item.section === 'secondary').map((i) => i.sectionTitle)),
    ).toEqual(new Set(['Что можно сделать за один эпик с AI']));
  });

  it('keeps titles, metadata, parents, technologies and the conclusion', () => {
    expect(plan.title).toMatch(/^Мастер-план пофазового внедрения "живого" workflow engine/);
    expect([plan.date, plan.author]).toEqual(['2024-06-13', 'ai_assistant']);
    expect(plan.phases[1]?.title).toBe('MVP: Базовый workflow engine + handoff между ролями');
    const [backend, actions] = plan.phases[1]?.items ?? [];
    expect(backend?.text).toBe('Реализовать FastAPI backend с базовыми endpoints:');
    expect(actions).toMatchObject({
      text: '/actions',
      depth: 1,
      parentKey: backend?.key,
      ordinal: 6,
      line: 34,
    });
    expect(plan.phases[2]?.technologies[0]?.names).toEqual([
      'FastAPI',
      'json/db',
      'MCP',
      'docs',
      'интеграция с таск-менеджерами',
    ]);
    expect(plan.notes.map((note) => note.title)).toEqual(['Итог']);
    expect(plan.notes[0]?.text.split('\n')).toHaveLength(3);
  });

  it('points at every mark, goal and technology, in UTF-16 units and in bytes', () => {
    for (const item of allItems(plan)) {
      expect(source.slice(item.markOffset.utf16 - 3).startsWith(`- [ ] ${item.text}`)).toBe(true);
      expect(bytes.subarray(item.markOffset.byte - 3, item.markOffset.byte + 3).toString('utf8')).toBe(
        '- [ ] ',
      );
    }
    for (const phase of plan.phases) {
      for (const entry of [...phase.goals, ...phase.technologies]) {
        expect(source.slice(entry.offset).startsWith(entry.text)).toBe(true);
      }
    }
  });

  it('names every item once, and keeps the names when items are ticked, added and moved', () => {
    const keys = allItems(plan).map((item) => item.key);
    expect(new Set(keys).size).toBe(42);
    const [first = '', ...others] = keys;
    const edited = source
      .replace('- [ ] Провести аудит', '- [x] Провести аудит')
      .replace('### Чеклист:\n', '### Чеклист:\n- [ ] Совсем новый пункт\n');
    const again = items(edited).map((item) => item.key);
    expect(again).toHaveLength(43);
    expect(again.slice(1)).toEqual([first, ...others]);
  });
});

describe('headings', () => {
  it('are read in English as in Russian, with the number from the heading', () => {
    const plan = parsePlan(
      '# Roadmap\nDate: 2025-01-02\nAuthor: Ada\n\n## Phase 7: Search\n### Goals\n- Find things\n### Checklist\n- [x] Index\n' +
        '#### Secondary checklist: Later\n- [ ] Rank\n### Technologies\n- Node.js (v20, LTS), Postgres; Postgres.\n',
    );
    expect(plan).toMatchObject({
      title: 'Roadmap',
      date: '2025-01-02',
      author: 'Ada',
      unparsed: [],
      warnings: [],
    });
    const [phase] = plan.phases;
    expect(phase).toMatchObject({ key: 'phase-7', number: 7, title: 'Search' });
    expect(phase?.goals.map((goal) => goal.text)).toEqual(['Find things']);
    expect(
      phase?.items.map(({ section, sectionTitle, checked }) => [section, sectionTitle, checked]),
    ).toEqual([
      ['primary', null, true],
      ['secondary', 'Later', false],
    ]);
    expect(phase?.technologies[0]?.names).toEqual(['Node.js (v20, LTS)', 'Postgres']);
  });

  it.each([
    ['## Фаза 2. Память', 2, 'Память'],
    ['## **Phase 3 — Scale**', 3, 'Scale'],
    ['## ФАЗА №4) Итог', 4, 'Итог'],
    ['Phase 5. Underlined\n---', 5, 'Underlined'],
    ['## Phase 06 Plain ##', 6, 'Plain'],
  ])('%s opens phase %i', (heading, number, title) => {
    expect(parsePlan(`${heading}\n\n- [ ] a\n`).phases).toMatchObject([
      { number, title, items: [{ text: 'a' }] },
    ]);
  });

  it('that are broken answer their line, and what follows still lands where it was meant to', () => {
    const text = '# P\n\n## Phase 1. A\n### Checklist\n- [ ] a\n\n##Phase 2. B\n\n###Checklist\n\n- [ ] b\n';
    expect(unparsed(text)).toEqual(['7 broken-heading', '9 broken-heading']);
    expect(parsePlan(text).unparsed[0]?.text).toBe('##Phase 2. B');
    expect(items(text).map((item) => [item.phaseKey, item.text])).toEqual([
      ['phase-1', 'a'],
      ['phase-2', 'b'],
    ]);
  });

  it('that Markdown swallows into the item above are found all the same', () => {
    expect(unparsed('# P\n## Phase 1. A\n- [ ] a\n##Phase 2. B\n- [ ] b\n')).toEqual(['4 broken-heading']);
  });

  it('without a usable number, doubled or out of order are named', () => {
    expect(unparsed('# P\n## Phase 1. A\n## Phase two\n- [ ] a\n## Phase 1.5 B\n## Phase 1: C\n')).toEqual([
      '3 phase-number-missing',
      '5 phase-number-missing',
      '6 duplicate-phase',
    ]);
    expect(warnings('# P\n## Phase 2. A\n## Phase 1.\nPhase 3. C went well.\n')).toEqual([
      '3 phase-out-of-order',
      '3 phase-title-missing',
    ]);
    expect(warnings('# P\n## Phase 2. A\n\n**Phase 3. B**\n')).toEqual(['4 heading-like-text']);
    expect(warnings('some text')).toEqual(['1 title-missing', '1 no-phases']);
  });
});

describe('checkboxes', () => {
  it('nest under bullets, numbers and plain items', () => {
    const text = sample(
      '1. [ ] one\n   1. [x] one.one\n      - [X] deep\n2. group\n   - [ ] two.one\n\n> - [ ] quoted\n',
    );
    expect(items(text).map(({ text: each, depth, checked }) => [each, depth, checked])).toEqual([
      ['one', 0, false],
      ['one.one', 1, true],
      ['deep', 2, true],
      ['two.one', 0, false],
      ['quoted', 0, false],
    ]);
    expect(marks(text)).toEqual(['[ ]', '[x]', '[X]', '[ ]', '[ ]']);
    expect(warnings(text)).toEqual(['9 item-without-checkbox']);
  });

  it('in fences, indented code, comments and inline text are none', () => {
    const text = sample(
      '- [ ] a\n\n  ```\n  - [ ] no\n  ```\n\n```md\n# x\n\n- [ ] no\n\n- [ ] no\n~~~\n```\n\n<!--\n- [ ] no\n\n- [ ] no\n-->\n\n    - [ ] no\n\n- see [ ] no\n- [ ] b\n',
    );
    expect(items(text).map((item) => item.text)).toEqual(['a', 'b']);
  });

  it('stay where they are with CRLF, lone CR, a byte order mark, tabs and no final newline', () => {
    const text =
      '\uFEFF# Plan\r\n\r\n## Phase 1. Ünï\r\n- [ ] one\r\n\t- [x]\ttwo 🙂 three\r\n- [ ] four\r- [ ] five';
    expect(parsePlan(text)).toMatchObject({ title: 'Plan', unparsed: [], warnings: [] });
    expect(items(text).map((item) => [item.text, item.line])).toEqual([
      ['one', 4],
      ['two 🙂 three', 5],
      ['four', 6],
      ['five', 7],
    ]);
    expect(marks(text)).toEqual(['[ ]', '[x]', '[ ]', '[ ]']);
    const utf8 = new TextEncoder().encode(text);
    expect(items(text).map((item) => String.fromCharCode(utf8[item.markOffset.byte] ?? 0))).toEqual([
      ' ',
      'x',
      ' ',
      ' ',
    ]);
  });

  it('keep their Markdown and their wrapped lines as one line of text', () => {
    expect(items(sample('- [ ] a **bold** `code`\n  and [more](x)\n  - detail\n'))[0]?.text).toBe(
      'a **bold** `code` and [more](x)',
    );
  });

  it('that are broken answer their line', () => {
    expect(
      unparsed(
        sample('- [] a\n- [ ]b\n- [х] cyrillic\n- [x]: d\n- [ ]\n- [link](url)\n- [1] note\n- [ ] fine\n'),
      ),
    ).toEqual([
      '6 broken-checkbox',
      '7 broken-checkbox',
      '8 broken-checkbox',
      '9 broken-checkbox',
      '10 broken-checkbox',
    ]);
  });

  it('outside the checklists are named, never lost in silence', () => {
    const text = '# P\n- [ ] a\n## Phase 1. A\n### Goals\n- [ ] b\n### Risks\n- [ ] c\n## End\n- [ ] d\n';
    expect(warnings(text)).toEqual([
      '2 checkbox-outside-phase',
      '5 checkbox-outside-checklist',
      '7 checkbox-outside-checklist',
      '9 checkbox-outside-phase',
    ]);
    expect(parsePlan(text).phases[0]).toMatchObject({
      goals: [{ text: 'b' }],
      items: [{ text: 'c', section: 'secondary', sectionTitle: 'Risks' }],
    });
  });

  it('of equal text get keys of their own', () => {
    expect(
      new Set(items(sample('- [ ] a\n- [ ] A\n- [ ] b\n  - [ ] a\n')).map((item) => item.key)).size,
    ).toBe(4);
  });
});
