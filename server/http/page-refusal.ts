import { type ErrorCode, errorTable, retryAfter } from '../errors';

/** Both languages: neither the messages nor the person's choice can be read now. */
const WORDS: Partial<Record<ErrorCode, readonly [en: string, ru: string]>> = {
  OVERLOADED: [
    'The server is busy or starting again. Nothing was lost. This page tries again by itself.',
    'Сервер занят или запускается снова. Ничего не потеряно. Страница попробует ещё раз сама.',
  ],
  BUSY: [
    'Others are changing the same thing. This page tries again by itself.',
    'Другие меняют то же самое. Страница попробует ещё раз сама.',
  ],
  RATE_LIMITED: [
    'Too many pages in a short time. This page tries again by itself.',
    'Слишком много страниц за короткое время. Страница попробует ещё раз сама.',
  ],
};

/**
 * What a browser shows where a page could not be drawn for the moment: it says so and comes back. Null for every other
 * refusal. Styled by nothing that would have to be loaded.
 */
export function pageRefusal(body: { code: ErrorCode; details: Record<string, unknown> }): Response | null {
  const words = WORDS[body.code];
  if (words === undefined) return null;
  const headers = retryAfter(body);
  const seconds = headers['retry-after'] ?? '5';
  const [en, ru] = words;
  const style =
    'body{margin:0;min-height:100vh;display:grid;place-items:center;font:13px/1.5 system-ui,sans-serif;' +
    'color-scheme:light dark}main{max-width:28rem;padding:1.5rem}a{color:inherit}';
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="${seconds}"><title>llmgenie</title><style>${style}</style></head>
<body><main role="alert"><p>${en}</p><p lang="ru">${ru}</p><p><a href="">Try again · Повторить</a></p></main></body></html>`;
  return new Response(html, {
    status: errorTable[body.code].status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      ...headers,
    },
  });
}
