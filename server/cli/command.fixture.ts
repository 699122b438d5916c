import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Cluster } from '../db/cluster';
import type { TestDatabase } from '../db/test-database';
import type { Command } from './command';

/** A folder of its own and what a command printed there. */
export interface Desk {
  readonly dir: string;
  readonly printed: string[];
  /** Runs the command as if typed in `dir`. */
  run(command: Command, ...args: string[]): Promise<void>;
  remove(): void;
}

/** Runs commands on a test database that is there already. */
export function deskFor(db: Pick<TestDatabase, 'ownerUrl' | 'appUrl'>, cluster?: Cluster): Desk {
  const dir = mkdtempSync(join(tmpdir(), 'llmgenie-desk-'));
  const printed: string[] = [];
  const runtime = {
    env: {
      host: '127.0.0.1',
      port: 0,
      dataDir: dir,
      databaseUrl: undefined,
      publicUrl: undefined,
      sessionSecret: 'x'.repeat(64),
      sample: false,
    },
    ownerUrl: db.ownerUrl,
    appUrl: db.appUrl,
    cluster,
    stop: async () => {},
  };
  return {
    dir,
    printed,
    run: (command, ...args) =>
      command.run(args, {
        boot: async () => runtime,
        open: async () => runtime,
        resolvePath: (file) => resolve(dir, file),
        print: (line) => printed.push(line),
      }),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}
