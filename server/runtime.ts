import type pg from 'pg';
import type { PipelineRuntime } from './actions/pipeline-runtime';
import { hashAgentToken, makeAgentToken } from './auth/agent-token';
import { makeLinkSecret } from './auth/link-secret';
import type { Env } from './env';
import type { WakeBus } from './events/wake';
import { createPolicyEngine } from './policy/policy-engine';
import { registry } from './registry';
import { createWorkPool } from './work/work-pool';

/** What one process shares between the listener and the code Next bundles. */
export interface Runtime extends PipelineRuntime {
  readonly env: Env;
  readonly pool: pg.Pool;
  readonly wake: WakeBus;
}

/** The policy engine over every action of the registry; about 60 ms, once a process. */
export function createPolicies() {
  return createPolicyEngine({
    actions: [...registry.actions.values(), ...registry.queries.values()].map((entry) => ({
      name: entry.name,
      permission: entry.permission,
      mutation: entry.kind === 'action',
      adminAction: entry.adminAction ?? false,
    })),
  });
}

/** What the pipeline needs beside a pool and a wake bus. */
export function pipelineParts() {
  return {
    registry,
    policy: createPolicies(),
    work: createWorkPool(),
    newAgentToken: (id: string) => {
      const { token } = makeAgentToken(id);
      return { token, hash: hashAgentToken(token).toString('hex') };
    },
    newLinkSecret: makeLinkSecret,
  };
}

export function createRuntime(
  parts: Pick<Runtime, 'env' | 'pool' | 'wake' | 'mail' | 'observer' | 'process'>,
): Runtime {
  return { ...parts, ...pipelineParts() };
}
