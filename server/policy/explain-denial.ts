import type {
  Denial,
  Fact,
  ItemStep,
  NextStep,
  Permission,
  PolicyActionSpec,
  PolicyRequest,
} from './policy.types';
import { RANK } from './request-shape';

/*
 * Facts and next steps of each denial. Everything that leaves here is a number, a key or text from the build: stored
 * content (titles, comments) must never reach a reader as if it were an instruction.
 */

/** Registered actions by name: only those are suggested, with the permission they really ask for. */
export type Registered = ReadonlyMap<string, PolicyActionSpec>;

type Details = Pick<Denial, 'facts' | 'next'>;

/** So that an answer stays small however long the checklist is. */
const MAX_STEPS = 20;
const MAX_KEYS = 50;

const EXPLAIN: Readonly<Record<string, (request: PolicyRequest, registered: Registered) => Details>> = {
  'security.active-actor': ({ actor }, registered) => ({
    facts: { reason: actor.inactiveReason ?? 'disabled' },
    next:
      actor.kind === 'agent' && (actor.inactiveReason === 'revoked' || actor.inactiveReason === 'expired')
        ? [
            {
              action: 'token.create',
              arguments: { agent: key(actor.id) },
              by: allowedTo('token.create', registered),
            },
          ]
        : [],
  }),
  'security.no-secrets': ({ context, ...request }) => ({
    facts: { secretsFound: context.secretsFound, secretRules: keys(context.secretRules) },
    next: [again(request, 'you')],
  }),
  'security.agent-no-admin': (request) => ({
    facts: { action: request.action },
    next: [again(request, request.permission)],
  }),
  'security.agent-ceiling': (request) => ({
    facts: { needed: request.permission, owner: request.actor.ownerPermission ?? 'gone' },
    next: [again(request, request.permission)],
  }),
  'security.destructive': (request) => {
    const confirm = key(request.resource.label);
    const {
      action,
      arguments: args,
      by,
    } = again(request, request.actor.kind === 'agent' ? request.permission : 'you');
    return {
      facts: { humanConfirmed: false, ...(confirm === '' ? {} : { confirm }) },
      next: [{ action, arguments: confirm === '' ? args : { ...args, confirm }, by }],
    };
  },
  'logging.session': (request) => ({
    facts: { sessionActive: false },
    next: [{ action: 'session.start', arguments: target(request), by: 'you' }],
  }),
  'branch.protected': (request) => {
    const { handoff } = target(request);
    const branch = `work/${handoff === undefined ? 'new' : handoff.toLowerCase()}`;
    return {
      facts: { branch: key(request.context.branch) },
      next: [
        handoff === undefined
          ? { action: request.action, arguments: { branch }, by: 'you' }
          : { action: 'handoff.update', arguments: { handoff, branch }, by: 'you' },
      ],
    };
  },
  'branch.review': (request) => ({
    facts: { reviewRequired: true, reviewApproved: false },
    next: [{ action: 'handoff.send', arguments: target(request), by: 'you' }],
  }),
  'flow.route': (request) => {
    const { fromStage, toStage, reachable = [] } = request.context;
    return {
      facts: {
        from: key(fromStage),
        to: key(toStage),
        reachable: keys(reachable.map(({ to }) => to)),
      },
      // Never the refused hop by somebody else: no lead can route where the workflow has no route.
      next: reachable.slice(0, MAX_STEPS).map(({ to, action }) => ({
        action: request.action === 'handoff.route' ? request.action : action,
        arguments: { ...target(request), to: key(to) },
        by: 'you',
      })),
    };
  },
  'checklist.required': (request) => {
    const { requiredOpen, evidenceMissing, ticksStale, openItems, itemSteps } = request.context;
    const steps: readonly ItemStep[] =
      itemSteps ?? openItems.map((item) => ({ item, need: 'tick', by: 'you' }));
    return {
      facts: { requiredOpen, evidenceMissing, ticksStale, openItems: keys(openItems) },
      // The package first: ticks made before it changes would be for older content.
      next: steps
        .toSorted((a, b) => Number(b.need === 'package') - Number(a.need === 'package'))
        .slice(0, MAX_STEPS)
        .map(({ item, need, by, kind }) =>
          need === 'package'
            ? { action: 'handoff.update', arguments: target(request), by }
            : {
                action: need === 'evidence' ? 'checklist.attachEvidence' : 'checklist.tick',
                arguments: {
                  ...target(request),
                  item: key(item),
                  ...(need === 'evidence' && kind !== undefined ? { kind: key(kind) } : {}),
                },
                by,
              },
        ),
    };
  },
  'duty.self-accept': (request) => ({
    facts: { soloProject: request.context.soloProject },
    next: [again(request, holder(request))],
  }),
};

