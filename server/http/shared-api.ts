import { AppError } from '../errors';
import type { Api } from '../http';
import { errorResponse } from './respond';

const SHARED = Symbol.for('llmgenie.api');

/** Called once by the listener. */
export function provideApi(api: Api): void {
  const shared: typeof globalThis & { [SHARED]?: Api } = globalThis;
  shared[SHARED] = api;
}

/**
 * For Next's route files: the handler that the listener of this process made. Next bundles a copy of this module, but
 * not the pipeline behind it. The listener answers API paths itself, so this is reached only around it.
 */
export async function apiRoute(request: Request): Promise<Response> {
  const shared: typeof globalThis & { [SHARED]?: Api } = globalThis;
  const path = new URL(request.url).pathname;
  const answer = shared[SHARED]?.route(request);
  return answer ?? errorResponse(new AppError('NOT_FOUND', 'There is no such address.'), path);
}

/** What the process tells of its own API, for the page that shows it: the same document that programs get. */
export async function apiDocument(): Promise<Readonly<Record<string, unknown>>> {
  const shared: typeof globalThis & { [SHARED]?: Api } = globalThis;
  // Asked by a name that every process goes by.
  const request = new Request('http://127.0.0.1/api/v1/openapi.json', { headers: { host: '127.0.0.1' } });
  const answer = await shared[SHARED]?.route(request);
  if (answer?.ok !== true) throw new Error('the process tells nothing of its API');
  return Object(await answer.json());
}
