import type pg from 'pg';
import type { Env } from '../env';

/** What signing in needs of the process. */
export interface AuthContext {
  readonly pool: pg.Pool;
  readonly env: Pick<Env, 'host' | 'publicUrl'> & Partial<Pick<Env, 'oidc' | 'github' | 'mail'>>;
}

const SHARED = Symbol.for('llmgenie.auth-context');

/** Called once by whoever starts the process. */
export function provideAuthContext(context: AuthContext): void {
  const shared: typeof globalThis & { [SHARED]?: AuthContext } = globalThis;
  shared[SHARED] = context;
}

/**
 * The process's own, for pages that Next bundled on their own: they see this copy of the module, but the same
 * globalThis, and need neither a second pool nor the whole pipeline in their bundle.
 */
export function authContext(): AuthContext {
  const shared: typeof globalThis & { [SHARED]?: AuthContext } = globalThis;
  const context = shared[SHARED];
  if (!context) throw new Error('the server was not started through server/main.ts');
  return context;
}
