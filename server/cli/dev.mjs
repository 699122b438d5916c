// `npm run dev`: pages reload by themselves; a change of server code starts the server process again.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { bundleOptions } from './bundle.mjs';
import { progress } from './steps.mjs';

/** Watches the server's sources and keeps one server child running; answers the function that ends both. */
export async function superviseDev() {
  const { context } = await import('esbuild');
  let child;
  let turn = Promise.resolve();
  let ended = false;

  async function end() {
    if (child && child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  }
  async function restart() {
    await end();
    if (!ended)
      child = spawn(process.execPath, ['server/cli/start.mjs', '--dev-child'], { stdio: 'inherit' });
  }
  const restartAfterBuild = {
    name: 'restart-after-build',
    setup(build) {
      build.onEnd(({ errors }) => {
        for (const { text, location } of errors)
          progress.line(`  ${location?.file}:${location?.line} ${text}`);
        if (errors.length === 0) turn = turn.then(restart);
      });
    },
  };
  const watching = await context({ ...bundleOptions(), plugins: [restartAfterBuild] });
  await watching.watch();
  return async () => {
    ended = true;
    await watching.dispose();
    await turn;
    await end();
  };
}
