// An agent's process of its own, so that it can be killed: begins to work on a handoff, or goes on from the brief alone.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

const [, , mode, url, token, handoff] = process.argv;
const client = new Client({ name: 'worker', version: '1' });
await client.connect(
  new StreamableHTTPClientTransport(new URL(url), {
    requestInit: { headers: { authorization: `Bearer ${token}` } },
  }),
);
let ticket;
const run = async (action, args = {}) => {
  const named = { action, arguments: args, ...(ticket === undefined ? {} : { ticket }) };
  const answer = await client.callTool({ name: 'run_action', arguments: named });
  if (answer.isError) throw new Error(JSON.stringify(answer.structuredContent));
  return answer.structuredContent.result;
};
const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);

if (mode === 'begin') {
  const { session, ticket: first } = await run('session.start', {
    focus: 'Agree on what success is',
    mode: 'discuss',
  });
  ticket = first;
  const { fence } = await run('handoff.claim', { handoff });
  await run('checklist.tick', { handoff, item: 'goal-stated' });
  await run('context.set', { key: 'agreed', value: 'Two people read it', source: 'the call at ten' });
  await run('session.log', { text: 'asked for the sources, no answer yet' });
  say({ session, fence, ticket: first });
  // Works until it is killed.
  for (;;) await run('handoff.heartbeat', { handoff, fence });
}

// Knows its token and nothing else: what to do stands in the brief.
const { brief, ticket: recovered } = await run('session.recover', { budget: 1500 });
ticket = recovered;
for (const { item, need } of brief.openItems) {
  if (need === 'package') continue;
  if (need === 'evidence') {
    await run('checklist.attachEvidence', { handoff: brief.handoff, item, kind: 'log', label: 'The log' });
  }
  await run('checklist.tick', { handoff: brief.handoff, item });
}
const { to } = brief.moves.find(({ action }) => action === 'handoff.send');
const { card } = await run('handoff.get', { handoff: brief.handoff, history: 0 });
const sent = await run('handoff.send', {
  handoff: brief.handoff,
  expectedVersion: card.version,
  fence: brief.claim.fence,
  to,
});
say({ brief, sent });
await client.close();
