import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AgentsWorld, createAgentsWorld } from './agents.fixture';
import { toolList } from './tools';

/** A client that nobody here wrote: the command line of the protocol's own inspector. */
const INSPECTOR = createRequire(import.meta.url).resolve(
  '@modelcontextprotocol/inspector-cli/build/index.js',
);

let agents: AgentsWorld;
let token: string;
beforeAll(async () => {
  agents = await createAgentsWorld();
  token = await agents.token('inspected', ['analyst']);
}, 60_000);
afterAll(() => agents?.close());

async function inspect(...args: string[]): Promise<Record<string, unknown>> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [INSPECTOR, agents.url.href, '--transport', 'http', ...args],
    // It looks for its own package.json from where it is started.
    { cwd: dirname(INSPECTOR) },
  );
  return Object(JSON.parse(stdout));
}

const call = (tool: string, ...args: string[]) =>
  inspect(
    ...['--header', `Authorization: Bearer ${token}`, '--method', 'tools/call', '--tool-name', tool],
    ...args.flatMap((arg) => ['--tool-arg', arg]),
  );

it('the inspector lists and calls', async () => {
  const { handoff } = await agents.as('lead', 'handoff.create', { title: 'Seen by the inspector' });
  const [listed, available, started] = await Promise.all([
    inspect('--header', `Authorization: Bearer ${token}`, '--method', 'tools/list'),
    call('get_available_actions'),
    call('run_action', 'action=session.start', 'arguments={"mode":"docs"}'),
  ]);
  expect(listed).toEqual(toolList);
  expect(available.structuredContent).toMatchObject({ actor: { name: 'inspected' }, roles: ['analyst'] });
  expect(started.structuredContent).toMatchObject({ ok: true, result: { state: 'active', mode: 'docs' } });
  const waited = await call('wait_for_next', 'timeoutMs=5000', 'claim=true');
  expect(waited.structuredContent).toMatchObject({ item: { handoff, fence: 2 } });
}, 120_000);

it('the inspector is told that it needs a token', async () => {
  await expect(inspect('--method', 'tools/list')).rejects.toThrow(/UNAUTHENTICATED/);
}, 60_000);
