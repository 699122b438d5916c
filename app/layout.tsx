import '@fontsource-variable/jetbrains-mono/index.css';
import '@fontsource-variable/onest/index.css';
import './globals.css';
import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import { NextIntlClientProvider } from 'next-intl';
import { getLocale } from 'next-intl/server';
import type { ReactNode } from 'react';
import { Appearance } from '@/components/frame/appearance';

export const metadata: Metadata = {
  title: { default: 'llmgenie', template: '%s · llmgenie' },
  description: 'People and agents hand work to each other here.',
  icons: { icon: { url: '/icon.svg', type: 'image/svg+xml' } },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: 'oklch(0.997 0.001 165)' },
    { media: '(prefers-color-scheme: dark)', color: 'oklch(0.222 0.009 170)' },
  ],
};

/** The same addresses as in the packages' stylesheets; the other subsets load when a character asks for them. */
const firstFonts = {
  latin: new URL('@fontsource-variable/onest/files/onest-latin-wght-normal.woff2', import.meta.url),
  cyrillic: new URL('@fontsource-variable/onest/files/onest-cyrillic-wght-normal.woff2', import.meta.url),
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const locale = await getLocale();
  // proxy.ts makes one nonce a request and names it in the content security policy.
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  const subsets = locale === 'ru' ? (['latin', 'cyrillic'] as const) : (['latin'] as const);
  return (
    // The theme script sets data-theme before the first paint, which the server cannot know.
    <html lang={locale} suppressHydrationWarning>
      <head>
        {subsets.map((subset) => (
          <link
            key={subset}
            rel="preload"
            as="font"
            type="font/woff2"
            crossOrigin="anonymous"
            href={firstFonts[subset].pathname}
          />
        ))}
      </head>
      <body>
        <NextIntlClientProvider>
          <Appearance nonce={nonce}>{children}</Appearance>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
