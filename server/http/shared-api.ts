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
