import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { seedMany } from './seed-many';
import type { ServerProcess } from './server-process';
import type { BenchWorld } from './world';

export interface Place {
  readonly world: BenchWorld;
  /** How many there are before anything is measured. */
  readonly items: number;
  /** Where a party keeps its files. */
  readonly folder: string;
  readonly modules: string;
  /** Ours, started when it is first asked for. */
  readonly server: () => Promise<ServerProcess>;
  /** One of several at the same store. */
  readonly writer?: number;
}

/** One client of one party. */
export interface PeerSeat {
  /** Adds one item; resolves once the party says that it is kept. */
  add(): Promise<unknown>;
  /** Reads one item by its name. */
  read(): Promise<unknown>;
  /** Items of `add` that the store has. */
  count(): Promise<number>;
  close(): Promise<void>;
}

const TEXT = 'Limit the retries of the sender, and tell whoever waits that it gave up.';
let made = 0;
const fresh = () => {
  made += 1;
  return `added-${process.pid}-${made}`;
};

async function call(client: Client, name: string, args: Record<string, unknown>) {
  const answer = await client.callTool({ name, arguments: args });
  if (answer.isError === true) throw new Error(`${name}: ${JSON.stringify(answer.content).slice(0, 300)}`);
  return answer;
}

async function spawned(
  command: string,
  args: string[],
  cwd: string,
  env: Record<string, string> = {},
): Promise<Client> {
  const client = new Client({ name: 'bench', version: '0' });
  const inherited = { PATH: process.env.PATH ?? '', HOME: cwd };
  const transport = new StdioClientTransport({
    command,
    args,
    cwd,
    stderr: 'ignore',
    env: { ...inherited, ...env },
  });
  await client.connect(transport);
  return client;
}

/** The reference memory of the protocol's authors: a graph in one file. */
export async function memory({ items, folder, modules }: Place): Promise<PeerSeat> {
  const file = join(folder, 'memory.jsonl');
  const entity = (name: string) => ({ name, entityType: 'task', observations: [TEXT] });
  if (!existsSync(file)) {
    const lines = Array.from({ length: items }, (_, at) =>
      JSON.stringify({ type: 'entity', ...entity(`item-${at}`) }),
    );
    writeFileSync(file, lines.join('\n'));
  }
  const script = join(modules, '@modelcontextprotocol/server-memory/dist/index.js');
  const client = await spawned(process.execPath, [script], folder, { MEMORY_FILE_PATH: file });
  return {
    add: () => call(client, 'create_entities', { entities: [entity(fresh())] }),
    read: () => call(client, 'open_nodes', { names: ['item-0'] }),
    count: async () => new Set(readFileSync(file, 'utf8').match(/added-\d+-\d+/g)).size,
    close: () => client.close(),
  };
}

/** Tasks as Markdown files in a repository. */
export async function backlog({ items, folder, modules }: Place): Promise<PeerSeat> {
  const command = join(modules, '.bin/backlog');
  const tasks = join(folder, 'backlog/tasks');
  if (!existsSync(tasks)) {
    const run = (file: string, ...args: string[]) =>
      promisify(execFile)(file, args, { cwd: folder, env: { ...process.env, HOME: folder } });
    await run('git', 'init', '-q');
    await run(
      'git',
      '-c',
      'user.email=b@llmgenie.test',
      '-c',
      'user.name=b',
      'commit',
      '-qm',
      'x',
      '--allow-empty',
    );
    await run(command, 'init', 'bench', '--defaults');
    mkdirSync(tasks, { recursive: true });
    for (let id = 1; id <= items; id += 1) writeFileSync(join(tasks, `task-${id} - item-${id}.md`), task(id));
  }
  const client = await spawned(command, ['mcp', 'start'], folder);
  return {
    add: () => call(client, 'task_create', { title: fresh(), description: TEXT }),
    read: () => call(client, 'task_view', { id: 'TASK-1' }),
    count: async () => {
      const titles = readdirSync(tasks).flatMap((name) => /added-\d+-\d+/.exec(name) ?? []);
      return new Set(titles).size;
    },
    close: () => client.close(),
  };
}

const task = (id: number) => `---
id: TASK-${id}
title: item-${id}
status: To Do
assignee: []
created_date: '2026-11-25 10:00'
labels: []
dependencies: []
ordinal: ${id * 1000}
---

## Description

<!-- SECTION:DESCRIPTION:BEGIN -->
${TEXT}
<!-- SECTION:DESCRIPTION:END -->
`;

/** Tasks in one JSON file of the project. */
export async function taskMaster({ items, folder, modules }: Place): Promise<PeerSeat> {
  const file = join(folder, '.taskmaster/tasks/tasks.json');
  if (!existsSync(file)) {
    const tasks = Array.from({ length: items }, (_, at) => ({
      id: at + 1,
      title: `item-${at}`,
      description: TEXT,
      details: '',
      testStrategy: '',
      status: 'pending',
      dependencies: [],
      priority: 'medium',
      subtasks: [],
    }));
    const day = '2026-11-25T10:00:00.000Z';
    mkdirSync(join(folder, '.taskmaster/tasks'), { recursive: true });
    writeFileSync(
      file,
      JSON.stringify({ master: { tasks, metadata: { created: day, updated: day, description: 'bench' } } }),
    );
  }
  const script = join(modules, 'task-master-ai/dist/mcp-server.js');
  const client = await spawned(process.execPath, [script], folder, { TASK_MASTER_TOOLS: 'all' });
  return {
    // With a title and a description given it asks no model.
    add: () => call(client, 'add_task', { projectRoot: folder, title: fresh(), description: TEXT }),
    read: () => call(client, 'get_task', { projectRoot: folder, id: '1' }),
    count: async () => new Set(readFileSync(file, 'utf8').match(/added-\d+-\d+/g)).size,
    close: () => client.close(),
  };
}

/** A handoff, with its checklist, its event in the chain and its key, through the same client. */
export async function ours({ world, items, writer, server }: Place): Promise<PeerSeat> {
  const many = items === 0 ? null : await seedMany(world, items);
  const seat = many?.seat ?? world.spread[writer ?? 0];
  const handoff = many?.handoff ?? seat?.handoffs[0];
  if (seat === undefined) throw new Error('the world has no seats');
  const client = new Client({ name: 'bench', version: '0' });
  const transport = new StreamableHTTPClientTransport(new URL('/api/mcp', (await server()).url), {
    requestInit: { headers: { authorization: `Bearer ${seat.token}` } },
  });
  await client.connect(transport);
  const act = (action: string, args: object) => call(client, 'run_action', { action, arguments: args });
  return {
    add: () => act('handoff.create', { title: fresh() }),
    read: () => act('handoff.get', { handoff }),
    count: async () => {
      const { rows } = await world.ownerPool.query<{ count: number }>(
        `SELECT count(*)::int FROM handoff WHERE title LIKE 'added-${process.pid}-%' AND project_id = ANY($1::uuid[])`,
        [many === null ? [...new Set(world.spread.map((each) => each.projectId))] : [seat.projectId]],
      );
      return rows[0]?.count ?? 0;
    },
    close: () => client.close(),
  };
}
