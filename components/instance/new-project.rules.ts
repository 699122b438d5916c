import type { z } from 'zod';
import { validatePack } from '@/server/domain/pack/pack.rules';
import { Pack } from '@/server/domain/pack/pack.schema';

/** A pack as somebody pasted it: sound, or what is wrong where. */
export type PackReading =
  | { readonly kind: 'empty' }
  | { readonly kind: 'sound'; readonly pack: Pack }
  | { readonly kind: 'wrong'; readonly issues: readonly string[] };

const MOST_ISSUES = 12;

/** Reads a pasted pack with the schema and the rules that the server uses; what it finds, the server would refuse. */
export function readPack(text: string): PackReading {
  if (text.trim() === '') return { kind: 'empty' };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { kind: 'wrong', issues: [error.message] };
  }
  const parsed = Pack.safeParse(json);
  if (!parsed.success) {
    return {
      kind: 'wrong',
      issues: parsed.error.issues
        .slice(0, MOST_ISSUES)
        .map((issue: z.core.$ZodIssue) => `${issue.path.join('.') || '.'}: ${issue.message}`),
    };
  }
  const issues = validatePack(parsed.data);
  return issues.length === 0
    ? { kind: 'sound', pack: parsed.data }
    : {
        kind: 'wrong',
        issues: issues.slice(0, MOST_ISSUES).map(({ path, code, key }) => `${path}: ${code} (${key})`),
      };
}

/** Russian letters as addresses write them. */
const LATIN: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ё: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'y',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'h',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'sch',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'yu',
  я: 'ya',
};

/** A key that a name suggests: lower case Latin letters, digits and dashes, beginning with a letter. */
export function keyFrom(name: string): string {
  const latin = [...name.toLowerCase()].map((letter) => LATIN[letter] ?? letter).join('');
  return latin
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');
}

/** A prefix that a key suggests: first letters of its parts, or its first two. */
export function prefixFrom(key: string): string {
  const parts = key.split('-').filter((part) => /^[a-z]/.test(part));
  const letters =
    parts.length > 1
      ? parts.map((part) => part.slice(0, 1)).join('')
      : key.replace(/[^a-z]/g, '').slice(0, 2);
  return letters.toUpperCase().slice(0, 5);
}
