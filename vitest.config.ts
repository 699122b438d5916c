import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } },
  test: {
    include: ['{server,mcp,components,app,bench,prisma,messages,docs}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/generated/**', '.next/**', 'dist/**'],
    globalSetup: ['server/db/test-cluster.ts', 'server/work/test-thread.ts'],
    pool: 'forks',
    // Two are enough to keep both a waiting database and a busy test going, and no machine chokes on it.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    passWithNoTests: true,
  },
});
