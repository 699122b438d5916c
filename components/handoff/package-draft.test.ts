import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Package } from '@/server/domain/handoff/handoff.schema';
import { changesOf, draftOf, problemsOf } from './package-draft.rules';

const empty = draftOf({});

describe('the package while it is edited', () => {
  it('sends only what was changed', () => {
    const before = draftOf({ summary: 'a', lessons: 'b', controlQuestions: ['q'] });
    expect(changesOf(before, { ...before, lessons: 'c' })).toEqual({ lessons: 'c' });
    expect(changesOf(before, before)).toEqual({});
  });

  it('reads lists, pairs and links one a line, and forgives blank lines', () => {
    expect(
      changesOf(empty, {
        ...empty,
        controlQuestions: ' one \n\ntwo\n',
        metadata: 'commit: 9f2c1ab\nurl: https://x.test/a:b',
        links: 'The issue https://x.test/1\nhttps://x.test/2',
      }),
    ).toEqual({
      controlQuestions: ['one', 'two'],
      metadata: { commit: '9f2c1ab', url: 'https://x.test/a:b' },
      links: [
        { label: 'The issue', url: 'https://x.test/1' },
        { label: 'https://x.test/2', url: 'https://x.test/2' },
      ],
    });
  });

  it('names what cannot be saved before it is sent', () => {
    expect(
      problemsOf({
        ...empty,
        summary: 'x'.repeat(16_001),
        metadata: 'no pair',
        links: 'javascript:alert(1)',
        controlQuestions: 'q\n'.repeat(21),
      }),
    ).toEqual({ summary: 'long', metadata: 'pair', links: 'link', controlQuestions: 'many' });
    expect(problemsOf(empty)).toEqual({});
  });

  it('makes something the server takes out of whatever has no problem', () => {
    fc.assert(
      fc.property(
        fc.record({
          metadata: fc.string(),
          links: fc.string(),
          successCriteria: fc.string(),
          summary: fc.string(),
        }),
        (typed) => {
          const draft = { ...empty, ...typed };
          fc.pre(Object.keys(problemsOf(draft)).length === 0);
          expect(Package.safeParse(changesOf(empty, draft)).success).toBe(true);
        },
      ),
    );
  });
});
