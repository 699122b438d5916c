import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { Memory, Start, Told } from './child';

const CHILD = 'dist/cli/bench-child.js';

export interface ServerProcess {
  readonly url: string;
  /** CPU milliseconds it has spent so far. */
  cpuMs(): Promise<number>;
  memory(): Promise<Memory>;
  stop(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
}

/** The next message of this kind; rejects when the process ends first. */
function heard<Kind extends Told['kind']>(child: ChildProcess, kind: Kind): Promise<Told & { kind: Kind }> {
  return new Promise((done, fail) => {
    const ended = (code: number | null) => fail(new Error(`a measured server ended with ${code}`));
    const listen = (message: unknown) => {
      const told = message as Told;
      if (told.kind !== kind) return;
      child.off('message', listen).off('exit', ended);
      done(told as Told & { kind: Kind });
    };
    child.on('message', listen).once('exit', ended);
  });
}

/** Starts one party of a measurement in a process of its own. With a folder, it leaves a CPU profile there when it stops. */
export async function startServer(
  start: Start,
  dataDir: string,
  profileDir: string | undefined,
): Promise<ServerProcess> {
  const profile = ['--cpu-prof', `--cpu-prof-dir=${profileDir}`, `--cpu-prof-name=${start.party}.cpuprofile`];
  const child = fork(resolve(CHILD), {
    execArgv: ['--enable-source-maps', ...(profileDir === undefined ? [] : profile)],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: '0',
      LLMGENIE_DATA: dataDir,
      LLMGENIE_RATE: '0',
    },
  });
  const ready = heard(child, 'ready');
  child.send(start);
  const { url } = await ready;
  return {
    url,
    async cpuMs() {
      const told = heard(child, 'cpu');
      child.send('cpu');
      return (await told).ms;
    },
    async memory() {
      const told = heard(child, 'memory');
      child.send('memory');
      return told;
    },
    async stop() {
      if (child.exitCode !== null) return;
      const exited = once(child, 'exit');
      child.send('stop');
      await exited;
    },
    async kill() {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}
