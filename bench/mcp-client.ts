import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** Only what a client has to send: the measured machine also runs the clients, so they shall cost little. */
export interface McpClient {
  /** The `result` of one call; throws where there is none. */
  call(token: string, method: string, params: object): Promise<Record<string, unknown>>;
  /** The structured content of one tool's answer, and its size; throws where the tool refused. */
  tool(token: string, name: string, args: object): Promise<{ answer: unknown; bytes: number }>;
  close(): void;
}

export function mcpClient(url: string, connections: number): McpClient {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { hostname, port } = new URL(url);
  let id = 0;

  function post(token: string, body: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          agent,
          hostname,
          port,
          path: '/api/mcp',
          method: 'POST',
          headers: {
            authorization: `Bearer ${token}`,
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
            accept: 'application/json, text/event-stream',
            'mcp-protocol-version': '2025-11-25',
          },
        },
        (response) => text(response).then(resolve, reject),
      );
      sent.once('error', reject).end(body);
    });
  }

  async function call(token: string, method: string, params: object): Promise<Record<string, unknown>> {
    id += 1;
    const answer = await post(token, JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    const { result } = JSON.parse(answer) as { result?: Record<string, unknown> };
    if (result === undefined) throw new Error(`${method} failed: ${answer.slice(0, 500)}`);
    return result;
  }

  return {
    call,
    async tool(token, name, args) {
      const result = await call(token, 'tools/call', { name, arguments: args });
      const answer = result.structuredContent;
      const json = JSON.stringify(answer ?? null);
      if (result.isError === true || answer === undefined) {
        throw new Error(`${name} ${JSON.stringify(args).slice(0, 200)} was refused: ${json.slice(0, 500)}`);
      }
      return { answer, bytes: Buffer.byteLength(json) };
    },
    close: () => agent.destroy(),
  };
}
