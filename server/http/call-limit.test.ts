import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AgentsWorld, createAgentsWorld } from '@/mcp/agents.fixture';
import { makeAgentToken } from '../auth/agent-token';
import { AGENT_DOORS, cookieOf, DOORS, type Headers, knock, OPEN_DOORS } from './doors.fixture';

const RATE = 30;
/** A credential may make so many calls on top of its steady pace, which is this much in each five seconds. */
const MOST = RATE + Math.floor((RATE / 60) * 5);

let agents: AgentsWorld;
beforeAll(async () => {
  agents = await createAgentsWorld({ callsAMinute: RATE });
}, 60_000);
afterAll(() => agents?.close());

const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });
const QUERY = DOORS['REST, a query'] ?? [''];
const BATCH = DOORS['tRPC, a batch'] ?? [''];

/** Another address each time, as a proxy would say it: what is counted by address begins anew. */
let addresses = 0;
const fromElsewhere = (): Headers => {
  addresses += 1;
  return { 'x-forwarded-for': `203.0.113.${addresses}` };
};

/** Calls until one is refused; how many were not. */
async function useUp(who: Headers, call: typeof QUERY = QUERY): Promise<number> {
  for (let made = 0; made <= MOST + 1; made += 1) {
    if ((await knock(agents, call, who)).status === 429) return made;
  }
  return Number.POSITIVE_INFINITY;
}

it('every door tells whoever calls too often to wait, and how long', async () => {
  const agent = { ...bearer(await agents.token('busy', ['coder'])), ...fromElsewhere() };
  const used = await useUp(agent);
  expect(used).toBeGreaterThanOrEqual(RATE);
  // One more than by its own count: the first call was counted with those of its address.
  expect(used).toBeLessThanOrEqual(MOST + 1);
  for (const [name, call] of Object.entries({ ...DOORS, ...AGENT_DOORS })) {
    // The steady pace goes on: there may be a call or two in it.
    const answers = [];
    for (let n = 0; n < 4; n += 1) answers.push(await knock(agents, call, agent));
    const refused = answers.find(({ status }) => status === 429);
    expect(Number(refused?.headers.get('retry-after')), name).toBeGreaterThanOrEqual(1);
    expect(Number(refused?.headers.get('retry-after')), name).toBeLessThanOrEqual(5);
    expect(refused?.text, name).toContain('RATE_LIMITED');
  }
});

it('counts each credential by itself, a person by the session', async () => {
  const address = fromElsewhere();
  const [one, two] = [await agents.token('one', ['coder']), await agents.token('two', ['coder'])];
  const person = await cookieOf(agents, 'lead');
  // Known to hold from the first answer on.
  for (const who of [bearer(two), person]) {
    expect((await knock(agents, QUERY, { ...who, ...address })).status).toBe(200);
  }
  await useUp({ ...bearer(one), ...address });
  for (const who of [bearer(two), person]) {
    expect((await knock(agents, QUERY, { ...who, ...address })).status).toBe(200);
  }
});

it('counts made-up tokens and strangers against their address, and pages too', async () => {
  const address = fromElsewhere();
  let made = 0;
  for (let status = 401; status === 401 && made < 100; made += 1) {
    const { token } = makeAgentToken(crypto.randomUUID());
    status = (await knock(agents, QUERY, { ...bearer(token), ...address })).status;
  }
  expect(made).toBeLessThanOrEqual(MOST + 1);
  const [link = ['']] = Object.values(OPEN_DOORS);
  const answers = [];
  for (let n = 0; n < 4; n += 1) answers.push(await knock(agents, link, address));
  expect(answers.map(({ status }) => status)).toContain(429);
  const page = await knock(agents, ['/sign-in'], address);
  expect(page.status).toBe(429);
  expect(page.text).toContain('http-equiv="refresh"');
  // Elsewhere nothing is known of it, and whoever watches is never told to wait.
  expect((await knock(agents, ['/sign-in'], fromElsewhere())).status).not.toBe(429);
  expect((await knock(agents, ['/api/health'], address)).status).toBe(200);
});

it('counts every call of a batch', async () => {
  const agent = { ...bearer(await agents.token('batch', ['coder'])), ...fromElsewhere() };
  expect(await useUp(agent, BATCH)).toBeLessThanOrEqual(MOST / 2 + 1);
});

it('has no limit where none is set', async () => {
  const { createCallLimit } = await import('./call-limit');
  const limit = createCallLimit(undefined);
  for (let n = 0; n < 100; n += 1) await limit.admit(new Request('http://127.0.0.1/api/v1/x'));
});
