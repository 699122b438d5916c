import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { domainPacks, readPack } from './domain-packs';
import { type PackIssueCode, validatePack } from './pack.rules';
import type { Pack } from './pack.schema';

const { software, science } = domainPacks;
const found = (pack: Pack) => validatePack(pack).map(({ code, path, key }) => `${code} ${path} ${key}`);
const withWorkflow = (change: Partial<Pack['workflow']>): Pack => ({
  ...software,
  workflow: { ...software.workflow, ...change },
});

const kinds = fc.constantFrom('start' as const, 'work' as const, 'final' as const);
/** Any graph of up to seven stages, sound or not. */
const graph = fc.integer({ min: 2, max: 7 }).chain((size) =>
  fc.record({
    kinds: fc.array(kinds, { minLength: size, maxLength: size }),
    edges: fc.uniqueArray(fc.tuple(fc.nat({ max: size - 1 }), fc.nat({ max: size - 1 })), {
      minLength: 1,
      maxLength: 14,
      selector: ([from, to]) => `${from}>${to}`,
    }),
  }),
);

function packOf({
  kinds: all,
  edges,
}: {
  kinds: Pack['workflow']['stages'][number]['kind'][];
  edges: [number, number][];
}) {
  return withWorkflow({
    stages: all.map((kind, position) => {
      return { key: `s${position}`, name: { en: 's', ru: 'э' }, role: 'coder', kind, position };
    }),
    routes: edges.map(([from, to]) => ({ from: `s${from}`, to: `s${to}`, requiresReview: false })),
  });
}

/** All pairs joined by a walk of any length, nought included, by matrix closure: another way to the same answer. */
function closure(size: number, edges: readonly (readonly [number, number])[]): boolean[][] {
  const joined = Array.from({ length: size }, (_, a) => Array.from({ length: size }, (__, b) => a === b));
  const at = (a: number, b: number) => joined[a]?.[b] ?? false;
  const join = (a: number, b: number) => joined[a]?.fill(true, b, b + 1);
  for (const [from, to] of edges) join(from, to);
  for (const via of joined.keys()) {
    for (const from of joined.keys()) {
      for (const to of joined.keys()) if (at(from, via) && at(via, to)) join(from, to);
    }
  }
  return joined;
}

describe('the packs that come with the product', () => {
  it('hold together', () => {
    expect(found(software)).toEqual([]);
    expect(found(science)).toEqual([]);
  });

  it('keep to the roles, stages and routes that the contract names', () => {
    expect(software.roles.map((role) => role.key)).toEqual([
      'lead',
      'analyst',
      'coder',
      'reviewer',
      'librarian',
    ]);
    expect(software.workflow.stages.map(({ key, role, kind }) => `${key} ${role} ${kind}`)).toEqual([
      'intake analyst start',
      'build coder work',
      'review reviewer work',
      'library librarian final',
    ]);
    expect(
      software.workflow.routes.map((r) => `${r.from}>${r.to}${r.requiresReview ? ' reviewed' : ''}`),
    ).toEqual(['intake>build', 'build>review', 'review>build', 'review>library reviewed', 'build>library']);
    expect(software.settings.protectedBranches).toEqual(['main', 'develop']);
    expect(science.workflow.stages.map((stage) => stage.key)).toEqual([
      'question',
      'experiment',
      'peer-review',
      'published',
    ]);
  });

  it('let no agent and no author tick what a reviewer looks at, and ask the coder for a test run and a commit', () => {
    const items = (key: string) => software.checklists.find((list) => list.key === key)?.items ?? [];
    expect(
      items('review').every((item) => item.notByAuthor && !item.agentMayTick && item.kind === 'manual'),
    ).toBe(true);
    const asked = items('build').filter(
      (item) => item.required && item.kind === 'evidence' && item.agentMayTick,
    );
    expect(asked.map((item) => item.evidence.kinds[0])).toEqual(['test', 'commit']);
  });

  it('are refused with the place named when they do not fit', () => {
    expect(() => readPack(withWorkflow({ routes: software.workflow.routes.slice(1) }))).toThrow(
      /workflow\.stages\.build: unreachable-stage/,
    );
    expect(() => readPack({ ...software, surprise: 1 })).toThrow(/surprise/);
  });
});

