import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createTranslator } from 'next-intl';
import { describe, expect, it } from 'vitest';

type Messages = { [key: string]: string | Messages };

function read(locale: string): Messages {
  const folder = path.join(import.meta.dirname, locale);
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return Object.fromEntries(
    files.map((name) => [name.slice(0, -5), JSON.parse(readFileSync(path.join(folder, name), 'utf8'))]),
  );
}

/** Every message by its path, such as board/title. */
function flat(messages: Messages, prefix = ''): [string, string][] {
  return Object.entries(messages).flatMap(([key, value]): [string, string][] => {
    const at = prefix === '' ? key : `${prefix}/${key}`;
    return typeof value === 'string' ? [[at, value]] : flat(value, at);
  });
}

const en = new Map(flat(read('en')));
const ru = new Map(flat(read('ru')));

/** Names of a message's values and tags: what the code has to give. `one {item}` is a branch and no value. */
function needs(message: string): string[] {
  const values = [
    ...message.matchAll(/(\b(?:zero|one|two|few|many|other)\s*|=\d+\s*)?\{\s*([A-Za-z]\w*)\s*[,}]/g),
  ].flatMap(([, branch, name = '']) => (branch === undefined ? [name] : []));
  const tags = [...message.matchAll(/<([a-z]\w*)>/gi)].map(([, name = '']) => `<${name}>`);
  return [...new Set([...values, ...tags])].sort();
}

describe('messages', () => {
  it('exist in both languages', () => {
    expect([...ru.keys()].sort()).toEqual([...en.keys()].sort());
  });

  it('ask of the code in Russian nothing that English does not', () => {
    const more = [...ru].filter(([key, message]) => {
      const given = new Set(needs(en.get(key) ?? ''));
      return needs(message).some((name) => !given.has(name));
    });
    expect(more.map(([key]) => key)).toEqual([]);
  });

  it.each([
    ['en', en],
    ['ru', ru],
  ] as const)('read well-formed in %s', (locale, all) => {
    const broken: string[] = [];
    const t = createTranslator<Record<string, string>>({
      locale,
      // One flat level: keys are checked as text here, and nesting would make a type of each.
      messages: Object.fromEntries(all),
      timeZone: 'UTC',
      onError: (error) => broken.push(error.message),
    });
    for (const [key, message] of all) {
      for (const count of [0, 1, 2, 5, 21]) {
        const values = needs(message).map((name) =>
          name.startsWith('<') ? [name.slice(1, -1), (chunks: unknown) => String(chunks)] : [name, count],
        );
        t.rich(key, Object.fromEntries(values));
      }
    }
    expect(broken).toEqual([]);
  });

  it('leave no branch empty: compiled, such a message cannot be read', () => {
    const empty = [...en, ...ru].filter(([, message]) => /\w\s*\{\}/.test(message));
    expect(empty.map(([key]) => key)).toEqual([]);
  });

  it('count in Russian by one, few and many, never by "(ов)"', () => {
    const plural = [...ru].filter(([key]) => /\bone\s*\{/.test(en.get(key) ?? ''));
    const poor = plural.filter(
      ([, message]) => !/\bone\s*\{[\s\S]*\bfew\s*\{[\s\S]*\bmany\s*\{/.test(message),
    );
    expect(poor.map(([key]) => key)).toEqual([]);
    expect(
      [...ru].filter(([, message]) => /[а-яё]\([а-яё]{1,3}\)/i.test(message)).map(([key]) => key),
    ).toEqual([]);
    expect(plural.length).toBeGreaterThan(0);
  });

  it('quote Russian words with «ёлочки»', () => {
    const plain = [...ru].filter(([, message]) => /"[а-яё]/i.test(message));
    expect(plain.map(([key]) => key)).toEqual([]);
  });
});
