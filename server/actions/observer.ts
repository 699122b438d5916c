import type { BaseFacts } from './facts';
import type { ProcessView } from './process.schema';

/** Where a call came in. */
export type DoorName = 'trpc' | 'mcp' | 'rest' | 'events' | 'blob' | 'identity' | 'system';

export interface Origin {
  readonly door: DoorName;
  /** What the answer carries as x-request-id. */
  readonly requestId: string;
}

/** What one call goes through; `read` is the whole of a query. */
export type Step =
  | 'parse'
  | 'scan'
  | 'facts'
  | 'derive'
  | 'policy'
  | 'prepare'
  | 'rule'
  | 'commit'
  | 'wake'
  | 'read';

/** Watches one call from its beginning to its end. Never throws, decides nothing. */
export interface CallWatch {
  /** Runs a step and answers what it answers. */
  step<T>(name: Step, work: () => T): T;
  /** Whose call it is, as soon as that is read. */
  facts(facts: BaseFacts): void;
  done(outcome: { readonly eventSeq: number | null; readonly replayed: boolean }): void;
  failed(error: unknown): void;
}

/** Sees every call of the pipeline: for the log, the metrics and the traces of the process. */
export interface Observer {
  /** @param action a name of the registry, or `unknown` */
  begin(action: string, origin: Origin | undefined): CallWatch;
  /** A call was refused because its caller makes too many. */
  limited(door: DoorName): void;
}

/** How far a consumer of a project's events has come. */
export interface Head {
  readonly consumer: 'streams' | 'waits';
  readonly projectId: string;
  readonly at: number;
}

/** What this process tells of itself. */
export interface ProcessTold {
  readonly view: ProcessView;
  readonly heads: readonly Head[];
}

/** For who watches nothing. */
export const UNWATCHED: CallWatch = {
  step: (_, work) => work(),
  facts: () => undefined,
  done: () => undefined,
  failed: () => undefined,
};
