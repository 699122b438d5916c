import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import compile from 'icu-minify/compile';
import { cookies, headers } from 'next/headers';
import type { AbstractIntlMessages } from 'next-intl';
import { getRequestConfig } from 'next-intl/server';
import { type Locale, localeCookie, pickLocale } from '@/components/frame/locale.rules';

/** Parses each message once, here, for all who will read it; next.config.ts has the other half. */
const compiled = (_key: string, value: unknown) => (typeof value === 'string' ? compile(value) : value);

const kept = new Map<Locale, AbstractIntlMessages>();

/** Every file of messages/<locale> is one namespace: common.json is `common`. */
async function messagesOf(locale: Locale): Promise<AbstractIntlMessages> {
  const known = kept.get(locale);
  if (known && process.env.NODE_ENV === 'production') return known;
  const folder = path.join(process.cwd(), 'messages', locale);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const pairs = await Promise.all(
    files.map(async (name): Promise<[string, AbstractIntlMessages]> => {
      const text = await readFile(path.join(folder, name), 'utf8');
      return [name.slice(0, -'.json'.length), JSON.parse(text, compiled)];
    }),
  );
  // Once more through text: the compiler makes objects without a prototype, which no client component may be given.
  const messages: AbstractIntlMessages = JSON.parse(JSON.stringify(Object.fromEntries(pairs)));
  kept.set(locale, messages);
  return messages;
}

/** The language is the person's choice (a cookie), else the browser's, else English; never a part of the path. */
export default getRequestConfig(async () => {
  const chosen = (await cookies()).get(localeCookie)?.value;
  const accepted = (await headers()).get('accept-language');
  const locale = pickLocale(chosen, accepted);
  return {
    locale,
    messages: await messagesOf(locale),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
});
