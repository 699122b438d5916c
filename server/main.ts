import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import next from 'next';
import { provideAuthContext } from './auth/auth-context';
import { stampRequest } from './auth/local-request';
import { ownOrigin } from './auth/own-origin';
import { offerSetUp } from './auth/set-up';
import { type AppAddress, createAppPool, withClient } from './db/pool';
import type { Env } from './env';
import { AppError, toErrorBody } from './errors';
import { createWakeBus } from './events/wake';
import { type Api, createApi } from './http';
import { assertHost, assertMethod } from './http/admit';
import { bodyLimit, readBody } from './http/body';
import { goneSignal, sendResponse, toRequest } from './http/node-adapter';
import { pageRefusal } from './http/page-refusal';
import { errorResponse, SECURITY_HEADERS } from './http/respond';
import { provideApi } from './http/shared-api';
import { startDuties } from './jobs/duties';
import { createMailer } from './mail/mailer';
import { createLog, type Log, provideLog } from './observe/log';
import { createProcessWatch } from './observe/process-watch';
import { createTracer } from './observe/tracer';
import { createRuntime, type Runtime } from './runtime';

/** One process answers from at most so many connections, beside the one that waits for wake-ups. */
const POOL_SIZE = 16;
/** What is still running this long after the signal is cut off; the launcher ends the process at 20 s. */
const DRAIN_MS = 17_000;
const DRAIN_LOOK_MS = 50;
/** Longer than an agent thinks between two calls: Node's 5 s closed connections just as the next call took them. */
const KEEP_ALIVE_MS = 75_000;

export interface ServeOptions extends AppAddress {
  env: Env;
  dev?: boolean | undefined;
  /** false: API only, without the pages; for tests and measurements */
  pages?: boolean | undefined;
  /** where lines go instead of stderr; for tests */
  log?: Log | undefined;
  /** most connections to the database */
  poolSize?: number | undefined;
}

export interface RunningServer {
  /** what the `ready` line says */
  url: string;
  runtime: Runtime;
  /** Where the first admin sets the instance up, while nobody administers it. */
  setUp: string | null;
  /** Stops in order: not ready, streams ended, requests in flight finished, connections closed. */
  close(): Promise<void>;
}

type PageHandler = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>;

interface Pages {
  handle: PageHandler;
  close(): Promise<void>;
}

async function startPages(server: Server, env: Env, dev: boolean): Promise<Pages> {
  const app = next({ dev, hostname: env.host, port: env.port, httpServer: server });
  await app.prepare();
  const upgrade = app.getUpgradeHandler();
  // Only Next's development server opens web sockets.
  server.on('upgrade', (incoming, socket, head) => {
    const connect = async () => {
      if (!dev) throw new AppError('NOT_FOUND', 'There is no such address.');
      assertHost(env, incoming.headers.host ?? null);
      await upgrade(incoming, socket, head);
    };
    connect().catch(() => socket.destroy());
  });
  return { handle: app.getRequestHandler(), close: () => app.close() };
}

/** A connection whose body we do not want to read to the end is not used again. */
function refuse(outgoing: ServerResponse, error: unknown, path: string): Promise<void> {
  if (outgoing.headersSent) {
    outgoing.destroy();
    return Promise.resolve();
  }
  outgoing.setHeader('connection', 'close');
  const page = path.startsWith('/api/') ? null : pageRefusal(toErrorBody(error));
  return sendResponse(page ?? errorResponse(error, path), outgoing);
}

/** Files of the build and what is drawn from the code alone: they need neither a session nor the database. */
const FROM_CODE = /^\/(?:_next|docs)\/|\.[a-z0-9]+$/;

