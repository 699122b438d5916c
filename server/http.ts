import { randomUUID } from 'node:crypto';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { createMcpDoor } from '@/mcp/door';
import { execute } from './actions/execute';
import type { PipelineRuntime } from './actions/pipeline-runtime';
import { createAuthHandler } from './auth/auth-handler';
import { credentialFromRequest } from './auth/credential';
import { createIdentityDoor } from './auth/identity-door';
import { createLastSeen } from './auth/last-seen';
import { EventPage } from './domain/event/event.schema';
import type { Env } from './env';
import { AppError, isAppError, retryAfter } from './errors';
import { readCursor } from './events/cursor';
import { readClock, readEvents } from './events/read-events';
import { createEventStreams } from './events/stream';
import type { WakeBus } from './events/wake';
import { assertHost, assertMethod, assertOrigin } from './http/admit';
import { fileResponse, readBlobPath, storedFile } from './http/blob';
import { createCallLimit } from './http/call-limit';
import { readiness } from './http/health';
import { createMetricsDoor } from './http/metrics';
import { errorResponse, json, withApiHeaders } from './http/respond';
import { createCallLog } from './jobs/agent-calls';
import { log } from './observe/log';
import type { ProcessWatch } from './observe/process-watch';
import { createRestDoor } from './rest/door';
import { appRouter } from './trpc/root';

/** Calls in one tRPC request; a page asks for a dozen. */
const LONGEST_BATCH = 100;

/** Streams one process keeps open; each holds a connection and at most 64 kB. */
const MOST_STREAMS = 2_000;

/** What the doors need of the process. */
export interface HttpRuntime extends PipelineRuntime {
  readonly env: Env;
  readonly wake: WakeBus;
  /** Absent: nobody looks. */
  readonly watch?: ProcessWatch | undefined;
}

export interface Api {
  /** The answer of an API path, or null for the path of a page. Never rejects. */
  route(request: Request): Promise<Response> | null;
  /** From now on not ready; ends event streams and waiting calls, so that the server can end. Other requests go on. */
  drain(): void;
  /** Counts a page like a call. Throws RATE_LIMITED. */
  admitPage(request: Request): Promise<void>;
  /** After the last request: writes what is still to be written. */
  close(): Promise<void>;
}

type Handler = (request: Request, requestId: string) => Promise<Response>;
interface Route {
  readonly methods: readonly string[];
  readonly handle: Handler;
  /** Asked by machines that watch us, and answered however many they are. */
  readonly uncounted?: true;
  /** An answer of 200 says that the credential holds. */
  readonly judges?: true;
}

/** What a process without pages and doors answers as well: whether it lives, is ready, and how it does. */
const OF_ANY_PROCESS: ReadonlySet<string> = new Set(['/api/health', '/api/ready', '/api/metrics']);

/** Ends with a slash: everything below. */
type Routes = Readonly<Record<string, Route>>;

