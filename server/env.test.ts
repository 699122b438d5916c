import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEnv } from './env';

describe('readEnv', () => {
  let data: string;
  beforeAll(() => {
    data = mkdtempSync(join(tmpdir(), 'env-'));
  });
  afterAll(() => rmSync(data, { recursive: true }));
  // A typed environment demands NODE_ENV.
  const read = (given: Record<string, string>) =>
    readEnv({ NODE_ENV: 'test', LLMGENIE_DATA: data, ...given });

  it('has a default for everything, and keeps the generated secret in a file only its owner reads', () => {
    const env = read({});
    expect(env).toMatchObject({ host: '127.0.0.1', port: 3000, sample: true, databaseUrl: undefined });
    expect(env.sessionSecret).toHaveLength(64);
    expect(read({}).sessionSecret).toBe(env.sessionSecret);
    expect(statSync(join(data, 'secrets.json')).mode & 0o777).toBe(0o600);
  });

  it('leaves sample people out of a database of yours unless asked', () => {
    const DATABASE_URL = 'postgresql://u:p@db/x';
    expect(read({ DATABASE_URL }).sample).toBe(false);
    expect(read({ DATABASE_URL, LLMGENIE_SAMPLE: '1' }).sample).toBe(true);
  });

  it('wants of processes started apart what they have in common', () => {
    expect(read({}).role).toBe('all');
    expect(() => read({ LLMGENIE_ROLE: 'worker', NEXTAUTH_URL: 'https://genie.example' })).toThrow(
      'a worker process shares DATABASE_URL and NEXTAUTH_SECRET with the others: set them',
    );
    const shared = {
      DATABASE_URL: 'postgresql://u:p@db/x',
      NEXTAUTH_URL: 'https://genie.example',
      NEXTAUTH_SECRET: 's'.repeat(32),
    };
    expect(read({ ...shared, LLMGENIE_ROLE: 'web' }).role).toBe('web');
    expect(() => read({ LLMGENIE_ROLE: 'both' })).toThrow(/LLMGENIE_ROLE must be all, web or worker/);
    expect(() => read({ DATABASE_POOL_URL: 'postgresql://u:p@pool/x' })).toThrow(/set that as well/);
  });

  it('names every bad variable in one line, without its value', () => {
    const bad = () => read({ PORT: '99999', NEXTAUTH_SECRET: 'hunter2', DATABASE_URL: 'mysql://hunter2@x' });
    expect(bad).toThrow(/PORT .*DATABASE_URL is no postgresql.*NEXTAUTH_SECRET is shorter/);
    expect(bad).not.toThrow(/hunter2/);
  });

  it('tells each call unless somebody looks on, and takes no short token for the metrics', () => {
    expect(read({}).logLevel).toBe(process.stderr.isTTY ? 'warn' : 'info');
    expect(read({ LOG_LEVEL: 'debug' }).logLevel).toBe('debug');
    expect(() => read({ LOG_LEVEL: 'loud' })).toThrow(/LOG_LEVEL must be one of silent/);
    expect(() => read({ METRICS_TOKEN: 'hunter2' })).toThrow(/METRICS_TOKEN is shorter/);
    expect(() => read({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' })).toThrow(/OTEL_\w+ is no http/);
  });

  it('wants a public address for a listener others can reach', () => {
    expect(() => read({ HOST: '0.0.0.0' })).toThrow(/NEXTAUTH_URL/);
    expect(read({ HOST: '0.0.0.0', NEXTAUTH_URL: 'https://genie.example/x' }).publicUrl).toBe(
      'https://genie.example',
    );
  });
});
