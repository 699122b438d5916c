import { existsSync, readFileSync } from 'node:fs';
import { fingerprint, readStamp, writeStamp } from './fingerprint.mjs';
import { runOrThrow, step } from './steps.mjs';

const STAMP = 'node_modules/.cache/llmgenie/installed';
const INSTALLED = 'node_modules/.package-lock.json';

/**
 * What node_modules lacks of the lock: `nothing`, `tests` where only what tests need is not there, else `more`. Other
 * platforms' packages may be absent, and what stands there has to be of the version that the lock names.
 */
export function lacking(wanted, present) {
  let found = 'nothing';
  for (const [path, { version, optional, dev }] of Object.entries(wanted)) {
    if (path === '' || present[path]?.version === version) continue;
    if (present[path] === undefined && optional === true) continue;
    if (present[path] !== undefined || dev !== true) return 'more';
    found = 'tests';
  }
  return found;
}

const packagesOf = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {});

/**
 * Installs what node_modules lacks of the lock file. Running needs half of it; the other half, browsers' drivers and the
 * agents' clients that the journeys start, comes with the first `tests`, and then stays.
 */
export async function ensureInstalled({ tests = false } = {}) {
  const lock = fingerprint(['package-lock.json']);
  const stamp = readStamp(STAMP);
  if (stamp === `${lock} with tests` || (!tests && stamp === lock)) return;
  const wanted = packagesOf('package-lock.json');
  const present = packagesOf(INSTALLED);
  const lacks = lacking(wanted, present);
  const keepsTests = tests || Object.keys(present).some((path) => wanted[path]?.dev === true);
  if (lacks === 'more') {
    await npm('install packages', ['ci', keepsTests ? '--include=dev' : '--omit=dev']);
  } else if (lacks === 'tests' && tests) {
    // Adds and takes nothing away: a server may be running from the same folder.
    await npm('install packages for the tests', ['install', '--include=dev', '--no-save']);
  }
  writeStamp(
    STAMP,
    tests || lacks === 'nothing' || (lacks === 'more' && keepsTests) ? `${lock} with tests` : lock,
  );
}

async function npm(what, args) {
  // npm start sets npm_execpath; a plain `node server/cli/start.mjs` finds npm on the PATH.
  const path = process.env.npm_execpath;
  const [file, first] = path?.endsWith('.js') ? [process.execPath, [path]] : ['npm', []];
  await step(what, () =>
    runOrThrow(`npm ${args[0]}`, file, [...first, ...args, '--no-audit', '--no-fund'], {
      env: { NODE_ENV: undefined },
    }),
  );
}
