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
  /** a pooler in transaction mode in front of that server; absent: connections go to the server itself */
  databasePoolUrl?: string | undefined;
  /** what this process does; absent: all of it */
  role?: ProcessRole | undefined;
  /** origin that links and redirects carry; absent only on loopback, where it follows the listener */
  publicUrl: string | undefined;
  /** signs browser sessions */
  sessionSecret: string;
  /** where letters go out; absent: none do */
  mail?: { smtpUrl: string; from: string } | undefined;
  /** accounts elsewhere that people may sign in with; absent: the button is not shown */
  oidc?: { issuer: string; clientId: string; clientSecret: string; name: string } | undefined;
  github?: { clientId: string; clientSecret: string } | undefined;
  /** sample projects and people wanted; on by default on the embedded cluster only */
  sample: boolean;
}

/** web: pages, API and streams. worker: deadlines and cleaning up. */
export type ProcessRole = 'all' | 'web' | 'worker';

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
  DATABASE_POOL_URL: optional(z.url({ protocol: /^postgres(ql)?$/, error: 'is no postgresql:// address' })),
  LLMGENIE_ROLE: optional(z.enum(['all', 'web', 'worker'], 'must be all, web or worker')),
  NEXTAUTH_URL: optional(z.url({ protocol: /^https?$/, error: 'is no http(s):// address' })),
  NEXTAUTH_SECRET: optional(z.string().min(32, 'is shorter than 32 characters')),
  SMTP_URL: optional(z.url({ protocol: /^smtps?$/, error: 'is no smtp:// or smtps:// address' })),
  MAIL_FROM: optional(z.string().regex(/@/, 'holds no address')),
  OIDC_ISSUER: optional(z.url({ protocol: /^https?$/, error: 'is no http(s):// address' })),
  OIDC_CLIENT_ID: optional(z.string()),
  OIDC_CLIENT_SECRET: optional(z.string()),
  OIDC_NAME: optional(z.string().max(40, 'is longer than 40 characters')),
  GITHUB_ID: optional(z.string()),
  GITHUB_SECRET: optional(z.string()),
  LLMGENIE_SAMPLE: optional(z.enum(['0', '1'], 'must be 0 or 1')),
});

/** One without the other would be a door that opens to nobody. */
const HALVES = [
  ['SMTP_URL', 'MAIL_FROM'],
  ['OIDC_ISSUER', 'OIDC_CLIENT_ID'],
  ['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'],
  ['GITHUB_ID', 'GITHUB_SECRET'],
] as const;

/** What processes of one instance have in common; none of them may make it up for itself. */
const SHARED = ['DATABASE_URL', 'NEXTAUTH_URL', 'NEXTAUTH_SECRET'] as const;

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
  const halves = HALVES.filter(([one, other]) => (given[one] === undefined) !== (given[other] === undefined));
  if (halves.length > 0) {
    throw new BadEnvironment(
      halves.map(([one, other]) => `${one} and ${other} are set together or not at all`),
    );
  }
  const role = given.LLMGENIE_ROLE ?? 'all';
  if (given.DATABASE_POOL_URL !== undefined && given.DATABASE_URL === undefined) {
    throw new BadEnvironment(['DATABASE_POOL_URL stands in front of DATABASE_URL: set that as well']);
  }
  const missing = SHARED.filter((name) => role !== 'all' && given[name] === undefined);
  if (missing.length > 0) {
    throw new BadEnvironment([`a ${role} process shares ${missing.join(' and ')} with the others: set them`]);
  }
  const dataDir = resolve(given.LLMGENIE_DATA ?? '.llmgenie');
  return {
    host,
    port: given.PORT ?? 3000,
    dataDir,
    databaseUrl: given.DATABASE_URL,
    databasePoolUrl: given.DATABASE_POOL_URL,
    role,
    publicUrl: given.NEXTAUTH_URL === undefined ? undefined : new URL(given.NEXTAUTH_URL).origin,
    mail:
      given.SMTP_URL === undefined || given.MAIL_FROM === undefined
        ? undefined
        : { smtpUrl: given.SMTP_URL, from: given.MAIL_FROM },
    oidc:
      given.OIDC_ISSUER === undefined ||
      given.OIDC_CLIENT_ID === undefined ||
      given.OIDC_CLIENT_SECRET === undefined
        ? undefined
        : {
            issuer: given.OIDC_ISSUER.replace(/\/$/, ''),
            clientId: given.OIDC_CLIENT_ID,
            clientSecret: given.OIDC_CLIENT_SECRET,
            name: given.OIDC_NAME ?? 'SSO',
          },
    github:
      given.GITHUB_ID === undefined || given.GITHUB_SECRET === undefined
        ? undefined
        : { clientId: given.GITHUB_ID, clientSecret: given.GITHUB_SECRET },
    sessionSecret: given.NEXTAUTH_SECRET ?? loadSecrets(dataDir).sessionSecret,
    sample:
      given.LLMGENIE_SAMPLE === undefined ? given.DATABASE_URL === undefined : given.LLMGENIE_SAMPLE === '1',
  };
}
