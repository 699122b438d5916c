import { defineConfig } from '@playwright/test';

/** As root Chromium has no sandbox to enter; the rest keeps it quiet and off the network. */
const CHROMIUM_FLAGS = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

// `npm test` starts the servers and finds the browser; run alone, the tests want a server at LLMGENIE_URL.
// One server and one story a worker: journeys share the sample projects, so no two of them meet on one server.
const stories: Record<string, string>[] = JSON.parse(process.env.E2E_STORIES ?? '[]');
Object.assign(process.env, stories[Number(process.env.TEST_PARALLEL_INDEX ?? 0)]);
const executablePath = process.env.CHROMIUM;

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  workers: Math.max(stories.length, 1),
  fullyParallel: false,
  forbidOnly: process.env.CI !== undefined,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL: process.env.LLMGENIE_URL ?? 'http://127.0.0.1:3000',
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    timezoneId: 'UTC',
    actionTimeout: 10_000,
    trace: 'retain-on-failure',
    launchOptions: { args: CHROMIUM_FLAGS, ...(executablePath && { executablePath }) },
  },
  projects: [
    { name: 'e2e', testMatch: '**/*.spec.ts' },
    { name: 'shots', testMatch: '**/*.shots.ts' },
    { name: 'lighthouse', testMatch: '**/*.lighthouse.ts' },
  ],
});
