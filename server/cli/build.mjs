// `npm run build`: everything that `npm start` would build, without starting. `--force` builds the pages anyway.
import { existsSync, readdirSync } from 'node:fs';
import { ensureBundled } from './bundle.mjs';
import { fingerprint, readStamp, writeStamp } from './fingerprint.mjs';
import { ensureGenerated } from './generate.mjs';
import { ensureInstalled } from './install.mjs';
import { isMain } from './main-module.mjs';
import { progress, runOrThrow, step } from './steps.mjs';

const STAMP = '.next/llmgenie-stamp';
const SOURCES = [
  'app',
  'components',
  'server',
  'mcp',
  'messages',
  'public',
  'prisma/schema',
  'package-lock.json',
];
/** Files of the root that Next or its compilers read: configuration, proxy, translations' set-up. */
const ROOT_FILE =
  /^(?!vitest|playwright|prisma|next-env)[\w.-]+\.(ts|mjs)$|^tsconfig\.json$|^\.browserslistrc$/;

/** Builds the pages unless .next/ was made from these very sources. */
export async function ensurePages({ force = false } = {}) {
  const wanted = fingerprint([
    ...SOURCES,
    ...readdirSync('.')
      .filter((name) => ROOT_FILE.test(name))
      .sort(),
  ]);
  if (!force && existsSync('.next/BUILD_ID') && readStamp(STAMP) === wanted) return;
  await step('build the pages', () =>
    runOrThrow('next build', process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
      env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    }),
  );
  writeStamp(STAMP, wanted);
}

if (isMain(import.meta.url)) {
  try {
    await ensureInstalled();
    await ensureGenerated();
    await ensureBundled();
    await ensurePages({ force: process.argv.includes('--force') });
  } catch (error) {
    progress.line(error.message);
    process.exitCode = 1;
  }
}
