import { resolve } from 'node:path';
import { z } from 'zod';
import { loadSecrets } from './secrets';

/** Everything the process reads from its environment, validated once. */
export interface Env {
  host: string;
  /** 0: any free port, chosen at start */
  port: number;
  /** absolute path of the folder with the embedded cluster and the generated secrets */
  dataDir: string;
  /** absent: the embedded cluster of `dataDir` */
  databaseUrl: string | undefined;
  /** origin that links and redirects carry; absent only on loopback, where it follows the listener */
  publicUrl: string | undefined;
  /** signs browser sessions */
  sessionSecret: string;
  /** sample projects and people wanted; on by default on the embedded cluster only */
  sample: boolean;
}

/** The environment is unusable; the message is the one line to print. */
export class BadEnvironment extends Error {
  constructor(problems: string[]) {
    super(`environment: ${problems.join('; ')}`);
    this.name = 'BadEnvironment';
  }
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1']);

/** True when only this machine can reach a listener on that host. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.has(host) || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** An empty variable counts as absent, as compose files and CI forms write it. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

const Variables = z.object({
  PORT: optional(z.coerce.number().int().min(0).max(65_535)),
  HOST: optional(z.string().regex(/^[\w.:-]+$/, 'is no host name or address')),
  LLMGENIE_DATA: optional(z.string()),
  DATABASE_URL: optional(z.url({ protocol: /^postgres(ql)?$/, error: 'is no postgresql:// address' })),
  NEXTAUTH_URL: optional(z.url({ protocol: /^https?$/, error: 'is no http(s):// address' })),
  NEXTAUTH_SECRET: optional(z.string().min(32, 'is shorter than 32 characters')),
  LLMGENIE_SAMPLE: optional(z.enum(['0', '1'], 'must be 0 or 1')),
});

/**
 * Reads and checks the environment; makes the data folder's secrets where none are given.
 * Throws BadEnvironment naming every bad variable, never its value.
 */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  const parsed = Variables.safeParse(source);
  if (!parsed.success) {
    throw new BadEnvironment(parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`));
  }
  const given = parsed.data;
  const host = given.HOST ?? '127.0.0.1';
  if (!isLoopback(host) && given.NEXTAUTH_URL === undefined) {
    throw new BadEnvironment([
      `HOST ${host} is reachable from outside: set NEXTAUTH_URL to the public address`,
    ]);
  }
  const dataDir = resolve(given.LLMGENIE_DATA ?? '.llmgenie');
  return {
    host,
    port: given.PORT ?? 3000,
    dataDir,
    databaseUrl: given.DATABASE_URL,
    publicUrl: given.NEXTAUTH_URL === undefined ? undefined : new URL(given.NEXTAUTH_URL).origin,
    sessionSecret: given.NEXTAUTH_SECRET ?? loadSecrets(dataDir).sessionSecret,
    sample:
      given.LLMGENIE_SAMPLE === undefined ? given.DATABASE_URL === undefined : given.LLMGENIE_SAMPLE === '1',
  };
}
