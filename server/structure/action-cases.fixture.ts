import type { Credential } from '../actions/credential';
import type { PolicyCaseRow } from './checks';
import { MARK, type Scene, sampleArguments } from './scene.fixture';

/** One attempt that a policy lets through or stops; `by` is the policy, or the error's code where none was asked. */
export interface PolicyCase extends PolicyCaseRow {
  readonly as?: Credential | string;
  readonly arguments?: object;
  readonly by?: string;
  /** llmgenie if absent. */
  readonly project?: string;
}

type Attempt = readonly [as: Credential | string, by: string, change?: object] | { readonly never: string };
interface Cases {
  readonly person: { readonly allow: Attempt; readonly deny: Attempt };
  readonly agent: { readonly allow: Attempt; readonly deny: Attempt };
  /** Where the person is allowed; llmgenie if absent. */
  readonly project?: string;
  /** Runs in the instance alone: people try it there, and agents, who are never in it, at home. */
  readonly inInstance?: true;
}

const PEOPLE_ONLY = { never: 'Agents do not administer: security.agent-no-admin denies each of them.' };
const MEMBER_AT_MOST = { never: 'It needs a lead, and an agent has the rights of a member at most.' };
const SYSTEM_ONLY = { never: 'A deadline runs it; for people and agents there is no such action.' };

