import { defaultContext } from './default-context';
import type {
  PolicyActionSpec,
  PolicyActor,
  PolicyContext,
  PolicyRequest,
  PolicyResource,
} from './policy.types';

/* Who may and who may not, one table an actor and built-in. Test data only. */

const spec = (
  name: string,
  permission: PolicyActionSpec['permission'],
  mutation = true,
  adminAction = false,
): PolicyActionSpec => ({ name, permission, mutation, adminAction });

export const ACTIONS: readonly PolicyActionSpec[] = [
  spec('handoff.create', 'member'),
  spec('handoff.update', 'member'),
  spec('handoff.claim', 'member'),
  spec('handoff.send', 'member'),
  spec('handoff.route', 'lead'),
  spec('handoff.complete', 'member'),
  spec('handoff.comment', 'viewer'),
  spec('handoff.get', 'viewer', false),
  spec('checklist.tick', 'member'),
  spec('checklist.attachEvidence', 'member'),
  spec('knowledge.delete', 'member'),
  spec('session.start', 'member'),
  spec('token.create', 'admin', true, true),
  spec('override.grant', 'lead'),
  spec('override.request', 'viewer'),
  spec('audit.list', 'admin', false, true),
];

export const person = (change: Partial<PolicyActor> = {}): PolicyActor => ({
  kind: 'person',
  id: 'p-1',
  name: 'Ada',
  permission: 'member',
  roles: ['coder'],
  scopes: [],
  active: true,
  ...change,
});

export const agent = (change: Partial<PolicyActor> = {}): PolicyActor => ({
  kind: 'agent',
  id: 'a-1',
  name: 'coder-1',
  permission: 'member',
  roles: ['coder'],
  scopes: ['read', 'act'],
  active: true,
  ownerId: 'p-1',
  ownerPermission: 'admin',
  ownerRoles: ['lead'],
  ...change,
});

export const system: PolicyActor = {
  kind: 'system',
  id: 'system',
  name: 'timer',
  permission: 'admin',
  roles: [],
  scopes: [],
  active: true,
};

const LG_1: PolicyResource = { kind: 'handoff', id: 'h-1', label: 'LG-1' };

export function ask(
  action: string,
  actor: PolicyActor,
  context: Partial<PolicyContext> = {},
  resource: PolicyResource = LG_1,
): PolicyRequest {
  const known = ACTIONS.find((each) => each.name === action) ?? spec(action, 'member');
  return {
    actor,
    action,
    permission: known.permission,
    adminAction: known.adminAction,
    mutation: known.mutation,
    resource,
    // An agent in these tables works in a session unless the case is about not having one.
    context: { ...defaultContext(), sessionActive: true, ...context },
  };
}

export interface PolicyCase {
  readonly what: string;
  readonly request: PolicyRequest;
  /** Ids of the denials, in order; empty where it is allowed. */
  readonly denied: readonly string[];
}

const on = (what: string, request: PolicyRequest, ...denied: string[]): PolicyCase => ({
  what,
  request,
  denied,
});

const move = {
  isMove: true,
  leavesStage: true,
  fromStage: 'build',
  toStage: 'review',
  transitionAllowed: true,
};

