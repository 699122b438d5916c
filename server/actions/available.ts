import { z } from 'zod';
import { AppError } from '../errors';
import type { AnyAction, AnyQuery, Offer } from './action';
import { authenticate, type Caller, isPlaced, readFacts, stepsOn } from './admission';
import type { AvailableAction, AvailableInput, AvailableResult } from './available.schema';
import { decideAttempt } from './decide';
import type { BaseFacts } from './facts';
import { judgeRule, STILL_ENV } from './judge-rule';
import type { PipelineRuntime } from './pipeline-runtime';

/** Rows a page: full rows carry a schema each, names are short. */
const PAGE = { names: 60, full: 8 } as const;

function outline(
  definition: { name: string; title: string; description: string; kind: string },
  detail: 'names' | 'full',
) {
  return {
    name: definition.name,
    title: definition.title,
    description: detail === 'full' ? definition.description : '',
    readOnly: definition.kind === 'query',
    destructive: false,
  };
}

/** Judges one candidate call with the code that judges the real one. Writes nothing. */
function judge(
  runtime: PipelineRuntime,
  action: AnyAction,
  facts: BaseFacts & { own: unknown },
  handoff: string,
  offer: Offer,
  detail: 'names' | 'full',
): AvailableAction | null {
  const base = { ...outline(action, detail), destructive: action.destructive ?? false };
  const args = { handoff, ...offer.arguments };
  const parsed = action.input.safeParse({ ...args, ...offer.standIn });
  if (!parsed.success) return null;
  const derived = action.derive(facts, parsed.data);
  if (derived === null) return null;
  const decision = decideAttempt(runtime, action, facts, derived, [], parsed.data);
  const first = decision.denials[0];
  if (!decision.allowed && first) {
    return {
      ...base,
      allowed: 'blocked',
      arguments: args,
      blockedBy: {
        policyId: first.policyId,
        title: first.title,
        why: first.why,
        facts: {
          ...first.facts,
          ...(decision.denials.length > 1 ? { also: decision.denials.slice(1).map((d) => d.policyId) } : {}),
        },
        next: first.next.map((step) => ({ ...step, arguments: { ...step.arguments } })),
        override: { ...first.override },
      },
    };
  }
  const change = judgeRule(action, facts, parsed.data, STILL_ENV);
  if (change.kind === 'refusal') {
    return {
      ...base,
      allowed: 'blocked',
      arguments: args,
      blockedBy: {
        policyId: change.rule,
        title: change.message,
        why: change.message,
        facts: { ...change.details },
        next: [...stepsOn(change, handoff)],
        override: { possible: false, by: '', action: '' },
      },
    };
  }
  return offer.needs && offer.needs.length > 0
    ? { ...base, allowed: 'needs_input', arguments: args, needs: [...offer.needs] }
    : { ...base, allowed: 'yes', arguments: args };
}

/** Every offered move on the handoff whose facts these are. */
export function movesOn(
  runtime: PipelineRuntime,
  facts: BaseFacts & { own: unknown },
  handoff: string,
  detail: 'names' | 'full',
  wanted: (action: AnyAction) => boolean = () => true,
): AvailableAction[] {
  return [...runtime.registry.actions.values()]
    .filter((action) => action.audience !== 'system' && wanted(action))
    .flatMap((action) =>
      (action.offers?.(facts) ?? []).flatMap(
        (offer) => judge(runtime, action, facts, handoff, offer, detail) ?? [],
      ),
    );
}