/** Who may and who may not, for each action: its sample arguments, changed where a case is about them. */
export function actionCases(scene: Scene): PolicyCase[] {
  const { bot, idle, resting, chief, stray, handoffs } = scene;
  const args = sampleArguments(scene);
  const at = (name: 'held' | 'finishing' | 'offered' | 'kept', more: object = {}) => ({
    handoff: handoffs[name],
    expectedVersion: scene.versionOf(name),
    ...more,
  });
  const held = at('held');
  const heldItem = { handoff: handoffs.held, item: 'errors-tried' };
  const viewer: Attempt = ['viewer', 'permission.required'];
  const noSession: Attempt = [idle, 'logging.session'];
  const allow = (as: Credential | string, change?: object): Attempt =>
    change === undefined ? [as, ''] : [as, '', change];
  const administered: Cases = {
    person: { allow: allow('admin'), deny: ['lead', 'permission.required'] },
    agent: { allow: PEOPLE_ONLY, deny: [bot, 'security.agent-no-admin'] },
  };

  const forDoors: Cases = {
    person: { allow: SYSTEM_ONLY, deny: ['admin', 'UNKNOWN_ACTION'] },
    agent: { allow: SYSTEM_ONLY, deny: [bot, 'UNKNOWN_ACTION'] },
  };
  const { newcomer } = scene;
  const signedOut: Credential = newcomer.kind === 'person' ? { ...newcomer, tokenVersion: 1 } : newcomer;
  const own: Cases = {
    person: { allow: allow(newcomer), deny: [signedOut, 'UNAUTHENTICATED'] },
    agent: { allow: { never: 'No agent has an account.' }, deny: [bot, 'UNKNOWN_ACTION'] },
    inInstance: true,
  };
  const instance: Cases = {
    person: { allow: allow('admin'), deny: ['lead', 'permission.required'] },
    agent: { allow: { never: 'No agent is in the instance.' }, deny: [bot, 'UNKNOWN_ACTION'] },
    inInstance: true,
  };

  const table: Readonly<Record<string, Cases>> = {
    'agent.create': {
      person: { allow: allow('admin'), deny: ['lead', 'permission.required'] },
      agent: { allow: PEOPLE_ONLY, deny: [bot, 'security.agent-no-admin'] },
    },
    'agent.connect': {
      person: { allow: SYSTEM_ONLY, deny: ['admin', 'UNKNOWN_ACTION'] },
      agent: { allow: SYSTEM_ONLY, deny: [bot, 'UNKNOWN_ACTION'] },
    },
    'agent.disable': {
      person: { allow: allow('coder'), deny: ['lead', 'RULE_REFUSED'] },
      agent: { allow: PEOPLE_ONLY, deny: [bot, 'security.agent-no-admin'] },
    },
    'agent.enable': {
      person: { allow: allow('admin'), deny: ['coder', 'permission.required'] },
      agent: { allow: PEOPLE_ONLY, deny: [bot, 'security.agent-no-admin'] },
    },
    'agent.update': {
      person: { allow: allow('admin'), deny: ['lead', 'permission.required'] },
      agent: { allow: PEOPLE_ONLY, deny: [bot, 'security.agent-no-admin'] },
    },
    'blob.upload': {
      person: { allow: allow('coder'), deny: viewer },
      agent: { allow: allow(bot), deny: noSession },
    },
    'checklist.attachEvidence': {
      person: { allow: allow('analyst'), deny: ['coder', 'role.required'] },
      agent: {
        allow: allow(bot, { handoff: handoffs.held, item: 'tests-pass', kind: 'test' }),
        deny: noSession,
      },
    },
    'checklist.tick': {
      person: { allow: allow('analyst'), deny: ['coder', 'role.required'] },
      agent: { allow: allow(bot, heldItem), deny: noSession },
    },
    'checklist.untick': {
      person: { allow: allow('coder'), deny: ['analyst', 'role.required'] },
      agent: { allow: allow(bot, heldItem), deny: noSession },
    },
    'context.remove': {
      person: { allow: allow('lead'), deny: ['lead', 'security.destructive', { confirm: undefined }] },
      agent: {
        allow: { never: 'Nothing goes for good on the word of an agent.' },
        deny: [bot, 'security.destructive', { layer: 'session', key: `${MARK}.key`, confirm: `${MARK}.key` }],
      },
    },
    'context.set': {
      person: { allow: allow('lead'), deny: viewer },
      agent: { allow: allow(bot, { layer: 'session' }), deny: noSession },
    },
    'handoff.answer': {
      person: { allow: allow('reviewer'), deny: ['coder', 'RULE_REFUSED'] },
      agent: { allow: allow(bot), deny: noSession },
    },
    'handoff.ask': {
      person: { allow: allow('analyst'), deny: viewer },
      agent: { allow: allow(bot, { ...held, role: 'reviewer' }), deny: noSession },
    },
    'handoff.assign': {
      person: { allow: allow('lead'), deny: viewer },
      agent: { allow: allow(bot), deny: noSession },
    },
    'handoff.cancel': {
      person: { allow: allow('lead'), deny: ['coder', 'permission.required'] },
      agent: { allow: MEMBER_AT_MOST, deny: [chief, 'permission.required'] },
    },
    'handoff.claim': {
      person: { allow: allow('analyst'), deny: ['coder', 'role.required'] },
      agent: { allow: allow(bot), deny: [stray, 'security.agent-ceiling'] },
    },
    'handoff.comment': {
      person: { allow: allow('coder'), deny: viewer },
      agent: { allow: allow(bot), deny: noSession },
    },
    'handoff.complete': {
      person: { allow: allow('librarian'), deny: ['coder', 'role.required'] },
      agent: { allow: allow(bot, at('finishing')), deny: noSession },
    },
    'handoff.create': {
      person: { allow: allow('coder'), deny: ['coder', 'branch.protected', { branch: 'main' }] },
      agent: { allow: allow(bot), deny: [bot, 'branch.protected', { branch: 'develop' }] },
    },
    'handoff.heartbeat': {
      person: { allow: allow('analyst'), deny: viewer },
      agent: {
        allow: allow(bot, { handoff: handoffs.held, fence: scene.fenceOf('held') }),
        deny: noSession,
      },
    },
    'handoff.lapse': {
      person: { allow: SYSTEM_ONLY, deny: ['admin', 'UNKNOWN_ACTION'] },
      agent: { allow: SYSTEM_ONLY, deny: [bot, 'UNKNOWN_ACTION'] },
    },
    'handoff.nudge': {
      person: { allow: allow('coder'), deny: viewer },
      agent: { allow: allow(bot), deny: noSession },
    },
    'handoff.release': {
      person: { allow: allow('analyst'), deny: viewer },
      agent: { allow: allow(bot, held), deny: noSession },
    },
    'handoff.reopen': {
      person: { allow: allow('lead'), deny: ['coder', 'permission.required'] },
      agent: { allow: MEMBER_AT_MOST, deny: [chief, 'permission.required'] },
    },
    'handoff.return': {
      person: { allow: allow('reviewer'), deny: ['coder', 'role.required'] },
      agent: { allow: allow(bot), deny: noSession },
    },
    'handoff.route': {
      person: { allow: allow('lead'), deny: ['lead', 'flow.route', at('offered', { to: 'library' })] },
      agent: { allow: MEMBER_AT_MOST, deny: [chief, 'permission.required'] },
    },
    'handoff.send': {
      person: {
        allow: allow('coder'),
        deny: ['analyst', 'checklist.required', at('kept', { to: 'build' })],
      },
      agent: { allow: allow(bot, held), deny: [bot, 'flow.route', { ...held, to: 'intake' }] },
    },
    'inbox.read': {
      person: { allow: allow('analyst'), deny: ['coder', 'RULE_REFUSED'] },
      agent: { allow: allow(bot), deny: noSession },
    },
    'handoff.update': {
      person: { allow: allow('lead'), deny: ['lead', 'branch.protected', { branch: 'main' }] },
      agent: { allow: allow(bot, held), deny: noSession },
    },
    'member.disable': administered,
    'member.enable': administered,
    'member.remove': administered,
    'member.setPermission': administered,
    'member.setRoles': administered,
    'override.grant': {
      person: { allow: allow('lead'), deny: ['coder', 'permission.required'] },
      agent: { allow: PEOPLE_ONLY, deny: [bot, 'security.agent-no-admin'] },
    },
    'plan.import': {
      person: { allow: allow('lead'), deny: ['coder', 'permission.required'] },
      agent: { allow: MEMBER_AT_MOST, deny: [chief, 'permission.required'] },
    },
    'plan.link': {
      person: { allow: allow('coder'), deny: viewer },
      agent: { allow: allow(bot), deny: noSession },
    },
    'plan.remove': {
      person: { allow: allow('lead'), deny: ['lead', 'security.destructive', { confirm: 'another' }] },
      agent: { allow: MEMBER_AT_MOST, deny: [chief, 'security.destructive'] },
    },
    'plan.rename': {
      person: { allow: allow('lead'), deny: ['coder', 'permission.required'] },
      agent: { allow: MEMBER_AT_MOST, deny: [chief, 'permission.required'] },
    },
    'plan.unlink': {
      person: { allow: allow('coder'), deny: viewer },
      agent: { allow: allow(bot), deny: noSession },
    },
    'plan.tick': {
      person: { allow: allow('coder'), deny: viewer },
      agent: { allow: allow(bot), deny: noSession },
    },
    'project.archive': administered,
    'project.configure': administered,
    'project.create': instance,
    'project.remove': {
      ...instance,
      person: { ...instance.person, deny: ['admin', 'security.destructive', { confirm: 'lab' }] },
    },
    'project.rename': administered,
    'project.unarchive': { ...administered, project: 'attic' },
    'session.finish': {
      person: { allow: allow('analyst'), deny: viewer },
      agent: { allow: allow(bot), deny: [stray, 'security.agent-ceiling'] },
    },
    'session.log': {
      person: { allow: allow('analyst'), deny: viewer },
      agent: { allow: allow(bot), deny: noSession },
    },
    'member.putBack': {
      person: { allow: SYSTEM_ONLY, deny: ['admin', 'UNKNOWN_ACTION'] },
      agent: { allow: SYSTEM_ONLY, deny: [bot, 'UNKNOWN_ACTION'] },
    },
    'session.lose': {
      person: { allow: SYSTEM_ONLY, deny: ['admin', 'UNKNOWN_ACTION'] },
      agent: { allow: SYSTEM_ONLY, deny: [bot, 'UNKNOWN_ACTION'] },
    },
    'session.pause': {
      person: { allow: allow('analyst'), deny: viewer },
      agent: { allow: allow(bot), deny: [stray, 'security.agent-ceiling'] },
    },
    'session.recover': {
      person: { allow: allow('analyst', { session: undefined }), deny: viewer },
      agent: { allow: allow(bot, { session: undefined }), deny: [stray, 'security.agent-ceiling'] },
    },
    'session.resume': {
      person: { allow: allow('librarian'), deny: viewer },
      agent: { allow: allow(resting), deny: [stray, 'security.agent-ceiling'] },
    },
    'session.switch': {
      person: { allow: allow('analyst'), deny: viewer },
      agent: { allow: allow(bot), deny: noSession },
    },
    'session.start': {
      person: { allow: allow('coder'), deny: viewer },
      agent: { allow: allow(idle), deny: [stray, 'security.agent-ceiling'] },
    },
    'token.create': {
      person: { allow: allow('admin'), deny: ['lead', 'permission.required'] },
      agent: { allow: PEOPLE_ONLY, deny: [bot, 'security.agent-no-admin'] },
    },
    'token.revoke': {
      person: { allow: allow('admin'), deny: ['lead', 'permission.required'] },
      agent: { allow: PEOPLE_ONLY, deny: [bot, 'security.agent-no-admin'] },
    },
    'account.changePassword': forDoors,
    'account.link': forDoors,
    'account.rename': own,
    'account.signOut': own,
    'account.unlink': {
      ...own,
      person: { ...own.person, allow: allow(scene.newcomer, { provider: 'github' }) },
    },
    'invitation.accept': forDoors,
    'invitation.create': administered,
    'invitation.revoke': administered,
    'user.create': instance,
    'user.resetLink': instance,
    'user.setUpLink': forDoors,
    'user.useLink': forDoors,
    'integrity.note': instance,
    'user.disable': instance,
    'user.enable': instance,
    'user.setAdmin': instance,
    'user.signOut': instance,
  };
  return Object.entries(table).flatMap(([action, cases]) =>
    (['person', 'agent'] as const).flatMap((who) =>
      (['allow', 'deny'] as const).map((outcome): PolicyCase => {
        const attempt = cases[who][outcome];
        if ('never' in attempt) return { action, who, outcome, never: attempt.never };
        const [as, by, change] = attempt;
        const there = cases.inInstance ? 'instance' : outcome === 'allow' && cases.project;
        const where = who === 'person' && there;
        return {
          action,
          who,
          outcome,
          as,
          by,
          arguments: { ...args[action], ...change },
          ...(where ? { project: where } : {}),
        };
      }),
    ),
  );
}
