// `npm run check`: format and lint, types, import rules, dead code. Runs them all and tells about each, so that
// one failure does not hide the next. `--only tsc,imports` picks some.

import { ensureGenerated } from './generate.mjs';
import { cruiseImports } from './import-rules.mjs';
import { ensureInstalled } from './install.mjs';
import { isMain } from './main-module.mjs';
import { progress, run, seconds } from './steps.mjs';

/** A cruiser that cannot drive the compiler sees nothing and reports nothing. */
const FEWEST_MODULES = 100;

const tool = (path, ...args) => run(process.execPath, [`node_modules/${path}`, ...args]);

async function imports() {
  const { cruised, violations } = await cruiseImports();
  const lines = violations.map(({ rule, from, to }) => `${rule}: ${from} -> ${to}`);
  if (cruised < FEWEST_MODULES)
    lines.push(`only ${cruised} modules were seen, ${FEWEST_MODULES} at least were expected`);
  return { code: lines.length > 0 ? 1 : 0, output: lines.join('\n') };
}

const CHECKS = {
  biome: () =>
    tool('@biomejs/biome/bin/biome', 'check', '--diagnostic-level=warn', '--max-diagnostics=60', '.'),
  tsc: () => tool('typescript/bin/tsc', '--noEmit', '-p', '.'),
  imports,
  knip: () => tool('knip/bin/knip.js', '--no-progress'),
  lockfile: () => run(process.execPath, ['server/cli/lockfile.mjs', '--check']),
};

/**
 * Runs the named checks (all by default), two at a time.
 * @param {string[]} [names]
 * @returns {Promise<{passed: string[], failed: string[]}>}
 */
export async function runChecks(names = Object.keys(CHECKS)) {
  const passed = [];
  const failed = [];
  const waiting = [...names];
  async function worker() {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const began = performance.now();
      const check = CHECKS[name];
      if (!check) throw new Error(`unknown check ${name}: ${Object.keys(CHECKS).join(', ')}`);
      const { code, output } = await check();
      progress.line(`  ${name}: ${code === 0 ? 'ok' : 'FAILED'} (${seconds(began)})`);
      if (code !== 0) progress.line(output.trim());
      (code === 0 ? passed : failed).push(name);
    }
  }
  await Promise.all([worker(), worker()]);
  return { passed, failed };
}

if (isMain(import.meta.url)) {
  const only = process.argv.indexOf('--only');
  await ensureInstalled({ tests: true });
  await ensureGenerated();
  const { failed } = await runChecks(only > 0 ? process.argv[only + 1]?.split(',') : undefined);
  process.exitCode = failed.length > 0 ? 1 : 0;
}
