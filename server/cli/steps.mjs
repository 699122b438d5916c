// Small pieces of the launcher: timed steps, and child processes that never outlive it.
import { spawn } from 'node:child_process';

const children = new Set();

/** Ends every child process started by `run`. */
export function endChildren() {
  for (const child of children) child.kill('SIGTERM');
}

/** Seconds since `began` (performance.now()), for people. */
export function seconds(began) {
  return `${((performance.now() - began) / 1000).toFixed(1)} s`;
}

/** Where progress goes; a command keeps stdout for its result. */
export const progress = {
  /** @type {NodeJS.WritableStream} */
  stream: process.stdout,
  line(text) {
    this.stream.write(`${text}\n`);
  },
};

/** Runs one step and prints its name with the time it took; says every 15 s that it is still at work. */
export async function step(name, work) {
  const began = performance.now();
  const ticker = setInterval(() => progress.line(`  ${name}: ${seconds(began)} so far`), 15_000);
  try {
    const result = await work();
    progress.line(`  ${name}: ${seconds(began)}`);
    return result;
  } finally {
    clearInterval(ticker);
  }
}

/**
 * Runs a program to its end and answers {code, output}. `inherit` shows its output as it comes.
 * @param {string} file
 * @param {string[]} args
 * @param {{env?: Record<string, string | undefined>, inherit?: boolean, cwd?: string}} [options]
 * @returns {Promise<{code: number, output: string}>}
 */
export function run(file, args, options = {}) {
  return new Promise((done, fail) => {
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', options.inherit ? 'inherit' : 'pipe', options.inherit ? 'inherit' : 'pipe'],
    });
    children.add(child);
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', fail);
    child.on('close', (code, signal) => {
      children.delete(child);
      done({ code: code ?? (signal ? 1 : 0), output });
    });
  });
}

/** As run(), but a failure throws with the end of what the program said. */
export async function runOrThrow(what, file, args, options) {
  const { code, output } = await run(file, args, options);
  if (code !== 0)
    throw new Error(`${what} failed (exit ${code})\n${output.trim().split('\n').slice(-40).join('\n')}`);
  return output;
}