/** What may be called at all: permission, scope and audience only; the facts of one handoff decide the rest. */
function general(
  runtime: PipelineRuntime,
  action: AnyAction,
  facts: BaseFacts & { project: NonNullable<BaseFacts['project']> },
  detail: 'names' | 'full',
): AvailableAction {
  const base = { ...outline(action, detail), destructive: action.destructive ?? false };
  const decision = decideAttempt(
    runtime,
    action,
    facts,
    {
      resource: { kind: 'project', id: facts.project.id, label: facts.project.key },
      // What a person would have to confirm is not known yet; an agent never gets as far.
      context: { humanConfirmed: facts.actor?.kind !== 'agent' },
    },
    [],
    {},
  );
  const first = decision.denials[0];
  if (decision.allowed || first === undefined) return { ...base, allowed: 'needs_input' };
  return {
    ...base,
    allowed: 'blocked',
    blockedBy: {
      policyId: first.policyId,
      title: first.title,
      why: first.why,
      facts: { ...first.facts },
      next: first.next.map((step) => ({ ...step, arguments: { ...step.arguments } })),
      override: { ...first.override },
    },
  };
}

/**
 * The same answer draws the board's buttons and drop targets and serves MCP and REST: one rule book.
 * With a handoff: every offered move on it as yes, blocked or needs_input. Without: what the caller may do at all.
 */
export async function availableActions(
  runtime: PipelineRuntime,
  caller: Caller,
  input: z.output<typeof AvailableInput>,
): Promise<AvailableResult> {
  const { actions, queries } = runtime.registry;
  const anchor = [...actions.values()].find((action) => action.offers !== undefined);
  const handoff = input.handoff;
  const own = handoff === undefined || anchor === undefined ? null : anchor.facts({ handoff });
  const facts = await readFacts(runtime, caller, own);
  const listing = queries.get('actions.available');
  if (listing === undefined) throw new Error('the registry lacks actions.available');
  authenticate(facts, listing);

  const { key } = facts.project;
  const wanted = (entry: AnyAction | AnyQuery) =>
    entry.audience !== 'system' &&
    isPlaced(entry, key) &&
    (input.prefix === undefined || entry.name.startsWith(input.prefix));
  // Without a session an agent may change nothing: what opens one comes first, not on a page that nobody turns to.
  const open = [...actions.values()]
    .filter(wanted)
    .sort((one, other) => Number(other.opensSession ?? false) - Number(one.opensSession ?? false));
  const rows: AvailableAction[] = [];
  if (handoff === undefined) {
    rows.push(...open.map((action) => general(runtime, action, facts, input.detail)));
    rows.push(
      ...[...queries.values()]
        .filter(wanted)
        .map((query): AvailableAction => ({ ...outline(query, input.detail), allowed: 'yes' })),
    );
  } else {
    rows.push(...movesOn(runtime, facts, handoff, input.detail, wanted));
    if (rows.length === 0) throw new AppError('NOT_FOUND', 'There is no such handoff in this project.');
  }
  const start = input.cursor === undefined ? 0 : Number.parseInt(input.cursor, 10) || 0;
  const size = PAGE[input.detail];
  const page = rows.slice(start, start + size).map((row) => withSchema(runtime, row, input.detail));
  return {
    actor: { id: facts.actor.id, kind: facts.actor.kind, name: facts.actor.name },
    roles: [...facts.actor.roles],
    permission: facts.actor.permission ?? (facts.actor.kind === 'agent' ? 'member' : 'admin'),
    actions: page,
    nextCursor: start + size < rows.length ? String(start + size) : null,
  };
}

const schemas = new Map<string, Record<string, unknown>>();

/** JSON Schema of an action's arguments, as every door gives it. */
export function inputSchemaOf(runtime: PipelineRuntime, name: string): Record<string, unknown> | undefined {
  const known = schemas.get(name);
  if (known) return known;
  const definition = runtime.registry.actions.get(name) ?? runtime.registry.queries.get(name);
  if (definition === undefined) return undefined;
  const made = { ...z.toJSONSchema(definition.input, { io: 'input' }) };
  schemas.set(name, made);
  return made;
}

function withSchema(
  runtime: PipelineRuntime,
  row: AvailableAction,
  detail: 'names' | 'full',
): AvailableAction {
  const inputSchema = detail === 'full' ? inputSchemaOf(runtime, row.name) : undefined;
  return inputSchema === undefined ? row : { ...row, inputSchema };
}
