import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { transform } from 'esbuild';
import { encode } from 'next-auth/jwt';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AgentsWorld, createAgentsWorld } from '@/mcp/agents.fixture';
import { sessionCookieName } from '@/server/auth/session-cookie';

/* What docs/rest.md and docs/rest-client.md show is run, word by word, against the real server. */

const exec = promisify(execFile);
/** Within node_modules, so that the program finds the packages it imports. */
const SCRATCH = resolve('node_modules/.cache');
mkdirSync(SCRATCH, { recursive: true });
const folder = mkdtempSync(join(SCRATCH, 'rest-client-'));

let agents: AgentsWorld;
let environment: NodeJS.ProcessEnv;

async function token(name: string, role: string): Promise<string> {
  await agents.as('admin', 'agent.create', { name, roles: [role], owner: `${role}@llmgenie.test` });
  return String((await agents.as('admin', 'token.create', { agent: name })).token);
}

beforeAll(async () => {
  agents = await createAgentsWorld();
  const reviewer = agents.world.people.reviewer;
  const session = await encode({
    token: { sub: reviewer?.kind === 'person' ? reviewer.userId : '', tv: 1 },
    secret: process.env.NEXTAUTH_SECRET ?? '',
  });
  environment = {
    ...process.env,
    LLMGENIE: agents.url.origin,
    TOKEN: await token('coder-1', 'analyst'),
    ANALYST: await token('rest-analyst', 'analyst'),
    CODER: await token('rest-coder', 'coder'),
    LIBRARIAN: await token('rest-librarian', 'librarian'),
    REVIEWER_COOKIE: `${sessionCookieName(false)}=${session}`,
  };
}, 60_000);
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await agents?.close();
});

/** Fenced blocks of a page, in order. */
function blocksOf(page: string): { kind: string; text: string }[] {
  const text = readFileSync(page, 'utf8');
  return [...text.matchAll(/^```([^\n]*)\n(.*?)^```$/gms)].map(([, kind = '', block = '']) => ({
    kind,
    text: block,
  }));
}

/** Where the answer is not what the page shows: each place in one line. A dots text stands for anything. */
function differences(shown: unknown, answer: unknown, at = '$'): string[] {
  if (shown === '…') return [];
  if (Array.isArray(shown)) {
    if (!Array.isArray(answer)) return [`${at} is no list`];
    return shown.flatMap((each, index) => differences(each, answer[index], `${at}[${index}]`));
  }
  if (typeof shown === 'object' && shown !== null) {
    return Object.entries(shown).flatMap(([key, each]) =>
      typeof answer === 'object' && answer !== null && key in answer
        ? differences(each, Object(answer)[key], `${at}.${key}`)
        : [`${at}.${key} is missing`],
    );
  }
  // Numbers of events and the like are examples.
  const same = typeof shown === 'number' ? typeof answer === 'number' : shown === answer;
  return same ? [] : [`${at} is ${JSON.stringify(answer)} and not ${JSON.stringify(shown)}`];
}

it('answers every call of docs/rest.md as the page says', async () => {
  const blocks = blocksOf('docs/rest.md');
  const wrong: string[] = [];
  let calls = 0;
  for (const [index, { kind, text }] of blocks.entries()) {
    if (kind !== 'sh run') continue;
    calls += 1;
    const { stdout } = await exec('sh', ['-euc', text], { env: environment });
    const shown = blocks[index + 1];
    expect([text, shown?.kind]).toEqual([text, 'json']);
    const found = differences(JSON.parse(shown?.text ?? ''), JSON.parse(stdout));
    if (found.length > 0) wrong.push(`${text}${found.join('\n')}\n${stdout}`);
  }
  expect(wrong).toEqual([]);
  expect(calls).toBeGreaterThan(10);
}, 120_000);

it('would notice an answer that differs', () => {
  expect(differences({ a: '…', b: 1, c: ['x', '…'] }, { a: {}, b: 2, c: ['x', 'y', 'z'], d: 1 })).toEqual([]);
  expect(differences({ a: { b: 'x' }, c: 1, d: ['x'] }, { a: { b: 'y' }, d: 'x' })).toEqual([
    '$.a.b is "y" and not "x"',
    '$.c is missing',
    '$.d is no list',
  ]);
});

it('compiles and runs the program of docs/rest-client.md with types made from the document', async () => {
  const blocks = blocksOf('docs/rest-client.md');
  const program = blocks.find(({ kind }) => kind === 'ts')?.text ?? '';
  const printed = blocks.find(({ kind }) => kind === 'text')?.text ?? '';
  const node = (script: string, ...args: string[]) =>
    exec(process.execPath, [resolve('node_modules', script), ...args], { cwd: folder, env: environment });
  const document = `${agents.url.origin}/api/v1/openapi.json`;
  await node(
    'openapi-typescript/bin/cli.js',
    document,
    '-o',
    join(folder, 'api.ts'),
    '--default-non-nullable=false',
  );
  writeFileSync(join(folder, 'story.ts'), program);
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        strict: true,
        target: 'ES2023',
        module: 'ESNext',
        moduleResolution: 'bundler',
        allowImportingTsExtensions: true,
        noEmit: true,
        skipLibCheck: true,
        types: ['node'],
        typeRoots: [resolve('node_modules/@types')],
      },
      files: ['story.ts'],
    }),
  );
  await node('typescript/bin/tsc', '-p', folder).catch((error: { stdout?: string }) => {
    throw new Error(`the program does not compile:\n${error.stdout}`);
  });
  const { code } = await transform(program, { loader: 'ts', format: 'esm' });
  writeFileSync(join(folder, 'story.mjs'), code);
  const { stdout } = await exec(process.execPath, [join(folder, 'story.mjs')], { env: environment });
  expect(stdout).toBe(printed);
}, 180_000);
