import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { registry } from '../registry';
import { makeDocument } from './document';
import { fitsQuery, jsonSchema } from './json-schema';
import { operations } from './operations';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'llmgenie-openapi-'));
const file = join(folder, 'openapi.json');
const document = makeDocument();
const paths: Record<string, Record<string, Record<string, unknown>>> = Object(document.paths);
beforeAll(() => writeFileSync(file, JSON.stringify(document)));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the OpenAPI document', () => {
  it('holds each operation that is served, and nothing else', () => {
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const served = operations.map(({ method, path }) => `${method} ${path}`);
    expect(described.sort()).toEqual([...served, 'GET /openapi.json'].sort());
  });

  it('has a path for every action and query of the registry but the system’s own', () => {
    const names = [...registry.actions.values(), ...registry.queries.values()]
      .filter(({ audience }) => audience !== 'system')
      .map(({ name }) => name);
    const ids = new Set(operations.map(({ id }) => id));
    expect(names.filter((name) => !ids.has(name))).toEqual([]);
    expect(ids).not.toContain('handoff.lapse');
  });

  it('gives an example of nearly every body, of those that the actions themselves take', () => {
    const bodies = operations.filter(({ body }) => body !== null);
    const without = bodies.filter(({ path, method }) => {
      const { requestBody } = Object(paths[path]?.[method.toLowerCase()]);
      return Object(requestBody).content['application/json'].example === undefined;
    });
    expect(without.length, without.map(({ id }) => id).join()).toBeLessThan(bodies.length / 10);
  });

  it('is found sound by Redocly, without a warning', async () => {
    const { stdout } = await run(
      process.execPath,
      [resolve('node_modules/@redocly/cli/bin/cli.js'), 'lint', '--format=json', file],
      {
        cwd: folder,
        env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
        maxBuffer: 2 ** 26,
      },
    );
    expect(JSON.parse(stdout.slice(stdout.indexOf('{'))).problems).toEqual([]);
  }, 120_000);

  it('is found sound by Spectral, without a warning', async () => {
    writeFileSync(join(folder, '.spectral.yaml'), 'extends: ["spectral:oas"]\n');
    const { stdout } = await run(
      process.execPath,
      [resolve('node_modules/@stoplight/spectral-cli/dist/index.js'), 'lint', '--format=json', file],
      { cwd: folder, maxBuffer: 2 ** 26 },
    );
    expect(JSON.parse(stdout.slice(stdout.indexOf('['), stdout.lastIndexOf(']') + 1))).toEqual([]);
  }, 120_000);
});

describe('where arguments go', () => {
  it('into the query string, unless one of them does not fit there', () => {
    const fits = (input: z.ZodType) => fitsQuery(jsonSchema(input, 'input'));
    expect(fits(z.strictObject({ a: z.string(), b: z.int().optional(), c: z.boolean().default(true) }))).toBe(
      true,
    );
    expect(fits(z.strictObject({ a: z.array(z.string()), b: z.enum(['x']), c: z.literal(1) }))).toBe(true);
    expect(fits(z.strictObject({ a: z.union([z.string(), z.number()]) }))).toBe(true);
    expect(fits(z.strictObject({ a: z.strictObject({ b: z.string() }) }))).toBe(false);
    expect(fits(z.strictObject({ a: z.array(z.array(z.string())) }))).toBe(false);
    expect(fits(z.strictObject({ a: z.string().nullable() }))).toBe(false);
  });
});
