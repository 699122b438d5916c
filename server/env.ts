import { resolve } from 'node:path';
import { z } from 'zod';
import { LOG_LEVELS, type LogLevel } from './log-level';
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
  /** calls a minute of one credential before it is told to wait; absent: no limit */
  callsAMinute?: number | undefined;
  /** sample projects and people wanted; on by default on the embedded cluster only */
  sample: boolean;
  /** Least important lines of the log; absent: warn */
  logLevel?: LogLevel | undefined;
  /** opens /api/metrics; absent: there is no such path */
  metricsToken?: string | undefined;
  /** collector of traces; absent: none are made */
  otlpEndpoint?: string | undefined;
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

/** What docs/environment.md says of a variable. */
interface Told {
  readonly means: string;
  /** What it looks like. */
  readonly format: string;
  /** What holds without it, where it is no other variable. */
  readonly byDefault?: string;
}

/** An empty variable counts as absent, as compose files and CI forms write it. */
const optional = <T extends z.ZodType>(schema: T, told: Told) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional()).meta({ ...told });

export const Variables = z.object({
  PORT: optional(z.coerce.number().int().min(0).max(65_535), {
    means: 'Port it listens on',
    format: '0 to 65535; 0 takes a free one',
    byDefault: '3000',
  }),
  HOST: optional(z.string().regex(/^[\w.:-]+$/, 'is no host name or address'), {
    means: 'Address it listens on; beyond this machine `NEXTAUTH_URL` is needed',
    format: 'host name or address',
    byDefault: '127.0.0.1',
  }),
  LLMGENIE_DATA: optional(z.string(), {
    means: 'Folder of the embedded database and of the generated secrets',
    format: 'path',
    byDefault: '.llmgenie',
  }),
  DATABASE_URL: optional(z.url({ protocol: /^postgres(ql)?$/, error: 'is no postgresql:// address' }), {
    means: 'A PostgreSQL of yours instead of the embedded one, as a role that may own tables',
    format: 'postgresql://user:password@host:port/database',
    byDefault: 'the embedded PostgreSQL',
  }),
  DATABASE_POOL_URL: optional(z.url({ protocol: /^postgres(ql)?$/, error: 'is no postgresql:// address' }), {
    means:
      'A pooler in transaction mode (pgbouncer) in front of `DATABASE_URL`, which is still asked for wake-ups',
    format: 'postgresql://user:password@host:port/database',
    byDefault: 'no pooler',
  }),
  LLMGENIE_ROLE: optional(z.enum(['all', 'web', 'worker'], 'must be all, web or worker'), {
    means: '`web` answers, `worker` keeps deadlines, `all` does both',
    format: 'all, web, worker',
    byDefault: 'all',
  }),
  NEXTAUTH_URL: optional(z.url({ protocol: /^https?$/, error: 'is no http(s):// address' }), {
    means: 'Public address, which links, redirects and cookies go by',
    format: 'http(s)://host',
    byDefault: 'where it listens, on this machine',
  }),
  NEXTAUTH_SECRET: optional(z.string().min(32, 'is shorter than 32 characters'), {
    means: 'Signs browser sessions; the same for every process of one instance',
    format: '32 characters or more',
    byDefault: 'generated into the data folder',
  }),
  SMTP_URL: optional(z.url({ protocol: /^smtps?$/, error: 'is no smtp:// or smtps:// address' }), {
    means: 'Where letters go out, with `MAIL_FROM`',
    format: 'smtp(s)://user:password@host:port',
    byDefault: 'no letters',
  }),
  MAIL_FROM: optional(z.string().regex(/@/, 'holds no address'), {
    means: 'From whom letters are, with `SMTP_URL`',
    format: 'Name <address>',
  }),
  OIDC_ISSUER: optional(z.url({ protocol: /^https?$/, error: 'is no http(s):// address' }), {
    means: 'Sign-in with an OpenID Connect provider, with `OIDC_CLIENT_ID` and `OIDC_CLIENT_SECRET`',
    format: 'https://issuer',
    byDefault: 'no such button',
  }),
  OIDC_CLIENT_ID: optional(z.string(), { means: 'What the provider knows this instance by', format: 'text' }),
  OIDC_CLIENT_SECRET: optional(z.string(), { means: 'Its secret there', format: 'text' }),
  OIDC_NAME: optional(z.string().max(40, 'is longer than 40 characters'), {
    means: 'Name on the button of that provider',
    format: 'at most 40 characters',
    byDefault: 'SSO',
  }),
  GITHUB_ID: optional(z.string(), {
    means: 'Sign-in with GitHub, with `GITHUB_SECRET`',
    format: 'client id of the OAuth app',
    byDefault: 'no such button',
  }),
  GITHUB_SECRET: optional(z.string(), { means: 'Its secret there', format: 'text' }),
  LLMGENIE_SAMPLE: optional(z.enum(['0', '1'], 'must be 0 or 1'), {
    means: 'Whether the sample projects and people are made',
    format: '0 or 1',
    byDefault: '1 on the embedded database, else 0',
  }),
  LLMGENIE_RATE: optional(z.coerce.number('is no number').int().min(0).max(1_000_000), {
    means:
      'Calls a minute of one credential at a steady pace, or of one address for whoever has none; as many once more at once',
    format: '0 to 1000000; 0 sets no limit',
    byDefault: '1200',
  }),
  LOG_LEVEL: optional(z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`), {
    means: 'Least important lines of the log, which goes to stderr as JSON; `info` has a line for each call',
    format: LOG_LEVELS.join(', '),
    byDefault: 'info; warn on a terminal',
  }),
  METRICS_TOKEN: optional(z.string().min(16, 'is shorter than 16 characters'), {
    means: 'Opens `GET /api/metrics` to `Authorization: Bearer` with this token',
    format: '16 characters or more',
    byDefault: 'no metrics, the path answers 404',
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: optional(z.url({ protocol: /^https?$/, error: 'is no http(s):// address' }), {
    means: 'Collector that gets a trace of each call, as OTLP over HTTP in JSON; `/v1/traces` is added',
    format: 'http(s)://host:port',
    byDefault: 'no traces',
  }),
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
    // Somebody who starts it by hand looks for the address and for what is wrong.
    logLevel: given.LOG_LEVEL ?? (process.stderr.isTTY ? 'warn' : 'info'),
    metricsToken: given.METRICS_TOKEN,
    otlpEndpoint: given.OTEL_EXPORTER_OTLP_ENDPOINT,
    // A board that follows a lively project asks several times a second.
    callsAMinute: given.LLMGENIE_RATE === 0 ? undefined : (given.LLMGENIE_RATE ?? 1_200),
    sample:
      given.LLMGENIE_SAMPLE === undefined ? given.DATABASE_URL === undefined : given.LLMGENIE_SAMPLE === '1',
  };
}
