/** What can be done beside the main thread: each task with what goes in and what comes out, both plain data. */
export interface Work {
  /**
   * Runs one task in a thread of its own. Rejects with WorkRefused where it took more time or memory than a text of
   * honest size needs: then the thread is gone, and with it whatever it held.
   */
  run<Result>(task: WorkTask, payload: unknown): Promise<Result>;
  /** Ends the threads; later runs start new ones. */
  close(): Promise<void>;
}

export type WorkTask = 'plan.parse' | 'secrets.scan';

/** Too much for the thread: `time` or `memory`. Recognised by name, since two copies of this module may be loaded. */
export class WorkRefused extends Error {
  override readonly name = 'WorkRefused';
  constructor(readonly what: 'time' | 'memory') {
    super(`the work took too much ${what}`);
  }
}

export const isWorkRefused = (error: unknown): error is WorkRefused =>
  error instanceof Error && error.name === 'WorkRefused';

/** Across the thread's border. */
export type WorkAnswer =
  | { readonly kind: 'ready'; readonly thread: string | null }
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly message: string };
