import type pg from 'pg';
import type { PolicyEngine } from '../policy/policy.types';

import type { Work } from '../work/work.types';

import type { Letter } from './change';

import type { Observer, ProcessTold } from './observer';

import type { Registry } from './registry.types';

/** What the pipeline needs of the process. */
export interface PipelineRuntime {
  /** Connections as the application's role. */
  readonly pool: pg.Pool;
  readonly policy: PolicyEngine;
  readonly registry: Registry;
  readonly newAgentToken: (id: string) => { readonly token: string; readonly hash: string };
  /** Threads for what would hold up everybody else. */
  readonly work: Work;
  readonly newLinkSecret: () => { readonly secret: string; readonly hash: string };
  /** Absent: no mail is set up. Never throws. */
  readonly mail?: { send(letter: Letter): void } | undefined;
  readonly wake: { notify(projectId: string, seq: number): void };
  /** Absent: nobody looks, as in a command. */
  readonly observer?: Observer | undefined;
  /** How this process does; absent as above. */
  readonly process?: (() => Promise<ProcessTold>) | undefined;
}
