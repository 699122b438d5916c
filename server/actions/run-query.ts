import { withClient } from '../db/pool';
import { AppError } from '../errors';
import { builtinPolicies } from '../policy/builtin-policies';
import type { AnyQuery, QueryContext } from './action';
import { authenticate, INSTANCE, parseArguments, readFacts, select } from './admission';
import { availableActions, movesOn } from './available';
import type { Credential } from './credential';
import type { Outcome, Request } from './execute.types';
import type { BaseFacts } from './facts';
import type { CallWatch } from './observer';
import type { PipelineRuntime } from './pipeline-runtime';
import { watching } from './watching';

export async function runQuery(
  runtime: PipelineRuntime,
  query: AnyQuery,
  request: Request,
  watch: CallWatch,
): Promise<Outcome> {
  const input = watch.step('parse', () => parseArguments(query, request.arguments));
  const { credential, project } = request;
  const facts = await watch.step('facts', () => readFacts(runtime, { credential, project }, null));
  watch.facts(facts);
  authenticate(facts, query);
  // Queries ask for permission and an active actor, not for Cedar.
  if (facts.credential.disabled || facts.actor.disabled || facts.actor.owner?.disabled === true) {
    throw new AppError('UNAUTHENTICATED', 'This actor is disabled.');
  }
  const rank = { viewer: 0, member: 1, lead: 2, admin: 3 } as const;
  const holds =
    facts.actor.kind === 'agent'
      ? (facts.actor.owner?.permission ?? 'viewer')
      : (facts.actor.permission ?? 'admin');
  const needs = query.place === 'any' && facts.project.key === INSTANCE ? 'admin' : query.permission;
  if (rank[holds] < rank[needs]) {
    throw new AppError('POLICY_DENIED', `This needs the permission ${needs}.`, {
      details: { action: query.name, resource: facts.project.key, denials: [], permission: needs },
    });
  }
  const result = await watch.step('read', () =>
    query.read(queryContext(runtime, facts, request.credential), input),
  );
  if (result === null) throw new AppError('NOT_FOUND', 'There is no such thing in this project.');
  return { ok: true, action: query.name, result, eventSeq: null, replayed: false };
}

function queryContext(
  runtime: PipelineRuntime,
  facts: BaseFacts & { project: NonNullable<BaseFacts['project']> },
  credential: Credential,
): QueryContext {
  const context: QueryContext = {
    facts,
    projectId: facts.project.id,
    rows: (query) => withClient(runtime.pool, (client) => select(client, query)),
    runtime: {
      available: (input) => availableActions(runtime, { credential, project: facts.project.key }, input),
      moves: (known, handoff) => movesOn(runtime, known, handoff, 'names'),
      policySet: runtime.policy.policySet,
      policies: builtinPolicies,
      watching: (event) => watching(runtime.registry, event),
      process: runtime.process,
    },
  };
  return context;
}
