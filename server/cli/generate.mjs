// `npm run generate`: the typed database client from prisma/schema.
import { existsSync, readdirSync } from 'node:fs';
import { fingerprint, readStamp, writeStamp } from './fingerprint.mjs';
import { isMain } from './main-module.mjs';
import { runOrThrow, step } from './steps.mjs';

const OUTPUT = 'server/db/generated';
const STAMP = 'node_modules/.cache/llmgenie/generated';
const ENGINES = 'node_modules/@prisma/engines';

function engineIsThere() {
  return existsSync(ENGINES) && readdirSync(ENGINES).some((name) => name.startsWith('schema-engine-'));
}

/** Generates the client unless the schema is the one it was made from. */
export async function ensureGenerated({ force = false } = {}) {
  const wanted = fingerprint(['prisma/schema', 'node_modules/prisma/package.json']);
  if (!force && existsSync(`${OUTPUT}/client.ts`) && readStamp(STAMP) === wanted) return;
  await step('generate database client', () =>
    runOrThrow(
      'prisma generate',
      process.execPath,
      ['node_modules/prisma/build/index.js', 'generate', '--schema', 'prisma/schema', '--no-hints'],
      // Generating needs no engine, but Prisma downloads one first unless it is told of some program.
      { env: engineIsThere() ? {} : { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath } },
    ),
  );
  writeStamp(STAMP, wanted);
}

if (isMain(import.meta.url)) await ensureGenerated({ force: true });
