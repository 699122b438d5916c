import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** Only what a client has to send: the measured machine also runs the clients, so they shall cost little. */
export interface McpClient {
  /** The `result` of one call; throws where there is none. */
  call(token: string, method: string, params: object): Promise<Record<string, unknown>>;
  /** The structured content of one tool's answer or refusal. */
  ask(token: string, name: string, args: object): Promise<{ refused: boolean; structured: unknown }>;
  /** The answer alone; throws where the tool refused. */
  tool(token: string, name: string, args: object): Promise<unknown>;
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

  async function ask(token: string, name: string, args: object) {
    const result = await call(token, 'tools/call', { name, arguments: args });
    return { refused: result.isError === true, structured: result.structuredContent };
  }

  return {
    call,
    ask,
    async tool(token, name, args) {
      const { refused, structured } = await ask(token, name, args);
      if (!refused && structured !== undefined) return structured;
      throw new Error(`${name} ${JSON.stringify(args)} was refused: ${JSON.stringify(structured)}`);
    },
    close: () => agent.destroy(),
  };
}
