import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RecoveryBrief } from '@/server/domain/session/brief.schema';
import { estimateTokens } from '@/server/domain/session/tokens.rules';
import { fullPackage } from '@/server/full-package.fixture';

import { type AgentsWorld, createAgentsWorld } from './agents.fixture';

const WORKER = fileURLToPath(new URL('./worker.fixture.mjs', import.meta.url));

let agents: AgentsWorld;
const started: ChildProcess[] = [];
beforeAll(async () => {
  agents = await createAgentsWorld();
}, 60_000);
afterAll(async () => {
  for (const child of started) if (child.exitCode === null) child.kill('SIGKILL');
  await agents?.close();
});

function start(mode: 'begin' | 'go-on', token: string, handoff = ''): ChildProcess {
  const child = spawn(process.execPath, [WORKER, mode, String(agents.url), token, handoff], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  started.push(child);
  return child;
}

/** The one line a worker says. */
async function said(child: ChildProcess): Promise<Record<string, unknown>> {
  if (child.stdout === null) throw new Error('the worker has no output');
  for await (const line of createInterface({ input: child.stdout })) return Object(JSON.parse(line));
  throw new Error('the worker ended without a word');
}

it('lets another process of a killed agent finish its work from the brief alone, and refuses what the dead one still writes', async () => {
  const made = await agents.as('lead', 'handoff.create', { title: 'Agree on success', package: fullPackage });
  const handoff = String(made.handoff);
  const token = await agents.token('phoenix', ['analyst']);
  const first = start('begin', token, handoff);
  const { session, fence, ticket } = await said(first);
  first.kill('SIGKILL');
  await once(first, 'exit');
  expect(first.signalCode).toBe('SIGKILL');
  await agents.as('lead', 'handoff.comment', { handoff, body: 'The sources are in the wiki' });

  const second = start('go-on', token);
  const { brief, sent } = (await said(second)) as unknown as { brief: RecoveryBrief; sent: object };
  expect(estimateTokens(JSON.stringify(brief))).toBeLessThanOrEqual(1500);
  expect(brief).toMatchObject({
    session,
    handoff,
    focus: { task: 'Agree on what success is' },
    claim: { state: 'held', fence: Number(fence) + 1 },
    since: [{ by: 'lead', text: 'The sources are in the wiki' }],
  });
  expect(brief.context[0]).toMatchObject({ layer: 'session', key: 'agreed', source: 'the call at ten' });
  expect(brief.openItems.map(({ item }) => item)).not.toContain('goal-stated');
  expect(sent).toMatchObject({ handoff, state: 'offered', stage: 'build' });

  const detail = await agents.as('lead', 'session.get', { session });
  expect(detail).toMatchObject({
    session: { state: 'active', handoff },
    recoveries: [{ fenceFrom: fence, fenceTo: Number(fence) + 1, fitted: true }],
  });

  const late = await agents.connect(token);
  for (const [action, args] of [
    ['handoff.heartbeat', { handoff, fence }],
    ['session.log', { text: 'late' }],
    ['context.set', { key: 'agreed', value: 'late' }],
    ['session.finish', {}],
  ]) {
    for (const named of [{ ticket }, {}]) {
      const write = await late.call('run_action', { action, arguments: args, ...named });
      expect(write.body).toMatchObject({ code: 'RULE_REFUSED', details: { rule: 'session.ticket' } });
    }
  }
}, 60_000);
