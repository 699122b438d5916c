import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openServed, type Served } from './served.fixture';

/* A collector of OTLP over HTTP in JSON, on this machine, and the server that sends to it. */

const Value = z.object({
  stringValue: z.string().optional(),
  intValue: z.union([z.string(), z.number()]).optional(),
});
const Attributes = z.array(z.object({ key: z.string(), value: Value })).default([]);
const Span = z.object({
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  spanId: z.string().regex(/^[0-9a-f]{16}$/),
  parentSpanId: z.string().optional(),
  name: z.string(),
  startTimeUnixNano: z.string(),
  endTimeUnixNano: z.string(),
  attributes: Attributes,
  status: z.object({ code: z.number().optional() }).default({}),
});
const Export = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: Attributes }),
      scopeSpans: z.array(z.object({ spans: z.array(Span) })),
    }),
  ),
});
type Span = z.infer<typeof Span>;

let collector: Server;
let served: Served;
const spans: Span[] = [];
const texts: string[] = [];

beforeAll(async () => {
  collector = createServer((request, response) => {
    json(request).then((body) => {
      texts.push(JSON.stringify(body));
      for (const { scopeSpans } of Export.parse(body).resourceSpans) {
        spans.push(...scopeSpans.flatMap((scope) => scope.spans));
      }
      response.setHeader('content-type', 'application/json').end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const address = collector.address();
  const port = typeof address === 'object' ? address?.port : 0;
  served = await openServed({ otlpEndpoint: `http://127.0.0.1:${port}/` });
}, 60_000);
afterAll(async () => {
  await served?.close();
  collector?.close();
});

const attribute = (span: Span | undefined, key: string) => {
  const value = span?.attributes.find((each) => each.key === key)?.value;
  return value?.stringValue ?? (value?.intValue === undefined ? undefined : Number(value.intValue));
};

describe('traces', () => {
  it('reach the collector with a span for each step, under the call they belong to', async () => {
    const headers = await served.browser('lead');
    const title = 'quokka in a title';
    const call = (action: string, args: object) =>
      fetch(`${served.server.url}/api/trpc/${action}`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ project: 'llmgenie', arguments: args }),
      });
    const made = await call('handoff.create', { title });
    expect(made.status).toBe(200);
    const refused = await call('project.rename', { name: 'quokka' });
    expect(refused.status).toBe(403);
    // What is still in memory goes out with the server's end.
    await served.server.close();

    const root = spans.find(({ name }) => name === 'handoff.create');
    expect(attribute(root, 'llmgenie.outcome')).toBe('ok');
    expect(attribute(root, 'llmgenie.door')).toBe('trpc');
    expect(attribute(root, 'llmgenie.request_id')).toBe(made.headers.get('x-request-id'));
    expect(attribute(root, 'llmgenie.project_id')).toBe(served.world.projectId);
    expect(attribute(root, 'llmgenie.event_seq')).toBeGreaterThan(0);
    const below = (of: Span | undefined) =>
      spans
        .filter(({ parentSpanId, traceId }) => parentSpanId === of?.spanId && traceId === of?.traceId)
        .sort((a, b) => Number(BigInt(a.startTimeUnixNano) - BigInt(b.startTimeUnixNano)));
    const steps = below(root);
    expect(steps.map(({ name }) => name).filter((name) => name !== 'prepare')).toEqual([
      'parse',
      'scan',
      'facts',
      'derive',
      'policy',
      'rule',
      'commit',
      'wake',
    ]);
    for (const step of steps) {
      expect(BigInt(step.startTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(root?.startTimeUnixNano ?? 0));
      expect(BigInt(step.endTimeUnixNano)).toBeLessThanOrEqual(BigInt(root?.endTimeUnixNano ?? 0));
    }

    const denied = spans.find(({ name }) => name === 'project.rename');
    expect(attribute(denied, 'llmgenie.outcome')).toBe('POLICY_DENIED');
    expect(below(denied).map(({ name }) => name)).not.toContain('commit');
    expect(texts.join('')).not.toMatch(/quokka|llmgenie\.test/);
  });
});
