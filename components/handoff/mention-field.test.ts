import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mentionsIn } from '@/server/domain/handoff/mentions.rules';
import { namesFor, typedAt, withName } from './mention-field.rules';

const NAMES = ['Ada Okafor', 'Irina Volkova', 'coder-1', 'Пётр Ильин'];

describe('a mention while it is typed', () => {
  it.each([
    ['Hello @', '@', ''],
    ['Hello @ada o', '@', 'ada o'],
    ['(@Пё', '@', 'Пё'],
    ['a@b', null, ''],
    ['@one @two', '@', 'two'],
    ['@ada\nnext', null, ''],
    ['@ and', null, ''],
    ['nobody', null, ''],
  ])('%s', (text, sign, query) => {
    const typed = typedAt(text, text.length);
    expect(typed?.query ?? '').toBe(query);
    expect(typed === null ? null : text.charAt(typed.from)).toBe(sign);
  });

  it('offers names that begin so, then those of which a word does', () => {
    expect(namesFor('i', NAMES)).toEqual(['Irina Volkova']);
    expect(namesFor('vol', NAMES)).toEqual(['Irina Volkova']);
    expect(namesFor('ильин', NAMES)).toEqual(['Пётр Ильин']);
    expect(namesFor('', NAMES)).toHaveLength(4);
    expect(namesFor('coder-1', NAMES)).toEqual([]);
    expect(namesFor('zz', NAMES)).toEqual([]);
  });

  it('puts in a name that the server finds again, wherever it is typed', () => {
    const before = fc.constantFrom('', 'Look, ', 'x\n', '(');
    const after = fc.constantFrom('', ' now', ', now', '.');
    fc.assert(
      fc.property(before, after, fc.constantFrom(...NAMES), fc.nat(12), (head, tail, name, cut) => {
        const text = `${head}@${name.slice(0, cut)}${tail}`;
        const typed = typedAt(text, text.length - tail.length);
        if (typed === null) throw new Error(`nothing is typed in ${text}`);
        const done = withName(text, typed, name);
        const all = NAMES.map((each) => ({ id: each, name: each }));
        expect(mentionsIn(done.text, all).map((each) => each.name)).toEqual([name]);
        expect(done.text.slice(0, done.caret).trimEnd().endsWith(`@${name}`) || tail !== '').toBe(true);
      }),
    );
  });
});
