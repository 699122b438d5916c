import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv';
import { z } from 'zod';
import { createPool } from '@/server/db/pool';
import { prepareBareMoves } from './bare-moves';
import { listen } from './listen';
import type { Move } from './moves';
import { POOL_SIZE } from './world';

/** As in the real server: one a server costs more than all the rest, and would flatter whoever avoids it. */
const jsonSchemaValidator = new AjvJsonSchemaValidator();

/** Made once for the same reason. */
const inputSchema = z.object({
  action: z.string(),
  arguments: z.record(z.string(), z.unknown()),
  idempotencyKey: z.string(),
});

/**
 * The least server that could stand in the place of ours: the SDK with one McpServer a request, stateless, answering in
 * JSON, and the two statements of a move. Nothing else: the token is only hashed, since the statement looks it up.
 */
export async function serveBaseline(options: {
  appUrl: string;
  sampleToken: string;
  sampleHandoff: string;
}): Promise<{ url: string; close(): Promise<void> }> {
  const pool = createPool(options.appUrl, { max: POOL_SIZE });
  const hashes = new Map<string, Buffer>();
  const hashOf = (token: string): Buffer => {
    const known = hashes.get(token) ?? createHash('sha256').update(token).digest();
    hashes.set(token, known);
    return known;
  };
  const moves = await prepareBareMoves(
    pool,
    { secretHash: hashOf(options.sampleToken), handoffs: [options.sampleHandoff] },
    ['handoff.comment', 'handoff.update'],
  );

  const server = createServer(async (incoming, outgoing) => {
    const mcp = new McpServer({ name: 'baseline', version: '0' }, { jsonSchemaValidator });
    const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
    const secretHash = hashOf((incoming.headers.authorization ?? '').slice('Bearer '.length));
    mcp.registerTool('run_action', { description: 'Runs one action.', inputSchema }, async (input) => {
      const { result, eventSeq } = await moves.perform(secretHash, input as Move);
      const answer = { ok: true, action: input.action, result, eventSeq, replayed: false };
      return { content: [{ type: 'text', text: JSON.stringify(answer) }], structuredContent: answer };
    });
    outgoing.once('close', () => void mcp.close());
    await mcp.connect(transport);
    await transport.handleRequest(incoming, outgoing);
  });
  return listen(server, pool);
}
