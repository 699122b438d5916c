// `npm test`: checks, unit and integration tests, then the browser tests against the real server on a temporary
// cluster and a free port. `--only check|unit|e2e|chaos|shots|lighthouse` runs one part; further words filter the test files.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { findBrowser } from './browser.mjs';
import { ensurePages } from './build.mjs';
import { ensureBundled } from './bundle.mjs';
import { runChecks } from './check.mjs';
import { ensureGenerated } from './generate.mjs';
import { ensureInstalled } from './install.mjs';
import { endChildren, progress, run, seconds, step } from './steps.mjs';

process.chdir(resolve(dirname(fileURLToPath(import.meta.url)), '../..'));
const args = process.argv.slice(2);
const onlyAt = args.indexOf('--only');
const [only] = onlyAt >= 0 ? args.splice(onlyAt, 2).slice(1) : [];
/** Pictures are looked at and scores are measured by hand; neither belongs to the test of every change. */
const BY_HAND = ['shots', 'lighthouse'];
const wants = (part) => (only === undefined ? !BY_HAND.includes(part) : only === part);

const began = performance.now();
const scratch = mkdtempSync(join(tmpdir(), 'llmgenie-run-'));
// As root, the database's own user has to walk through it.
chmodSync(scratch, 0o711);
const total = { passed: 0, failed: 0 };
/** What the servers under test leave to be ended, the newest first; filled while they start. */
const undo = [];
/**
 * Browser tests wait more than they compute, so two walk side by side, each on a server and a sample of its own; a few
 * named files are walked by one.
 */
const WALKERS = 2;

function count(passed, failed) {
  total.passed += passed;
  total.failed += failed;
}

/** A runner that ends badly without naming a failed test failed all the same: a worker died, an error got loose. */
function countRun(code, passed, failed) {
  count(passed, failed === 0 && code !== 0 ? 1 : failed);
}

function reportOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null; // The runner died before it wrote one; its exit code counts then.
  }
}

async function check() {
  progress.line('checks');
  const { passed, failed } = await runChecks();
  count(passed.length, failed.length);
}

