import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { withClient } from '../db/pool';
import { AppError } from '../errors';
import { scanSecrets } from '../policy/secret-scan';
import type { AnyAction } from './action';
import { authenticate, parseArguments, readFacts, refusalError } from './admission';
import { movesOn } from './available';
import { type CommitStamp, commit } from './commit';
import { decideAttempt, inactive } from './decide';
import { logDenial } from './denial-log';
import type { Outcome, Request } from './execute.types';
import { judgeRule } from './judge-rule';
import type { CallWatch } from './observer';
import type { PipelineRuntime } from './pipeline-runtime';
import { requestHash } from './request-hash';
import { scored } from './score-recovery';
import { staleTicket } from './session-ticket';

/** Tries of a whole attempt whose rows moved under it. */
const TRIES = 6;
/** Of any number of callers who change the rules at once, one gets through a round; so these wait longer. */
const RULES_TRIES = 60;
/** Most milliseconds of a pause before the next try; drawn at random, so that the losers spread. */
const JITTER_MS = 12;

/** Keys a caller may choose; long enough for a UUID with a suffix. */
const KEY = /^[\x21-\x7e]{8,200}$/;

const pause = (attempt: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, Math.random() * JITTER_MS * attempt));

export async function runAction(
  runtime: PipelineRuntime,
  action: AnyAction,
  request: Request,
  watch: CallWatch,
): Promise<Outcome> {
  const input = watch.step('parse', () => parseArguments(action, request.arguments));
  const findings = await watch.step('scan', () => scanSecrets(request.arguments, runtime.work));
  const key = request.idempotencyKey;
  if (key !== undefined && !KEY.test(key)) {
    throw new AppError('INVALID_ARGUMENTS', 'An idempotency key has 8 to 200 printable characters.');
  }
  const hash = key === undefined ? '' : requestHash(action.name, request.arguments);
  let rules = 0;
  let prepared: object | undefined;
  for (let attempt = 1; attempt <= TRIES && rules < RULES_TRIES; attempt += 1) {
    const facts = await watch.step('facts', () => readFacts(runtime, request, action.facts(input)));
    watch.facts(facts);
    authenticate(facts, action);
    // Whoever may do nothing any more is not told again either what they did: policy refuses them below.
    const active = inactive(facts) === undefined;
    if (facts.replay !== null && active) return replay(action, facts.replay, hash);

    const stale = active ? staleTicket(action, facts, request) : null;
    if (stale) throw refusalError(stale, null);
    const derived = watch.step('derive', () => action.derive(facts, input));
    if (derived === null) throw new AppError('NOT_FOUND', 'There is no such thing in this project.');
    const decision = watch.step('policy', () =>
      decideAttempt(runtime, action, facts, derived, findings, input),
    );
    if (!decision.allowed) {
      const decisionId = request.dryRun ? null : await logDenial(runtime, action, facts, derived, decision);
      throw new AppError('POLICY_DENIED', decision.denials[0]?.title ?? 'A policy denies this.', {
        ...(decision.denials[0] ? { hint: decision.denials[0].fix } : {}),
        details: {
          decisionId,
          action: action.name,
          resource: derived.resource.label,
          policySet: decision.policySet,
          denials: decision.denials,
        },
      });
    }
    prepared ??= await watch.step('prepare', () => action.prepare?.(input, runtime.work));
    const known = {
      ...facts,
      own: prepared === undefined ? facts.own : { ...Object(facts.own), ...prepared },
    };
    const change = watch.step('rule', () =>
      judgeRule(action, known, input, {
        newId: uuid,
        newAgentToken: runtime.newAgentToken,
        moves: (seen, handoff) => movesOn(runtime, seen, handoff, 'names'),
        newLinkSecret: runtime.newLinkSecret,
        sealed: request.sealed ?? {},
        mails: runtime.mail !== undefined,
      }),
    );
    if (change.kind === 'refusal') {
      const { kind, label } = derived.resource;
      throw refusalError(change, kind === 'handoff' ? label : null);
    }
    if (request.dryRun) {
      return { ok: true, action: action.name, result: change.result, eventSeq: null, replayed: false };
    }
    const stamp: CommitStamp = {
      projectId: facts.project.id,
      rulesEpoch: facts.project.rulesEpoch,
      actor: { id: facts.actor.id, kind: facts.actor.kind, name: facts.actor.name },
      sessionId: facts.session?.id ?? null,
      action: action.name,
      policySet: decision.policySet,
      causedBy: request.credential.kind === 'system' ? request.credential.causedBy : null,
      idempotency: key === undefined ? null : { key, requestHash: hash },
      overrides: decision.overridesUsed.flatMap(
        // One use takes one override, however many there are: the one that ends first.
        (policyId) => derived.overrides?.find((override) => override.policyId === policyId) ?? [],
      ),
    };
    const outcome = await watch.step('commit', () =>
      withClient(runtime.pool, (client) => commit(client, scored(change, facts, action), stamp)),
    );
    if (outcome.kind === 'done') {
      const eventSeq = outcome.eventSeq === 0 ? null : outcome.eventSeq;
      watch.step('wake', () => {
        if (eventSeq !== null) runtime.wake.notify(stamp.projectId, eventSeq);
        for (const { projectId, seq } of outcome.elsewhere ?? []) runtime.wake.notify(projectId, seq);
      });
      if (change.letter) runtime.mail?.send(change.letter);
      const result =
        change.once === undefined ? outcome.result : { ...Object(outcome.result), ...change.once };
      return { ok: true, action: action.name, result, eventSeq, replayed: false };
    }
    if (outcome.cause === 'wip') {
      throw new AppError('WIP_LIMIT', 'As many handoffs as this stage takes are in hand already.');
    }
    // Rules, version, key or override moved: read again. The rule then sees what is the case now and says so.
    if (outcome.cause === 'rules') {
      rules += 1;
      attempt -= 1;
    }
    await pause(Math.min(attempt + rules, TRIES) + 1);
  }
  throw new AppError('BUSY', 'Others changed the same thing again and again.');
}

function replay(action: AnyAction, first: { requestHash: string; result: unknown }, hash: string): Outcome {
  if (first.requestHash !== hash) {
    throw new AppError('IDEMPOTENCY_CONFLICT', 'This idempotency key was used with other arguments.');
  }
  const stored = z.object({ result: z.unknown(), eventSeq: z.number() }).parse(first.result);
  return {
    ok: true,
    action: action.name,
    result: stored.result,
    eventSeq: stored.eventSeq === 0 ? null : stored.eventSeq,
    replayed: true,
  };
}
