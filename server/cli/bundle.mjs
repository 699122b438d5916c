// The server's own code for node: one ESM bundle with shared chunks, packages left outside.
import { existsSync } from 'node:fs';
import { fingerprint, readStamp, writeStamp } from './fingerprint.mjs';
import { step } from './steps.mjs';

const STAMP = 'dist/.stamp';
const SOURCES = [
  'server',
  'mcp',
  'components',
  'bench',
  'prisma',
  'messages',
  'package-lock.json',
  'tsconfig.json',
];
/** One build with splitting: a pool or an engine made by one entry is the one every other entry sees. */
const ENTRIES = {
  main: 'server/main.ts',
  'work-thread': 'server/work/work-thread.ts',
  'cli/boot': 'server/cli/boot.ts',
  'cli/llmgenie': 'server/cli/llmgenie.ts',
  'cli/bench': 'bench/main.ts',
  'cli/bench-child': 'bench/child.ts',
};

export function bundleOptions() {
  const entryPoints = Object.fromEntries(Object.entries(ENTRIES).filter(([, file]) => existsSync(file)));
  return {
    entryPoints,
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    chunkNames: 'chunks/[name]-[hash]',
    logLevel: 'silent',
    // Components are bundled by Next; here only their rules and schemas may come along.
    jsx: 'automatic',
  };
}

/** Bundles unless dist/ was made from these very sources. */
export async function ensureBundled() {
  const wanted = fingerprint(SOURCES);
  if (readStamp(STAMP) === wanted && existsSync('dist/cli/boot.js')) return;
  const { build, formatMessages } = await import('esbuild');
  // Old chunks stay: a server that is running may still load one of them.
  await step('bundle the server', async () => {
    try {
      await build(bundleOptions());
    } catch (error) {
      const lines = await formatMessages(error.errors ?? [], { kind: 'error' });
      throw new Error(`the server does not bundle\n${lines.join('\n') || error.message}`);
    }
  });
  writeStamp(STAMP, wanted);
}
