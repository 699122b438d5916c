import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Package } from './handoff.schema';
import { ARTIFACTS, artifactCount, missingParts, PACKAGE_PARTS, packageScore } from './package.rules';

const blank = fc.stringMatching(/^[ \t\n]{0,3}$/);
const word = fc.stringMatching(/^ ?[a-z]{1,8}$/);
const text = fc.oneof(blank, word);
const lines = fc.array(text, { maxLength: 6 });

const packages: fc.Arbitrary<Package> = fc.record(
  {
    summary: text,
    lessons: text,
    checklist: text,
    audit: text,
    metadata: fc.dictionary(fc.constantFrom('commit', 'run'), text),
    startupPrompt: text,
    controlQuestions: lines,
    successCriteria: lines,
    links: fc.constant([]),
  },
  { requiredKeys: [] },
);

const said = (value: string | undefined) => /\S/.test(value ?? '');
const count = (values: readonly string[] | undefined) => (values ?? []).filter(said).length;

/** Each part on its own, as the documentation words it. */
function present(content: Package): boolean[] {
  return [
    said(content.summary),
    said(content.lessons),
    said(content.checklist),
    said(content.audit),
    Object.keys(content.metadata ?? {}).length > 0,
    said(content.startupPrompt),
    count(content.controlQuestions) >= 3,
    count(content.successCriteria) >= 1,
  ];
}

describe('a package', () => {
  it('scores one for each of its eight parts; what it lacks is the rest', () => {
    fc.assert(
      fc.property(packages, (content) => {
        const parts = present(content);
        expect(packageScore(content)).toBe(parts.filter(Boolean).length);
        expect(packageScore(content)).toBe(PACKAGE_PARTS - missingParts(content).length);
        expect(artifactCount(content)).toBe(parts.slice(0, ARTIFACTS.length).filter(Boolean).length);
        expect(new Set(missingParts(content)).size).toBe(missingParts(content).length);
      }),
      { numRuns: 400 },
    );
  });

  it('never loses score by adding to it', () => {
    fc.assert(
      fc.property(
        packages,
        fc.constantFrom('summary', 'audit', 'startupPrompt'),
        word,
        (content, part, words) => {
          expect(packageScore({ ...content, [part]: words })).toBeGreaterThanOrEqual(packageScore(content));
          expect(missingParts({ ...content, [part]: words })).not.toContain(part);
          const asked = [...(content.controlQuestions ?? []), words];
          expect(packageScore({ ...content, controlQuestions: asked })).toBeGreaterThanOrEqual(
            packageScore(content),
          );
        },
      ),
      { numRuns: 200 },
    );
  });
});