export const CASES: Readonly<Record<string, readonly PolicyCase[]>> = {
  'security.active-actor': [
    on('a person', ask('handoff.get', person())),
    on('a disabled person', ask('handoff.get', person({ active: false })), 'security.active-actor'),
    on('an agent', ask('handoff.get', agent())),
    on(
      'an agent whose key is revoked',
      ask('handoff.get', agent({ active: false, inactiveReason: 'revoked' })),
      'security.active-actor',
    ),
    on(
      'an agent of a disabled owner',
      ask('handoff.get', agent({ active: false, inactiveReason: 'owner_disabled' })),
      'security.active-actor',
      'security.agent-ceiling',
    ),
    on(
      'the system, switched off',
      ask('handoff.update', { ...system, active: false }),
      'security.active-actor',
    ),
  ],
  'security.no-secrets': [
    on('a person without a secret', ask('handoff.comment', person())),
    on(
      'a person with a secret',
      ask('handoff.comment', person(), { secretsFound: 1 }),
      'security.no-secrets',
    ),
    on('an agent without a secret', ask('handoff.comment', agent())),
    on('an agent with a secret', ask('handoff.comment', agent(), { secretsFound: 2 }), 'security.no-secrets'),
    on('a search for a secret writes nothing', ask('handoff.get', person(), { secretsFound: 1 })),
    on('the system with a secret', ask('handoff.update', system, { secretsFound: 1 }), 'security.no-secrets'),
  ],
  'security.agent-no-admin': [
    on('an admin', ask('token.create', person({ permission: 'admin' }))),
    on('a member', ask('token.create', person()), 'permission.required'),
    on(
      'an agent with everything',
      ask('token.create', agent({ permission: 'admin', scopes: ['read', 'act', 'admin-read'] })),
      'security.agent-no-admin',
    ),
    on('a lead grants an override', ask('override.grant', person({ permission: 'lead' }))),
    on(
      'an agent grants an override',
      ask('override.grant', agent({ permission: 'lead' })),
      'security.agent-no-admin',
    ),
    on('an agent requests an override', ask('override.request', agent())),
    on(
      'an agent reads what admins read, with the scope',
      ask('audit.list', agent({ permission: 'admin', scopes: ['admin-read'] })),
    ),
    on(
      'an agent reads what admins read, without the scope',
      ask('audit.list', agent({ permission: 'admin' })),
      'scope.required',
    ),
  ],
  'security.agent-ceiling': [
    on('an agent within what its owner may', ask('handoff.claim', agent({ ownerPermission: 'member' }))),
    on(
      'an agent beyond what its owner may',
      ask('handoff.claim', agent({ ownerPermission: 'viewer' })),
      'security.agent-ceiling',
    ),
    on(
      'an agent whose owner left, even reading',
      ask('handoff.get', agent({ ownerPermission: undefined })),
      'security.agent-ceiling',
    ),
    on(
      'an agent reading as its owner still may',
      ask('handoff.get', agent({ permission: 'lead', ownerPermission: 'viewer' })),
    ),
    on('a person has no owner', ask('handoff.claim', person())),
    on(
      'a viewer is stopped by the permission',
      ask('handoff.claim', person({ permission: 'viewer' })),
      'permission.required',
    ),
  ],
  'security.destructive': [
    on('a person confirms', ask('knowledge.delete', person(), { destructive: true, humanConfirmed: true })),
    on(
      'a person does not confirm',
      ask('knowledge.delete', person(), { destructive: true }),
      'security.destructive',
    ),
    on(
      'an agent, even with a confirmation',
      ask('knowledge.delete', agent(), { destructive: true, humanConfirmed: true }),
      'security.destructive',
    ),
    on('an agent where nothing is destroyed', ask('knowledge.delete', agent())),
    on(
      'the system, confirmed at the console',
      ask('knowledge.delete', system, { destructive: true, humanConfirmed: true }),
    ),
    on(
      'the system on its own',
      ask('knowledge.delete', system, { destructive: true }),
      'security.destructive',
    ),
    on(
      'an agent on its own',
      ask('knowledge.delete', agent(), { destructive: true }),
      'security.destructive',
    ),
  ],
  'logging.session': [
    on('a person needs none', ask('handoff.claim', person(), { sessionActive: false })),
    on(
      'a person is stopped by other rules all the same',
      ask('handoff.claim', person({ permission: 'viewer' }), { sessionActive: false }),
      'permission.required',
    ),
    on('an agent in a session', ask('handoff.claim', agent())),
    on('an agent without one', ask('handoff.claim', agent(), { sessionActive: false }), 'logging.session'),
    on('an agent reads without one', ask('handoff.get', agent(), { sessionActive: false })),
    on('an agent starts one', ask('session.start', agent(), { sessionActive: false, sessionExempt: true })),
    on(
      'an agent with an override',
      ask('handoff.claim', agent(), { sessionActive: false, overrides: ['logging.session'] }),
    ),
  ],
  'branch.protected': [
    on('a person on a branch of its own', ask('handoff.claim', person(), { branch: 'work/lg-1' })),
    on(
      'a person on main',
      ask('handoff.claim', person(), { branch: 'main', branchProtected: true }),
      'branch.protected',
    ),
    on('an agent on a branch of its own', ask('handoff.send', agent(), { ...move, branch: 'work/lg-1' })),
    on(
      'an agent moves on main',
      ask('handoff.send', agent(), { ...move, branch: 'main', branchProtected: true }),
      'branch.protected',
    ),
    on('a comment is no work', ask('handoff.comment', person(), { branch: 'main', branchProtected: true })),
    on(
      'a hotfix with an override',
      ask('handoff.claim', person(), {
        branch: 'main',
        branchProtected: true,
        overrides: ['branch.protected'],
      }),
    ),
  ],
  'branch.review': [
    on(
      'a person with an approval',
      ask('handoff.send', person(), { ...move, reviewRequired: true, reviewApproved: true }),
    ),
    on('a person without', ask('handoff.send', person(), { ...move, reviewRequired: true }), 'branch.review'),
    on('an agent where none is asked for', ask('handoff.send', agent(), move)),
    on(
      'an agent completes without',
      ask('handoff.complete', agent(), { leavesStage: true, reviewRequired: true }),
      'branch.review',
    ),
    on('an update waits for no review', ask('handoff.update', agent(), { reviewRequired: true })),
    on(
      'with an override',
      ask('handoff.send', person(), { ...move, reviewRequired: true, overrides: ['branch.review'] }),
    ),
  ],
  'flow.route': [
    on('a person along a route', ask('handoff.send', person(), move)),
    on(
      'a person beside it',
      ask('handoff.send', person(), { ...move, transitionAllowed: false }),
      'flow.route',
    ),
    on('an agent along a route', ask('handoff.send', agent(), move)),
    on(
      'an agent beside it',
      ask('handoff.send', agent(), { ...move, transitionAllowed: false }),
      'flow.route',
    ),
    on(
      'with an override',
      ask('handoff.send', agent(), { ...move, transitionAllowed: false, overrides: ['flow.route'] }),
    ),
  ],
  'checklist.required': [
    on('a person with all done', ask('handoff.send', person(), { ...move, packageScore: 5 })),
    on(
      'a person with one open',
      ask('handoff.send', person(), { ...move, requiredOpen: 1, openItems: ['tests'] }),
      'checklist.required',
    ),
    on('an agent with all done', ask('handoff.complete', agent(), { leavesStage: true })),
    on(
      'an agent lacking evidence',
      ask('handoff.send', agent(), { ...move, evidenceMissing: 1, openItems: ['tests'] }),
      'checklist.required',
    ),
    on(
      'an agent with a stale tick',
      ask('handoff.complete', agent(), { leavesStage: true, ticksStale: 1, openItems: ['tests'] }),
      'checklist.required',
    ),
    on('open items do not stop an update', ask('handoff.update', agent(), { requiredOpen: 3 })),
    on(
      'with an override',
      ask('handoff.send', person(), { ...move, requiredOpen: 1, overrides: ['checklist.required'] }),
    ),
  ],
  'duty.self-accept': [
    on('a person approves the work of another', ask('handoff.complete', person())),
    on(
      'a person approves its own',
      ask('handoff.complete', person(), { selfApproval: true }),
      'duty.self-accept',
    ),
    on(
      'a person alone in the project',
      ask('handoff.complete', person(), { selfApproval: true, soloProject: true }),
    ),
    on('an agent approves the work of another', ask('handoff.complete', agent())),
    on(
      "an agent approves its owner's, alone in the project",
      ask('handoff.complete', agent(), { selfApproval: true, soloProject: true }),
      'duty.self-accept',
    ),
    on(
      'with an override',
      ask('handoff.complete', person(), { selfApproval: true, overrides: ['duty.self-accept'] }),
    ),
  ],
  'role.required': [
    on('a person who holds the role', ask('handoff.claim', person(), { roleNeeded: 'coder' })),
    on('a person who does not', ask('handoff.claim', person(), { roleNeeded: 'reviewer' }), 'role.required'),
    on(
      'not even a lead',
      ask('handoff.claim', person({ permission: 'lead' }), { roleNeeded: 'reviewer' }),
      'role.required',
    ),
    on('an agent that holds the role', ask('handoff.claim', agent(), { roleNeeded: 'coder' })),
    on('an agent that does not', ask('handoff.claim', agent(), { roleNeeded: 'reviewer' }), 'role.required'),
  ],
  'scope.required': [
    on('a person needs no scope', ask('handoff.claim', person({ scopes: [] }))),
    on('an agent that may only read', ask('handoff.claim', agent({ scopes: ['read'] })), 'scope.required'),
    on('an agent that may only act', ask('handoff.get', agent({ scopes: ['act'] })), 'scope.required'),
    on('the system needs no scope', ask('handoff.update', system)),
  ],
  several: [
    on(
      'every denial at once, in the order of the list',
      ask('handoff.send', agent(), {
        ...move,
        sessionActive: false,
        secretsFound: 1,
        transitionAllowed: false,
        requiredOpen: 1,
        openItems: ['tests'],
        branchProtected: true,
        branch: 'main',
      }),
      'security.no-secrets',
      'logging.session',
      'branch.protected',
      'flow.route',
      'checklist.required',
    ),
  ],
};