async function unit() {
  progress.line('unit and integration tests');
  const file = join(scratch, 'vitest.json');
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`];
  const { code } = await run(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...args],
    {
      inherit: true,
      env: { NODE_ENV: 'test' },
    },
  );
  const report = reportOf(file);
  // A file that does not load has no tests to count.
  const unloaded = report?.testResults.filter(
    (r) => r.status === 'failed' && r.assertionResults.length === 0,
  ).length;
  countRun(code, report?.numPassedTests ?? 0, (report?.numFailedTests ?? 0) + (unloaded ?? 0));
}

/**
 * A database of this run's own where DATABASE_URL names a server, as a superuser of it; else the product brings one.
 * Answers the addresses for the product and for the tests.
 */
async function openDatabase(nth) {
  const { DATABASE_URL, DATABASE_POOL_URL } = process.env;
  if (!DATABASE_URL) return { DATABASE_URL: '', DATABASE_POOL_URL: '' };
  const { default: pg } = await import('pg');
  const name = `e2e_${process.pid}_${Date.now()}_${nth}`;
  const at = (url) => {
    const target = new URL(url);
    target.pathname = `/${name}`;
    return target.toString();
  };
  const once = async (sql) => {
    const client = new pg.Client({ connectionString: DATABASE_URL });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  await once(`CREATE DATABASE ${name} TEMPLATE template0`);
  undo.push(() => once(`DROP DATABASE ${name} WITH (FORCE)`));
  return {
    DATABASE_URL: at(DATABASE_URL),
    DATABASE_POOL_URL: DATABASE_POOL_URL ? at(DATABASE_POOL_URL) : '',
  };
}

/** Starts the product as a person would, on a free port and an empty data folder; answers its address. */
async function startServer(dataDir, database) {
  const server = spawn(process.execPath, ['server/cli/start.mjs'], {
    env: {
      ...process.env,
      PORT: '0',
      HOST: '127.0.0.1',
      LLMGENIE_DATA: dataDir,
      LLMGENIE_SAMPLE: '1',
      // One person walks all journeys, one after the other and without a pause.
      LLMGENIE_RATE: '0',
      ...database,
      NEXTAUTH_URL: '',
      NEXTAUTH_SECRET: '',
      LOG_LEVEL: 'warn',
      METRICS_TOKEN: '',
      OTEL_EXPORTER_OTLP_ENDPOINT: '',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = [];
  undo.push(async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGTERM');
    const [code] = await once(server, 'exit');
    if (code !== 0) progress.line(`the server ended with ${code}\n${said.slice(-20).join('\n')}`);
    // Ending in order is part of what is promised.
    count(0, code === 0 ? 0 : 1);
  });
  server.stderr.on('data', (chunk) => said.push(String(chunk).trimEnd()));
  const url = await new Promise((done, fail) => {
    createInterface({ input: server.stdout }).on('line', (line) => {
      said.push(line);
      if (line.startsWith('ready ')) done(line.slice('ready '.length));
    });
    server.once('exit', (code) =>
      fail(new Error(`the server ended with ${code} before it was ready\n${said.slice(-30).join('\n')}`)),
    );
  });
  return { url, said };
}

async function undoAll() {
  while (undo.length > 0) await undo.pop()();
}

/** A server with all that a browser test of it has to know. */
async function openStory(nth) {
  const dataDir = join(scratch, `data-${nth}`);
  const database = await openDatabase(nth);
  const { url, said } = await startServer(dataDir, database);
  return { env: { LLMGENIE_URL: url, LLMGENIE_DATA: dataDir, ...database }, said };
}

async function browser(project) {
  progress.line({ shots: 'pictures', lighthouse: 'Lighthouse' }[project] ?? 'browser tests');
  await ensureBundled();
  await ensurePages();
  const chromium = await findBrowser();
  progress.line(`  browser: ${chromium.path} (${chromium.origin})`);
  const walkers = project === 'e2e' && args.length === 0 ? WALKERS : 1;
  const stories = await step('start the server', () =>
    Promise.all(Array.from({ length: walkers }, (_, nth) => openStory(nth))),
  );
  const file = join(scratch, 'playwright.json');
  const { code } = await run(
    process.execPath,
    ['node_modules/@playwright/test/cli.js', 'test', '--project', project, '--reporter=list,json', ...args],
    {
      inherit: true,
      env: {
        E2E_STORIES: JSON.stringify(stories.map(({ env }) => env)),
        CHROMIUM: chromium.path,
        PLAYWRIGHT_JSON_OUTPUT_FILE: file,
        PLAYWRIGHT_SKIP_VALIDATE_HOST_REQUIREMENTS: '1',
      },
    },
  );
  const stats = reportOf(file)?.stats;
  countRun(code, stats?.expected ?? 0, (stats?.unexpected ?? 0) + (stats?.flaky ?? 0));
  for (const { said } of code === 0 ? [] : stories)
    progress.line(`last words of a server:\n${said.slice(-20).join('\n')}`);
  await undoAll();
}

/** A minute of kills and lost answers on the product as people start it; an hour of it is run by hand. */
async function chaos() {
  progress.line('chaos');
  await ensureBundled();
  await ensurePages();
  const { code, output } = await run(process.execPath, [
    'server/cli/start.mjs',
    ...['--run', 'bench', 'chaos', '--minutes', '1.2'],
  ]);
  for (const line of output.trim().split('\n')) {
    if (code !== 0 || /^(chaos of seed|\d+ calls|every promise| +[\d.]+ s {2})/.test(line))
      progress.line(`  ${line}`);
  }
  count(code === 0 ? 1 : 0, code === 0 ? 0 : 1);
}

async function finish(code) {
  endChildren();
  await undoAll();
  rmSync(scratch, { recursive: true, force: true });
  process.exit(code);
}
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.once(signal, () => finish(1));

try {
  await ensureInstalled({ tests: true });
  await ensureGenerated();
  if (wants('check')) await check();
  if (wants('unit')) await unit();
  if (wants('e2e')) await browser('e2e');
  if (wants('chaos')) await chaos();
  if (wants('shots')) await browser('shots');
  if (wants('lighthouse')) await browser('lighthouse');
} catch (error) {
  progress.line(error?.stack ?? String(error));
  count(0, 1);
}
progress.line(`  all: ${seconds(began)}`);
progress.line(`${total.passed} passed, ${total.failed} failed`);
await finish(total.failed > 0 || total.passed === 0 ? 1 : 0);
