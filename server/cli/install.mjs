import { existsSync, readFileSync } from 'node:fs';
import { fingerprint, readStamp, writeStamp } from './fingerprint.mjs';
import { runOrThrow, step } from './steps.mjs';

const STAMP = 'node_modules/.cache/llmgenie/installed';
const INSTALLED = 'node_modules/.package-lock.json';

/** Every package the lock names stands in node_modules with that version; other platforms' packages may be absent. */
function matchesLock() {
  if (!existsSync(INSTALLED)) return false;
  const wanted = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
  const present = JSON.parse(readFileSync(INSTALLED, 'utf8')).packages;
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true;
    return present[path] ? present[path].version === version : optional === true;
  });
}

/** Runs `npm ci` where node_modules lags the lock file. */
export async function ensureInstalled() {
  const lock = fingerprint(['package-lock.json']);
  if (readStamp(STAMP) === lock) return;
  if (!matchesLock()) {
    // npm start sets npm_execpath; a plain `node server/cli/start.mjs` finds npm on the PATH.
    const npm = process.env.npm_execpath;
    const [file, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
    await step('install packages', () =>
      runOrThrow('npm ci', file, [...first, 'ci', '--include=dev', '--no-audit', '--no-fund'], {
        env: { NODE_ENV: undefined },
      }),
    );
  }
  writeStamp(STAMP, lock);
}
