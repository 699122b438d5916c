// Vitest's global set-up: threads load no TypeScript, so the thread's code is bundled once a run.
import { build } from 'esbuild';

export async function setup(): Promise<void> {
  await build({
    entryPoints: ['server/work/work-thread.ts'],
    outfile: 'node_modules/.cache/llmgenie/work-thread.mjs',
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'silent',
  });
}