/** Facts and next steps of a fired policy; a project's own policies have neither. */
export function explainDenial(policyId: string, request: PolicyRequest, registered: Registered): Details {
  const details = EXPLAIN[policyId]?.(request, registered) ?? { facts: {}, next: [] };
  return { facts: details.facts, next: details.next.filter((step) => registered.has(step.action)) };
}

/** The first of permission, role and scope that this actor lacks for this; null where none is missing. */
export function explainMissing(request: PolicyRequest, registered: Registered): Denial | null {
  const { actor, permission, context, mutation, adminAction } = request;
  if (actor.kind === 'system') return null;
  const scope = mutation ? 'act' : adminAction ? 'admin-read' : 'read';
  const enough = RANK[actor.permission] >= RANK[permission];
  if (enough && context.roleNeeded !== '' && !actor.roles.includes(context.roleNeeded)) {
    return basic({
      policyId: 'role.required',
      title: 'This stage belongs to another role',
      why: 'Only somebody who holds the role of the stage may do this here.',
      fix: 'Ask somebody who holds the role, or a lead to give it to you.',
      facts: { role: key(context.roleNeeded), held: keys(actor.roles) },
      next: [again(request, `role:${key(context.roleNeeded)}`)],
    });
  }
  if (enough && actor.kind === 'agent' && !actor.scopes.includes(scope)) {
    const issue = {
      action: 'token.create',
      arguments: { agent: key(actor.id), scopes: [...keys(actor.scopes), scope] },
    };
    return basic({
      policyId: 'scope.required',
      title: 'The key does not cover this',
      why: 'A key only does what its scopes name.',
      fix: 'Ask for a key with the missing scope.',
      facts: { scope, held: keys(actor.scopes) },
      next: registered.has(issue.action) ? [{ ...issue, by: allowedTo(issue.action, registered) }] : [],
    });
  }
  return enough ? null : lacksPermission(request);
}

/** Why nothing permitted. */
export function explainNothingPermitted(request: PolicyRequest, registered: Registered): Denial {
  return explainMissing(request, registered) ?? lacksPermission(request);
}

function lacksPermission(request: PolicyRequest): Denial {
  const { actor, permission } = request;
  return basic({
    policyId: 'permission.required',
    title: 'More permission is needed',
    why: 'What you may do in this project does not reach this far.',
    fix: 'Ask somebody with the permission to do it, or an admin to raise yours.',
    facts: { needed: permission, held: actor.permission },
    next: [again(request, permission)],
  });
}

/** Something went wrong while deciding. `reason` is a key; what the evaluator said stays out of answers. */
export function explainError(reason: string, policies: readonly string[]): Denial {
  return basic({
    policyId: 'policy.error',
    title: 'The rules could not be evaluated',
    why: 'Where a rule fails while deciding, the answer is no.',
    fix: 'Tell an admin; the reason is in the log of decisions.',
    facts: { reason, policies: keys(policies) },
    next: [],
  });
}

function basic(denial: Omit<Denial, 'builtin' | 'override'>): Denial {
  return { ...denial, builtin: true, override: { possible: false, by: '', action: '' } };
}

/** The same call once more, by somebody else or with something put right. */
function again(request: Pick<PolicyRequest, 'action' | 'resource'>, by: string): NextStep {
  return { action: request.action, arguments: target(request), by };
}

function holder(request: PolicyRequest): string {
  return request.context.roleNeeded === '' ? request.permission : `role:${key(request.context.roleNeeded)}`;
}

function allowedTo(action: string, registered: Registered): Permission {
  return registered.get(action)?.permission ?? 'admin';
}

/** The handoff argument where the resource is named like one (LG-1). */
function target({ resource }: Pick<PolicyRequest, 'resource'>): { handoff?: string } {
  return /^[A-Z][A-Z0-9]{0,15}-\d{1,9}$/.test(resource.label) ? { handoff: resource.label } : {};
}

/** A key, never prose: anything with blanks or unusual signs, or longer than a key, is not shown. */
function key(text: string): string {
  return /^[\p{L}\p{N}][\p{L}\p{N}_./:@#-]{0,99}$/u.test(text) ? text : '';
}

function keys(texts: readonly string[]): Extract<Fact, readonly string[]> {
  return texts
    .slice(0, MAX_KEYS)
    .map(key)
    .filter((text) => text !== '');
}
