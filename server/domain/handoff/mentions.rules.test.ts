import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mentionsIn } from './mentions.rules';

const actors = ['Ada Okafor', 'Ada', 'coder-1', 'coder', 'Пётр Ильин', "Шон О'Нил", 'x.y', 'a@b.test'].map(
  (name) => ({ id: name, name }),
);
const named = (body: string) => mentionsIn(body, actors).map(({ name }) => name);

describe('mentionsIn', () => {
  it.each([
    ['@Ada Okafor, have a look', ['Ada Okafor']],
    ['@ada okafor', ['Ada Okafor']],
    ['@Ada Okaforova is somebody else', ['Ada']],
    ['@Adam is nobody', []],
    ['(@coder-1) and @coder.', ['coder-1', 'coder']],
    ['@coder-12 and @coder_1 are nobody', []],
    ["@Ada's package", ['Ada']],
    ['Спроси @пётр ильин!', ['Пётр Ильин']],
    ['@Пётр Ильина нет', []],
    ["@Шон О'Нил?", ["Шон О'Нил"]],
    ['@Ada\nOkafor', ['Ada Okafor']],
    ['@Ada @Ada @ada', ['Ada']],
    ['write to ada@ada or x+@Ada', []],
    ['@ada.okafor@example.test', []],
    ['@a@b.test and @x.y.', ['a@b.test', 'x.y']],
    ['in `@Ada` and\n```\n@coder\n```', []],
    ['`@Ada @coder', ['Ada', 'coder']],
    ['@', []],
    ['@@Ada', []],
  ])('%s', (body, expected) => expect(named(body)).toEqual(expected));

  const name = fc.stringMatching(/^[\p{L}\p{N}]([\p{L}\p{N} .'-]{0,18}[\p{L}\p{N}])?$/u);
  const around = fc.constantFrom('', ' ', '\n', '(', ', ', '! ', '“', ' — ');

  it('finds whoever is named between whatever is no word, in upper and lower case', () => {
    fc.assert(
      fc.property(name, around, around, (who, before, after) => {
        const only = [{ id: 'one', name: who }];
        for (const written of [who, who.toLowerCase()])
          expect(mentionsIn(`${before}@${written}${after}`, only)).toEqual(only);
      }),
    );
  });

  it('never takes an address for a name', () => {
    const word = fc.stringMatching(/^[a-z0-9]{1,12}$/);
    fc.assert(
      fc.property(word, word, around, (user, host, before) => {
        const all = [user, host, `${host}.test`].map((each) => ({ id: each, name: each }));
        expect(mentionsIn(`${before}${user}@${host}.test`, all)).toEqual([]);
      }),
    );
  });

  it('names only those who are there, each once and not more than twenty, of whatever text', () => {
    const text = fc.array(fc.oneof(fc.string(), name, fc.constantFrom('@', '`', '```', '@Ada', ' ', '\n')), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(text, fc.uniqueArray(name, { maxLength: 8 }), (parts, names) => {
        const all = names.map((each) => ({ id: each, name: each }));
        const found = mentionsIn(parts.join(''), all);
        expect(new Set(found).size).toBe(found.length);
        expect(found.every((each) => all.includes(each))).toBe(true);
        expect(found.length).toBeLessThanOrEqual(20);
      }),
    );
  });
});