/** Every API path there is, shared by the listener and by Next's route files. */
export function createApi(runtime: HttpRuntime): Api {
  let draining = false;
  const trouble = (message: string) => (error: unknown) => log().error(message, { error });
  const auth = createAuthHandler(runtime);
  const identity = createIdentityDoor(runtime);
  const calls = createCallLog(runtime, trouble('calls of agents are not written'));
  const mcp = createMcpDoor(runtime, calls);
  const rest = createRestDoor(runtime, calls);
  const seen = createLastSeen(runtime.pool, trouble('last seen is not written'));
  const limit = createCallLimit(runtime.env.callsAMinute);
  const streams = createEventStreams({
    bus: runtime.wake,
    log: {
      read: (projectId, after, limit) => readEvents(runtime.pool, projectId, after, limit),
      clock: (projectId) => readClock(runtime.pool, projectId),
    },
    onTrouble: trouble('live events cannot be read'),
  });

  if (runtime.watch) {
    runtime.watch.doors.streams = streams.count;
    runtime.watch.doors.heads = streams.heads;
    runtime.watch.doors.waitingAgents = mcp.waiting;
  }

  async function signedIn(request: Request) {
    const credential = await credentialFromRequest(request);
    if (credential === null) throw new AppError('UNAUTHENTICATED', 'Nobody is signed in.');
    return credential;
  }

  const trpc: Handler = async (request, requestId) => {
    // Out here a bad Authorization header is a 401; within tRPC it would be a 500.
    const credential = await credentialFromRequest(request);
    return fetchRequestHandler({
      endpoint: '/api/trpc',
      req: request,
      router: appRouter,
      maxBatchSize: LONGEST_BATCH,
      createContext: () => ({ runtime, credential, requestId }),
      responseMeta: ({ errors }) => {
        const refused = errors.map((error) => error.cause).find(isAppError);
        return refused ? { headers: retryAfter(refused) } : {};
      },
      onError: ({ error }) => {
        if (error.code === 'INTERNAL_SERVER_ERROR') {
          const { cause = error } = error;
          log().error('a call failed', { requestId, door: 'trpc', error: cause });
        }
      },
    });
  };

  const events: Handler = async (request, requestId) => {
    const credential = await signedIn(request);
    const cursor = readCursor(request);
    const project = new URL(request.url).searchParams.get('project');
    // The pipeline decides who may read events, now and again while the stream is open.
    const authorise = async () => {
      const page = EventPage.parse(
        (
          await execute(runtime, {
            action: 'event.list',
            credential,
            project,
            arguments: { limit: 1 },
            origin: { door: 'events', requestId },
          })
        ).result,
      );
      seen.mark(page.projectId, credential);
      return page;
    };
    const { projectId } = await authorise();
    if (streams.count() >= MOST_STREAMS) {
      throw new AppError('OVERLOADED', 'Too many live streams are open here.');
    }
    const body = await streams.open({ projectId, cursor, authorise });
    return new Response(body, {
      headers: {
        'content-type': 'text/event-stream',
        // no-transform and x-accel-buffering: proxies must neither compress nor hold back what is small and urgent.
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
      },
    });
  };

  const blob: Handler = async (request, requestId) => {
    const { sha256, project } = readBlobPath(new URL(request.url));
    const credential = await signedIn(request);
    const outcome = await execute(runtime, {
      action: 'blob.get',
      credential,
      project,
      arguments: { sha256 },
      origin: { door: 'blob', requestId },
    });
    return fileResponse(storedFile(outcome.result));
  };

  const routes: Routes = {
    '/api/health': { uncounted: true, methods: ['GET', 'HEAD'], handle: async () => json({ alive: true }) },
    '/api/ready': { uncounted: true, methods: ['GET', 'HEAD'], handle: () => readiness(runtime, draining) },
    '/api/metrics': {
      uncounted: true,
      methods: ['GET'],
      handle: createMetricsDoor(runtime, runtime.watch),
    },
    '/api/identity/': { methods: ['POST'], handle: async (request, id) => json(await identity(request, id)) },
    '/api/auth/': { methods: ['GET', 'POST'], handle: auth },
    '/api/trpc/': { judges: true, methods: ['GET', 'POST'], handle: trpc },
    '/api/v1/': {
      judges: true,
      methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
      handle: rest.handle,
    },
    '/api/mcp': { judges: true, methods: ['POST'], handle: mcp.handle },
    '/api/events': { judges: true, methods: ['GET'], handle: events },
    '/api/blob/': { judges: true, methods: ['GET'], handle: blob },
  };

  /** What routes have under that path. */
  function keyOf(path: string): string {
    if (!path.endsWith('/') && path in routes) return path;
    return /^\/api\/[^/]+\//.exec(path)?.[0] ?? '';
  }

  function find(path: string): Route | undefined {
    if (runtime.env.role === 'worker' && !OF_ANY_PROCESS.has(path)) return undefined;
    return routes[keyOf(path)];
  }

  /** A door's name of ours: `trpc` of `/api/trpc/…`. Where there is no such door, callers could make up any name. */
  const doorOf = (path: string) =>
    keyOf(path) in routes ? keyOf(path).replace(/^\/api\/|\/$/g, '') : 'none';

  async function answer(request: Request, path: string): Promise<Response> {
    const requestId = randomUUID();
    const began = performance.now();
    const response = await handled(request, path, requestId);
    runtime.watch?.request(doorOf(path), response.status, performance.now() - began, requestId);
    return response;
  }

  async function handled(request: Request, path: string, requestId: string): Promise<Response> {
    try {
      assertHost(runtime.env, request.headers.get('host'));
      const route = find(path);
      if (!route) throw new AppError('NOT_FOUND', 'There is no such address.');
      assertMethod(request.method, route.methods);
      assertOrigin(runtime.env, request, path);
      const holds = route.uncounted ? undefined : await limit.admit(request);
      const response = await route.handle(request, requestId);
      // The description of the API is for everybody.
      if (route.judges && response.status === 200 && path !== '/api/v1/openapi.json') holds?.();
      return withApiHeaders(response, requestId);
    } catch (error) {
      return withApiHeaders(errorResponse(error, path, requestId), requestId);
    }
  }

  return {
    route(request) {
      const { pathname } = new URL(request.url);
      return pathname.startsWith('/api/') ? answer(request, pathname) : null;
    },
    async admitPage(request) {
      await limit.admit(request);
    },
    drain() {
      draining = true;
      streams.close();
      mcp.drain();
    },
    close: () => calls.stop(),
  };
}
