import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { execute } from '@/server/actions/execute';
import { freePort } from '@/server/db/cluster-postmaster';
import type { Env } from '@/server/env';
import { type RunningServer, serve } from '@/server/main';
import { createWorld, type World } from '@/server/world.fixture';

export interface Reply {
  readonly isError: boolean;
  readonly body: Record<string, unknown>;
  /** What a client without structured content sees. */
  readonly text: string;
}

export interface Agent {
  readonly token: string;
  readonly client: Client;
  call(tool: string, args?: Record<string, unknown>, options?: { signal?: AbortSignal }): Promise<Reply>;
  /** run_action; throws what the agent would read when it is refused. */
  run(action: string, args?: unknown): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

/** The real server over real HTTP, and agents with the SDK's own client. */
export interface AgentsWorld {
  readonly world: World;
  readonly server: RunningServer;
  readonly url: URL;
  /** An action of a person through the server's own runtime, so that those who wait are woken. */
  as(who: string, action: string, args?: unknown): Promise<Record<string, unknown>>;
  /** A new agent with a token; with a session unless told otherwise. */
  token(name: string, roles: readonly string[], scopes?: readonly string[]): Promise<string>;
  connect(token: string): Promise<Agent>;
  agent(name: string, roles: readonly string[]): Promise<Agent>;
  close(): Promise<void>;
}

async function connect(url: URL, token: string): Promise<Agent> {
  const client = new Client({ name: 'test', version: '1' });
  const transport = new StreamableHTTPClientTransport(url, {
    requestInit: { headers: { authorization: `Bearer ${token}` } },
  });
  // The SDK's own two types disagree on whether an absent sessionId may be undefined.
  await client.connect(transport as Transport);
  const call: Agent['call'] = async (tool, args = {}, options = {}) => {
    const result: CallToolResult = CallToolResultSchema.parse(
      await client.callTool({ name: tool, arguments: args }, undefined, options),
    );
    const [block] = result.content;
    return {
      isError: result.isError ?? false,
      body: Object(result.structuredContent),
      text: block?.type === 'text' ? block.text : '',
    };
  };
  return {
    token,
    client,
    call,
    run: async (action, args = {}) => {
      const reply = await call('run_action', { action, arguments: Object(args) });
      if (reply.isError) throw new Error(reply.text);
      return Object(reply.body.result);
    },
    close: () => client.close(),
  };
}

export async function createAgentsWorld(more: Partial<Env> = {}): Promise<AgentsWorld> {
  const world = await createWorld();
  const port = await freePort();
  // next-auth reads these from the environment.
  process.env.NEXTAUTH_SECRET = 's'.repeat(64);
  process.env.NEXTAUTH_URL = `http://127.0.0.1:${port}`;
  const server = await serve({
    env: {
      host: '127.0.0.1',
      port,
      dataDir: '/nonexistent',
      databaseUrl: undefined,
      publicUrl: undefined,
      sessionSecret: process.env.NEXTAUTH_SECRET,
      sample: false,
      ...more,
    },
    appUrl: world.db.appUrl,
    poolUrl: world.db.poolUrl,
    pages: false,
  });
  const url = new URL(`http://127.0.0.1:${port}/api/mcp`);
  const open: Agent[] = [];
  const agents: AgentsWorld = {
    world,
    server,
    url,
    as: async (who, action, args = {}) => {
      const credential = world.people[who];
      if (credential === undefined) throw new Error(`nobody is called ${who}`);
      const request = { action, credential, project: 'llmgenie', arguments: args };
      return Object((await execute(server.runtime, request)).result);
    },
    token: async (name, roles, scopes = ['read', 'act']) => {
      await agents.as('admin', 'agent.create', { name, roles, owner: 'admin@llmgenie.test' });
      return String((await agents.as('admin', 'token.create', { agent: name, scopes })).token);
    },
    connect: async (token) => {
      const agent = await connect(url, token);
      open.push(agent);
      return agent;
    },
    agent: async (name, roles) => {
      const agent = await agents.connect(await agents.token(name, roles));
      await agent.run('session.start', { mode: 'code' });
      return agent;
    },
    close: async () => {
      await Promise.all(open.map((agent) => agent.close()));
      await server.close();
      await world.db.drop();
    },
  };
  return agents;
}
