import type { Caller } from './admission';

export interface Request extends Caller {
  readonly action: string;
  readonly arguments: unknown;
  readonly idempotencyKey?: string | undefined;
  /** Of the session in which it is done, as its start or its last recovery answered it; see session-ticket.ts. */
  readonly ticket?: string | undefined;
  /** For the rule alone; see RuleEnv. Only doors of ours fill it. */
  readonly sealed?: Readonly<Record<string, string>> | undefined;
  /** Everything but the commit; writes nothing, not even a refusal. */
  readonly dryRun?: boolean | undefined;
}

export interface Outcome {
  readonly ok: true;
  readonly action: string;
  readonly result: unknown;
  readonly eventSeq: number | null;
  /** True when this answer is the first one of the same key. */
  readonly replayed: boolean;
}
