import { type Locale, localeCookie } from './locale.rules';

/** A year, in seconds. */
const keptFor = 365 * 24 * 60 * 60;

/** Keeps the language for this browser; the next answer of the server speaks it. */
export function rememberLocale(locale: Locale): void {
  const secure = window.location.protocol === 'https:' ? '; secure' : '';
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
  document.cookie = `${localeCookie}=${locale}; path=/; max-age=${keptFor}; samesite=lax${secure}`;
}
