'use client';

import { ThemeProvider } from 'next-themes';
import type { ReactNode } from 'react';
import { Toaster } from '../ui/toaster';

/** Theme and toasts: what every page has around it. `nonce` lets the theme script through the policy. */
export function Appearance({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  return (
    <ThemeProvider
      attribute="data-theme"
      defaultTheme="system"
      enableSystem
      // globals.css sets color-scheme itself: a style attribute would need a looser policy.
      enableColorScheme={false}
      disableTransitionOnChange
      {...(nonce === undefined ? {} : { nonce })}
    >
      <Toaster>{children}</Toaster>
    </ThemeProvider>
  );
}
