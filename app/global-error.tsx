'use client';

import './globals.css';

/** The last resort, when even the layout failed: no messages are loaded, so it speaks both languages. */
export default function GlobalError({ reset }: { reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <main className="grid h-full place-items-center p-6">
          <div className="note max-w-md" data-tone="stop" role="alert">
            <p className="font-medium text-stop">The page could not be drawn. Nothing was changed.</p>
            <p className="mt-0.5 text-ink-2" lang="ru">
              Страницу не удалось показать. Ничего не изменилось.
            </p>
            <button type="button" className="btn mt-2" onClick={reset}>
              Try again · Повторить
            </button>
          </div>
        </main>
      </body>
    </html>
  );
}
