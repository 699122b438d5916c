import type { Credential } from '@/server/actions/credential';
import type { Outcome } from '@/server/actions/execute.types';
import type { PipelineRuntime } from '@/server/actions/pipeline-runtime';

/** What the agents' door needs of the process. */
export interface McpRuntime extends PipelineRuntime {
  readonly wake: PipelineRuntime['wake'] & {
    /** Calls `listener` after new events of a project until the returned function is called. */
    subscribe(projectId: string, listener: (seq: number) => void): () => void;
  };
}

export interface ExecuteOptions {
  readonly idempotencyKey?: string | undefined;
  readonly dryRun?: boolean | undefined;
  /** Of the session. */
  readonly ticket?: string | undefined;
}

/** One request of one agent, as a tool sees it. */
export interface Exchange {
  readonly runtime: McpRuntime;
  readonly credential: Credential & { readonly kind: 'token' };
  /** Aborted when the client is gone. */
  readonly gone: AbortSignal;
  /** Runs an action or query in the token's own project; throws AppError. */
  execute(action: string, args: unknown, options?: ExecuteOptions): Promise<Outcome>;
  /** Waits for work; see inbox-wait.ts. */
  readonly wait: InboxWait;
}

export interface WaitOptions {
  readonly timeoutMs: number;
  readonly after?: number | undefined;
  readonly epoch?: string | undefined;
  readonly claim: boolean;
  readonly ticket?: string | undefined;
}
export type InboxWait = (exchange: Exchange, options: WaitOptions) => Promise<Record<string, unknown>>;
