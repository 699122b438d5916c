import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run, step } from './steps.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

function onPath() {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of NAMES) {
      if (existsSync(join(folder, name))) return join(folder, name);
    }
  }
  return undefined;
}

async function playwrightOwn() {
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

/**
 * A Chromium for the browser tests: the one CHROMIUM names, Playwright's own, the system's, else one installed now.
 * @returns {Promise<{path: string, origin: string}>}
 */
export async function findBrowser() {
  const given = process.env.CHROMIUM;
  if (given) {
    if (!existsSync(given)) throw new Error(`CHROMIUM names ${given}, which does not exist`);
    return { path: given, origin: 'CHROMIUM' };
  }
  const own = await playwrightOwn();
  if (own) return { path: own, origin: 'installed by Playwright' };
  const system = onPath();
  if (system) return { path: system, origin: 'of the system' };

  await step('download a browser', () =>
    run(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', 'chromium']),
  );
  const downloaded = await playwrightOwn();
  if (downloaded) return { path: downloaded, origin: 'downloaded by Playwright' };

  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    await step('install Debian’s chromium', async () => {
      await run('apt-get', ['update', '-qq']);
      await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], {
        env: { DEBIAN_FRONTEND: 'noninteractive' },
      });
    });
    const installed = onPath();
    if (installed) return { path: installed, origin: 'installed from Debian' };
  }
  throw new Error('no Chromium for the browser tests: install one, or name it in CHROMIUM');
}