describe('validatePack', () => {
  it('finds exactly the stages that no start reaches and that reach no final, on any graph', () => {
    fc.assert(
      fc.property(graph, (drawn) => {
        const joined = closure(drawn.kinds.length, drawn.edges);
        const of = (kind: string) => [...drawn.kinds.keys()].filter((index) => drawn.kinds[index] === kind);
        const named = (code: PackIssueCode) => {
          return validatePack(packOf(drawn))
            .filter((issue) => issue.code === code)
            .map((issue) => issue.key);
        };
        const lost = [...drawn.kinds.keys()].filter((s) => !of('start').some((start) => joined[start]?.[s]));
        const stuck = [...drawn.kinds.keys()].filter((s) => !of('final').some((final) => joined[s]?.[final]));
        const names = (indexes: number[]) => indexes.map((index) => `s${index}`);
        expect(named('unreachable-stage')).toEqual(of('start').length === 0 ? [] : names(lost));
        expect(named('no-way-out')).toEqual(of('final').length === 0 ? [] : names(stuck));
        expect(named('no-start')).toHaveLength(of('start').length === 0 ? 1 : 0);
        expect(named('no-final')).toHaveLength(of('final').length === 0 ? 1 : 0);
        expect(named('route-to-itself')).toEqual(
          drawn.edges.filter(([a, b]) => a === b).map(([a]) => `s${a}`),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('finds a cycle without an exit', () => {
    const [intake, build, review, library] = software.workflow.stages;
    if (!intake || !build || !review || !library) throw new Error('the software pack lost a stage');
    const routes = ['intake>library', 'intake>build', 'build>review', 'review>build'].map((route) => {
      const [from = '', to = ''] = route.split('>');
      return { from, to, requiresReview: false };
    });
    expect(found(withWorkflow({ routes }))).toEqual([
      'no-way-out workflow.stages.build build',
      'no-way-out workflow.stages.review review',
    ]);
  });

  const firstStage = software.workflow.stages[0];
  const firstList = software.checklists[0];
  const firstItem = firstList?.items[0];
  const withStage = (change: object) =>
    withWorkflow({
      stages: software.workflow.stages.map((stage, index) => (index === 0 ? { ...stage, ...change } : stage)),
    });
  const withItem = (change: object): Pack => ({
    ...software,
    checklists: software.checklists.map((list, index) =>
      index === 0
        ? { ...list, items: list.items.map((item, at) => (at === 0 ? { ...item, ...change } : item)) }
        : list,
    ),
  });
  const route = { from: 'build', to: 'review', requiresReview: false };
  const cases: [string, Pack, string[]][] = [
    [
      'a role named twice',
      { ...software, roles: [...software.roles, ...software.roles.slice(0, 1)] },
      ['duplicate-key roles.lead lead'],
    ],
    [
      'a stage position taken twice',
      withStage({ position: 1 }),
      ['duplicate-position workflow.stages.build build'],
    ],
    [
      'a stage of an unknown role',
      withStage({ role: 'baker' }),
      ['unknown-role workflow.stages.intake baker'],
    ],
    [
      'an unknown checklist',
      withStage({ checklist: 'cake' }),
      ['unknown-checklist workflow.stages.intake cake'],
    ],
    [
      'a route to nowhere, once for both ends',
      withWorkflow({ routes: [...software.workflow.routes, { ...route, to: 'oven' }] }),
      ['unknown-stage workflow.routes.build>oven oven'],
    ],
    [
      'a route given twice',
      withWorkflow({ routes: [...software.workflow.routes, route] }),
      ['duplicate-route workflow.routes.build>review build>review'],
    ],
    [
      'a review that nothing would prove',
      withWorkflow({
        stages: software.workflow.stages.map(({ checklist, ...stage }) =>
          stage.key === 'review' ? stage : { ...stage, ...(checklist ? { checklist } : {}) },
        ),
      }),
      ['review-without-checklist workflow.routes.review>library review'],
    ],
    [
      'an item ticked by an unknown role',
      withItem({ tickRoles: ['baker'] }),
      [`unknown-role checklists.intake.${firstItem?.key} baker`],
    ],
    [
      'evidence that nothing could satisfy',
      withItem({ evidence: { kinds: [], min: 1 } }),
      [`evidence-without-kind checklists.intake.${firstItem?.key} ${firstItem?.key}`],
    ],
    [
      'an evidence item that asks for none',
      withItem({ kind: 'evidence', evidence: { kinds: ['link'], min: 0 } }),
      [`evidence-not-asked checklists.intake.${firstItem?.key} ${firstItem?.key}`],
    ],
  ];
  it.each(cases)('finds %s', (_, pack, issues) => {
    expect(firstStage?.key).toBe('intake');
    expect(found(pack)).toEqual(issues);
  });
});
