import { encode } from 'next-auth/jwt';
import { sessionCookieName } from '../auth/session-cookie';
import type { Env } from '../env';
import { errorTable } from '../errors';
import { createWakeBus } from '../events/wake';
import { type Api, createApi } from '../http';
import { coreOperations } from '../rest/core-operations';
import type { Operation } from '../rest/operation';
import { operations } from '../rest/operations';
import type { Definition } from './checks';
import { createScene, MARK, type Scene } from './scene.fixture';

const HOST = '127.0.0.1:3000';
const env: Env = {
  host: '127.0.0.1',
  port: 3000,
  dataDir: '/nonexistent',
  databaseUrl: undefined,
  publicUrl: undefined,
  sessionSecret: 'isolation'.repeat(8),
  sample: false,
};

/** Headers by which somebody says who they are. */
export type Who = Readonly<Record<string, string>>;

export interface Answer {
  /** Name of what was asked for. */
  readonly name: string;
  readonly status: number;
  readonly text: string;
  /** Code of the refusal; '' where there was none. */
  readonly code: string;
}

/** Every way in that names an action or query. */
export const DOORS = ['trpc', 'rest', 'mcp'] as const;
export type Door = (typeof DOORS)[number];

export interface House {
  readonly scene: Scene;
  /** `version`: of the sessions of this person; an older one was signed out. */
  cookie(name: string, version?: number): Promise<Who>;
  /** Asks for one action or query at that door. */
  knock(door: Door, definition: Definition, who: Who, project: string, args: unknown): Promise<Answer>;
  /** Asks for everything at the REST door that is no path of an action. */
  knockAtCore(who: Who, project: string): Promise<Answer[]>;
  /** Opens the live stream, and closes it again. */
  follow(who: Who, project: string): Promise<Answer>;
  close(): Promise<void>;
}

export const bearer = (token: string): Who => ({ authorization: `Bearer ${token}` });

/** A scene behind the real HTTP door. */
export async function openHouse(): Promise<House> {
  process.env.NEXTAUTH_SECRET = env.sessionSecret;
  process.env.NEXTAUTH_URL = `http://${HOST}`;
  const scene = await createScene();
  const { db, runtime, people } = scene.world;
  // The first call of a token is an event of its own; here it would look as if the call had left something.
  await db.ownerPool.query('UPDATE agent_token SET last_used_at = now()');
  const wake = createWakeBus({ connectionString: db.appUrl, pool: db.pool, onTrouble: () => undefined });
  const api = createApi({ ...runtime, env, wake });
  return {
    scene,
    cookie: async (name, version = 1) => {
      const person = people[name];
      if (person?.kind !== 'person') throw new Error(`nobody is called ${name}`);
      const value = await encode({
        token: { sub: person.userId, tv: version },
        secret: env.sessionSecret,
      });
      return { cookie: `${sessionCookieName(false)}=${value}`, origin: `http://${HOST}` };
    },
    knock: async (door, definition, who, project, args) =>
      answered(api, definition.name, request(door, definition, who, project, args)),
    knockAtCore: (who, project) =>
      Promise.all(
        coreOperations.map((each) => answered(api, each.id, coreRequest(each, scene, who, project))),
      ),
    follow: async (who, project) => {
      const url = `http://${HOST}/api/events?project=${project}`;
      const response = await api.route(new Request(url, { headers: { host: HOST, ...who } }));
      if (response?.ok !== true) return read('events', response);
      await response.body?.cancel();
      return { name: 'events', status: response.status, text: '', code: '' };
    },
    close: async () => {
      api.drain();
      await api.close();
      await wake.close();
      await db.drop();
    },
  };
}

async function answered(api: Api, name: string, asked: Request): Promise<Answer> {
  return read(name, await api.route(asked));
}

async function read(name: string, response: Response | null): Promise<Answer> {
  if (response === null) throw new Error(`${name} is no path of the API`);
  const text = await response.text();
  // A file answers its bytes.
  const isJson = response.headers.get('content-type') === 'application/json';
  const body = Object(isJson ? JSON.parse(text) : {});
  const refused = Object(body.result).isError === true ? body.result.structuredContent : null;
  if (refused !== null) {
    const code = String(refused.code);
    return {
      name,
      status: code in errorTable ? errorTable[code as keyof typeof errorTable].status : 0,
      text,
      code,
    };
  }
  const { error } = body;
  const code = response.ok ? '' : String(error?.data?.body?.code ?? error?.data?.code ?? error?.code);
  return { name, status: response.status, text, code };
}

function posted(path: string, who: Who, body: unknown, method = 'POST'): Request {
  return new Request(`http://${HOST}${path}`, {
    method,
    body: JSON.stringify(body),
    headers: {
      host: HOST,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...who,
    },
  });
}
const got = (path: string, who: Who) =>
  new Request(`http://${HOST}${path}`, { headers: { host: HOST, ...who } });

function request(door: Door, definition: Definition, who: Who, project: string, args: unknown): Request {
  const { name, kind } = definition;
  if (door === 'mcp') {
    // The token names the project.
    const params = { name: 'run_action', arguments: { action: name, arguments: args, maxBytes: 2 ** 20 } };
    return posted('/api/mcp', who, { jsonrpc: '2.0', id: 1, method: 'tools/call', params });
  }
  if (door === 'rest') {
    const path = `/api/v1/projects/${project}/${name}`;
    const operation = operations.find(({ id }) => id === name);
    return operation?.method === 'GET' ? got(`${path}?${queryOf(args)}`, who) : posted(path, who, args);
  }
  // Read by a door of its own.
  if (name === 'blob.get') return got(`/api/blob/${Object(args).sha256}?project=${project}`, who);
  const input = { project, arguments: args };
  const path = `/api/trpc/${name}`;
  return kind === 'query'
    ? got(`${path}?input=${encodeURIComponent(JSON.stringify(input))}`, who)
    : posted(path, who, input);
}

function queryOf(args: unknown): URLSearchParams {
  const entries = Object.entries<unknown>(Object(args)).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((each) => [name, String(each)]),
  );
  return new URLSearchParams(entries);
}

/** A request that names real things, for each of the paths that run more than their own action. */
function coreRequest(operation: Operation, scene: Scene, who: Who, project: string): Request {
  const path = `/api/v1${operation.path.replace('{name}', 'checklist.required').replace('{key}', `${MARK}.key`)}`;
  const comment = { handoff: scene.handoffs.offered, body: 'Seen' };
  const call = { project, action: 'handoff.comment', arguments: comment };
  if (operation.method === 'PUT') return posted(`${path}?project=${project}`, who, { value: 'x' }, 'PUT');
  if (operation.method === 'POST') return posted(path, who, call);
  const session = 'session' in Object(operation.query.properties) ? `&session=${scene.ids.session}` : '';
  return got(`${path}?project=${project}${session}`, who);
}
