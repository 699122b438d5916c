// `npm start`, `npm run dev`, and the door of every command. Plain JavaScript on node's own modules only, since it
// runs before the packages are installed.
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensurePages } from './build.mjs';
import { ensureBundled } from './bundle.mjs';
import { ensureGenerated } from './generate.mjs';
import { ensureInstalled } from './install.mjs';
import { endChildren, progress, seconds, step } from './steps.mjs';

/** Everything in order within this time on SIGTERM, else the process ends anyway. */
const HARD_STOP_MS = 20_000;

// npm moves to the project's root and tells where the command was typed.
const typedIn = process.env.INIT_CWD ?? process.cwd();
process.chdir(resolve(dirname(fileURLToPath(import.meta.url)), '../..'));
process.env.NEXT_TELEMETRY_DISABLED ??= '1';
const began = performance.now();
const args = process.argv.slice(2);

/** What a signal has to end, newest first; filled while starting. */
const undo = [];
let stopping;

function fail(error) {
  // A mistake of the program needs its stack; everything else is one line that says what to do.
  const mistake =
    error instanceof TypeError || error instanceof ReferenceError || error instanceof SyntaxError;
  process.stderr.write(`llmgenie: ${mistake ? error.stack : (error?.message ?? error)}\n`);
  return stop(1);
}

function stop(code) {
  stopping ??= (async () => {
    setTimeout(() => process.exit(code || 1), HARD_STOP_MS).unref();
    endChildren();
    for (const end of undo.reverse()) {
      try {
        await end();
      } catch (error) {
        process.stderr.write(`llmgenie: while stopping: ${error?.message ?? error}\n`);
        code ||= 1;
      }
    }
    process.exit(code);
  })();
  return stopping;
}

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
  process.on(signal, () => {
    // A second Ctrl-C means now; the database still gets its own shutdown from the exit hook.
    if (stopping) process.exit(1);
    stop(0);
  });
}

const bundled = (name) => import(pathToFileURL(resolve('dist', name)).href);

async function prepare() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    throw new Error(`Node 20.19 or newer is needed, this is ${process.version}`);
  // The storms of the benchmark are drawn by a package of the tests.
  await ensureInstalled({
    tests: args.includes('--dev') || args.includes('chaos') || args.includes('kills'),
  });
  await ensureGenerated();
  await ensureBundled();
}

/** Database up and migrated. Its end is registered at once: a signal may come while it starts. */
async function bootInto(purpose, how = {}) {
  const { boot } = await bundled('cli/boot.js');
  const booting = boot({ ...how, purpose, log: (line) => progress.line(`  ${line}`), onLost: fail });
  undo.push(async () => (await booting.catch(() => undefined))?.stop());
  return booting;
}

async function startServer(dev) {
  process.env.NODE_ENV = dev ? 'development' : 'production';
  await prepare();
  const booting = step('database', () => bootInto('server'));
  // Loading the code takes longer than the database needs to start: both at once.
  const [runtime, { serve }] = await Promise.all([
    booting,
    bundled('main.js'),
    dev || process.env.LLMGENIE_ROLE === 'worker' ? undefined : ensurePages(),
  ]);
  if (stopping) return;
  const server = await step('server', () => serve({ ...runtime, dev }));
  undo.push(() => server.close());
  progress.line(`  all: ${seconds(began)}`);
  if (server.setUp)
    progress.line(`set up: nobody administers this instance yet; open this once: ${server.setUp}`);
  progress.line(`ready ${server.url}`);
}

async function runCommand(name, rest) {
  progress.stream = process.stderr;
  await prepare();
  // Measured is what people are served; a quick run only shows that everything runs.
  if (name === 'bench' && rest[0] !== 'soak' && !rest.includes('--quick')) await ensurePages();
  const command = await bundled(`cli/${name}.js`);
  return command.run(rest, {
    boot: () => bootInto('command'),
    open: ({ alone }) => bootInto('command', { alone, asItIs: true }),
    resolvePath: (file) => resolve(typedIn, file),
    print: (line) => process.stdout.write(`${line}\n`),
  });
}

const runAt = args.indexOf('--run');
try {
  if (runAt >= 0) await stop(await runCommand(args[runAt + 1], args.slice(runAt + 2)));
  else if (args.includes('--dev')) {
    await prepare();
    const { superviseDev } = await import('./dev.mjs');
    undo.push(await superviseDev());
  } else await startServer(args.includes('--dev-child'));
} catch (error) {
  await fail(error);
}