function listener({ env, pool }: Runtime, dev: boolean, api: Api, pages: () => PageHandler | undefined) {
  const secure = env.publicUrl?.startsWith('https://') ?? false;
  // Next's development server posts to addresses of its own; pages have no other methods, as there are no server actions.
  const pageMethods = dev ? ['GET', 'HEAD', 'POST', 'OPTIONS'] : ['GET', 'HEAD'];

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse, path: string): Promise<void> {
    assertHost(env, incoming.headers.host ?? null);
    if (!path.startsWith('/')) throw new AppError('NOT_FOUND', 'There is no such address.');
    if (path.startsWith('/api/')) {
      assertMethod(incoming.method ?? '', ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
      const gone = goneSignal(outgoing);
      const request = toRequest(incoming, await readBody(incoming, bodyLimit(path)), gone);
      const answer = await api.route(request);
      if (answer) return sendResponse(answer, outgoing);
    }
    assertMethod(incoming.method ?? '', pageMethods);
    if (!FROM_CODE.test(path)) {
      await api.admitPage(toRequest(incoming, undefined));
      // Next would answer a page that finds no connection as a fault of ours, and after the same wait.
      await withClient(pool, async () => undefined);
    }
    const page = pages();
    if (!page) throw new AppError('NOT_FOUND', 'There is no such address.');
    await page(incoming, outgoing);
  }

  return (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    stampRequest(incoming);
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) outgoing.setHeader(name, value);
    if (secure) outgoing.setHeader('strict-transport-security', 'max-age=31536000');
    const path = (incoming.url ?? '').split('?', 1)[0] ?? '';
    serve(incoming, outgoing, path).catch((error: unknown) => refuse(outgoing, error, path));
  };
}

/** Connections that browsers and clients opened ahead and have not used: Node does not count them as idle. */
function openedAhead(server: Server): Set<Socket> {
  const unused = new Set<Socket>();
  server.on('connection', (socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.on('request', (incoming) => unused.delete(incoming.socket));
  return unused;
}

async function drain(server: Server, unused: ReadonlySet<Socket>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A connection that was busy when the server closed is kept alive by Node until somebody looks.
  const look = setInterval(() => {
    server.closeIdleConnections();
    for (const socket of unused) if (socket.bytesRead === 0) socket.destroy();
  }, DRAIN_LOOK_MS);
  const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearInterval(look);
  clearTimeout(cut);
}

/** Starts what its role wants of one process: pages, API, live events; deadlines. The database is up and migrated. */
export async function serve({
  env,
  appUrl,
  poolUrl,
  dev = false,
  pages = true,
  log = createLog(env.logLevel ?? 'warn'),
  poolSize = POOL_SIZE,
}: ServeOptions): Promise<RunningServer> {
  provideLog(log);
  const trouble = (what: string) => (error: unknown) => log.error(what, { error });
  const tracer = env.otlpEndpoint === undefined ? undefined : await createTracer(env.otlpEndpoint);
  const pool = createAppPool(
    { appUrl, poolUrl },
    { max: poolSize, onIdleError: trouble('a connection to the database broke') },
  );
  const wake = createWakeBus({
    connectionString: appUrl,
    pool,
    onTrouble: trouble('wake-ups do not get through'),
  });
  const mail = env.mail && createMailer(env.mail, ownOrigin, trouble('a letter was not sent'));
  const watch = createProcessWatch({ log, tracer, pool, most: POOL_SIZE, wake, role: env.role ?? 'all' });
  const { observer, told } = watch;
  const runtime = createRuntime({ env, pool, wake, mail, observer, process: told });
  provideAuthContext(runtime);
  const api = createApi({ ...runtime, watch });
  provideApi(api);

  let site: Pages | undefined;
  const server = createServer(listener(runtime, dev, api, () => site?.handle));
  const unused = openedAhead(server);
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  try {
    if (pages && env.role !== 'worker') site = await startPages(server, env, dev);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(env.port, env.host, resolve);
    });
  } catch (error) {
    api.drain();
    await Promise.all([site?.close(), wake.close(), api.close()]);
    await pool.end();
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new Error(`port ${env.port} of ${env.host} is taken: set PORT to another`, { cause: error });
    }
    throw error;
  }
  const duties = env.role === 'web' ? undefined : startDuties(runtime, watch, trouble);
  const setUp = env.role === 'worker' ? null : await offerSetUp(runtime);

  async function stop(): Promise<void> {
    api.drain();
    await Promise.all([drain(server, unused), duties?.stop()]);
    await Promise.all([api.close(), mail?.close()]);
    await site?.close();
    await wake.close();
    await pool.end();
    await tracer?.close();
    watch.close();
    log.flush();
  }

  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : env.port;
  let stopped: Promise<void> | undefined;
  return {
    url: `http://${env.host.includes(':') ? `[${env.host}]` : env.host}:${port}`,
    runtime,
    setUp,
    close() {
      stopped ??= stop();
      return stopped;
    },
  };
}
