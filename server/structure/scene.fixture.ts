import { v7 as uuid } from 'uuid';
import type { Credential } from '../actions/credential';
import { hashAgentToken } from '../auth/agent-token';
import { hashLinkSecret } from '../auth/link-secret';
import { withTransaction } from '../db/pool';
import { domainPacks } from '../domain/pack/domain-packs';
import { addMember, createProject } from '../domain/project/create-project';
import { fullPackage } from '../full-package.fixture';
import { createWorld, type World } from '../world.fixture';
import type { Emission } from './checks';

/** Stands in every text that anybody stores in the scene, and nowhere in the code: where it shows, stored text shows. */
export const MARK = 'quokka';

const ROLES = ['analyst', 'coder', 'reviewer', 'librarian'];
/** Who works at which stage, and where a handoff goes from there. */
const STAGES: Readonly<Record<string, { who: string; items: Readonly<Record<string, string>> }>> = {
  intake: {
    who: 'analyst',
    items: { 'goal-stated': '', 'sources-linked': 'log', 'success-agreed': '', 'questions-asked': '' },
  },
  build: {
    who: 'coder',
    items: {
      'tests-pass': 'test',
      'commit-linked': 'commit',
      'errors-tried': '',
      'lessons-written': '',
      'docs-updated': '',
    },
  },
  library: { who: 'librarian', items: { 'package-read': '', filed: 'commit', 'lessons-kept': '' } },
};

/** One project with something of everything in it, made through the pipeline itself. */
export interface Scene {
  readonly world: World;
  /** An agent of coder with every role, in a session. */
  readonly bot: Credential;
  /** The same without a session. */
  readonly idle: Credential;
  /** An agent of coder with a paused session. */
  readonly resting: Credential;
  /** An agent of a lead, in a session. */
  readonly chief: Credential;
  /** An agent of a viewer. */
  readonly stray: Credential;
  /** Tokens of bot, as they go over the wire. */
  readonly tokens: Readonly<Record<'reading' | 'acting' | 'revoked' | 'expired' | 'lab', string>>;
  readonly ids: Readonly<
    Record<'token' | 'session' | 'sha256' | 'closed' | 'closedVersion' | 'invitation', string>
  >;
  /** In no project, and with an account elsewhere. */
  readonly newcomer: Credential;
  /** Short numbers by what they are: see createScene. */
  readonly handoffs: Readonly<Record<HandoffName, string>>;
  versionOf(name: HandoffName): number;
  fenceOf(name: HandoffName): number;
  /** Runs and notes one more call. */
  act(
    who: Credential | string,
    action: string,
    args: object,
    project?: string,
    more?: { sealed?: Record<string, string>; ticket?: string },
  ): Promise<Record<string, unknown>>;
  /** What each call so far appended. */
  emissions(): Promise<Emission[]>;
}
interface Call {
  readonly action: string;
  readonly eventSeq: number | null;
  readonly project: string;
}
type HandoffName =
  | 'asking'
  | 'offered'
  | 'kept'
  | 'ready'
  | 'held'
  | 'reviewed'
  | 'filed'
  | 'finishing'
  | 'lapsing';

export async function createScene(): Promise<Scene> {
  const world = await createWorld();
  const calls: Call[] = [];
  const versions = new Map<string, { version: number; fence: number }>();
  const act: Scene['act'] = async (who, action, args, project = 'llmgenie', more = {}) => {
    const { result, eventSeq } = await world.as(who, action, args, { project, ...more });
    calls.push({ action, eventSeq, project });
    const { handoff, version, fence } = result;
    const known = versions.get(handoff ?? '');
    if (handoff !== undefined && version !== undefined) {
      versions.set(handoff, { version, fence: fence ?? known?.fence ?? 0 });
    }
    return result;
  };
  const on = (handoff: string) => ({ handoff, expectedVersion: versions.get(handoff)?.version });

  const agent = async (name: string, owner: string) => {
    await act('admin', 'agent.create', { name, roles: ROLES, owner: `${owner}@llmgenie.test` });
    return (scopes: string[]) => act('admin', 'token.create', { agent: name, scopes });
  };
  const credentialOf = (made: Record<string, unknown>): Credential => ({
    kind: 'token',
    secretHash: hashAgentToken(String(made.token)),
  });
  const botToken = await agent(`${MARK}-bot`, 'coder');
  const bot = credentialOf(await botToken(['read', 'act']));
  const idle = credentialOf(await (await agent(`${MARK}-idle`, 'coder'))(['read', 'act']));
  const chief = credentialOf(await (await agent(`${MARK}-chief`, 'lead'))(['read', 'act']));
  await act(chief, 'session.start', {});
  const stray = credentialOf(await (await agent(`${MARK}-stray`, 'viewer'))(['read', 'act']));
  const [reading, acting, revoked] = [
    await botToken(['read']),
    await botToken(['act']),
    await botToken(['act']),
  ];
  await act('admin', 'token.revoke', { id: revoked.id });
  const expired = await botToken(['read', 'act']);
  await world.db.ownerPool.query(`UPDATE agent_token SET expires_at = now() WHERE id = $1`, [expired.id]);
  await world.as('curie', 'agent.create', { name: 'lab-bot', roles: ['lead'] }, { project: 'lab' });
  const lab = await world.as('curie', 'token.create', { agent: 'lab-bot' }, { project: 'lab' });

  await agent(`${MARK}-gone`, 'coder');
  await act('admin', 'agent.update', { agent: `${MARK}-gone`, roles: ['coder'] });
  for (const step of ['disable', 'enable', 'disable']) {
    await act('admin', `agent.${step}`, { agent: `${MARK}-gone` });
  }
  await act({ kind: 'system', causedBy: 'mcp' }, 'agent.connect', { id: reading.id });

  const resting = credentialOf(await (await agent(`${MARK}-resting`, 'coder'))(['read', 'act']));
  for (const who of [resting, 'librarian']) {
    await act(who, 'session.start', {});
    await act(who, 'session.pause', { note: `${MARK} lunch` });
  }
  await act(resting, 'session.resume', {});
  await act(resting, 'session.switch', { mode: 'docs', focus: `${MARK} docs` });
  const { ticket } = await act(resting, 'session.recover', {});
  await act(resting, 'session.pause', {}, 'llmgenie', { ticket: String(ticket) });
  const silent = await act('lead', 'session.start', {});
  await act({ kind: 'system', causedBy: 'timer:session' }, 'session.lose', { session: silent.session });

  const { session } = await act(bot, 'session.start', { focus: `${MARK} focus` });
  await act(bot, 'session.log', { text: `${MARK} entry`, data: { why: `${MARK} data` } });
  await act('analyst', 'session.start', {});
  await act('reviewer', 'session.start', {});
  await act('reviewer', 'session.finish', { summary: `${MARK} summary` });
  const blob = await act('coder', 'blob.upload', {
    name: `${MARK}.txt`,
    base64: Buffer.from(`${MARK} bytes`).toString('base64'),
  });
  // A value of the look of a computed column stays a value, also when it replaces another.
  for (const value of [`${MARK} value`, { kind: 'now' }, { note: MARK }]) {
    await act(bot, 'context.set', { key: `${MARK}.key`, value, source: MARK });
  }
  await act('lead', 'context.set', { layer: 'project', key: `${MARK}.gone`, value: 1 });
  await act('lead', 'context.remove', { layer: 'project', key: `${MARK}.gone`, confirm: `${MARK}.gone` });
  await act('lead', 'plan.import', {
    title: `${MARK} plan`,
    source: `# Plan\n\n## Phase 1: ${MARK}\n\n### Checklist\n\n- [ ] ${MARK} one\n- [ ] ${MARK} two\n`,
  });
  await act('coder', 'plan.tick', { plan: 'master', item: 1, checked: true });

  const create = async (name: string) => {
    const made = await act('lead', 'handoff.create', {
      title: `${MARK} ${name}`,
      labels: [MARK],
      package: { ...fullPackage, summary: `${MARK} package` },
    });
    return String(made.handoff);
  };
  const pass = async (handoff: string, stage: string) => {
    const { who = '', items = {} } = STAGES[stage] ?? {};
    for (const [item, kind] of Object.entries(items)) {
      const proof = { handoff, item, kind, label: `${MARK} proof` };
      if (kind !== '') await act(who, 'checklist.attachEvidence', proof);
      await act(who, 'checklist.tick', { handoff, item, reason: `${MARK} reason` });
    }
  };
  const send = async (handoff: string, stage: string, to: string) => {
    await pass(handoff, stage);
    const { who = '' } = STAGES[stage] ?? {};
    await act(who, 'handoff.send', { ...on(handoff), to, note: `${MARK} note` });
  };
  const toBuild = async (name: string) => {
    const handoff = await create(name);
    await send(handoff, 'intake', 'build');
    return handoff;
  };
  const toLibrary = async (name: string) => {
    const handoff = await toBuild(name);
    await send(handoff, 'build', 'library');
    await pass(handoff, 'library');
    return handoff;
  };

  const offered = await create('offered');
  await act('coder', 'handoff.comment', {
    handoff: offered,
    body: `${MARK} comment for @lead, @analyst and @${MARK}-bot`,
  });
  await act('lead', 'inbox.read', { handoff: offered });
  await act('coder', 'handoff.nudge', { handoff: offered });
  await act('lead', 'handoff.update', { ...on(offered), priority: 1 });
  for (const assignee of ['analyst', null]) {
    await act('lead', 'handoff.assign', { ...on(offered), assignee });
  }
  const granted = { handoff: offered, policy: 'flow.route', actor: 'coder' };
  await act('lead', 'override.grant', { ...granted, reason: `${MARK} has to be shown today` });

  const kept = await create('kept');
  await act('analyst', 'handoff.claim', { handoff: kept });
  await act('analyst', 'checklist.tick', { handoff: kept, item: 'goal-stated' });
  await act('analyst', 'checklist.untick', { handoff: kept, item: 'goal-stated' });

  const asking = await toBuild('asking');
  await act('coder', 'handoff.claim', { handoff: asking });
  const question = { question: `${MARK} question`, options: [{ label: `${MARK} option` }] };
  await act('coder', 'handoff.ask', { ...on(asking), ...question, actor: 'reviewer' });
  await act('reviewer', 'handoff.answer', { handoff: asking, option: 1, answer: `${MARK} answer` });
  await act('coder', 'handoff.ask', { ...on(asking), ...question, role: 'reviewer' });

  const ready = await toBuild('ready');
  await pass(ready, 'build');
  const held = await toBuild('held');
  await pass(held, 'build');
  const { fence } = await act(bot, 'handoff.claim', { handoff: held });
  await act(bot, 'handoff.heartbeat', { handoff: held, fence });

  const reviewed = await toBuild('reviewed');
  await send(reviewed, 'build', 'review');
  const returned = { ...on(reviewed), reason: `${MARK} is missing`, failedItems: [] };
  await act('reviewer', 'handoff.return', returned);
  await act('lead', 'handoff.route', { ...on(reviewed), to: 'review', reason: `${MARK} again` });

  const filed = await toLibrary('filed');
  const finishing = await toLibrary('finishing');
  await act('librarian', 'handoff.claim', { handoff: finishing });
  await act('librarian', 'handoff.release', { ...on(finishing), note: `${MARK} later` });
  await act(bot, 'handoff.claim', { handoff: finishing });
  const closed = await toLibrary('closed');
  await act('librarian', 'handoff.complete', on(closed));
  await act('lead', 'handoff.reopen', { ...on(closed), reason: `${MARK} was missed` });
  await act('librarian', 'handoff.complete', on(closed));
  await act('lead', 'plan.import', {
    key: 'spare',
    source: `# Plan\n\n## Phase 1: ${MARK}\n\n### Checklist\n\n- [ ] ${MARK} spare\n`,
  });
  await act('lead', 'plan.import', {
    key: 'gone',
    source: `# Plan\n\n## Phase 1: ${MARK}\n\n### Checklist\n\n- [ ] ${MARK} gone\n`,
  });
  await act('lead', 'plan.rename', { plan: 'gone', title: `${MARK} gone` });
  await act('lead', 'plan.remove', { plan: 'gone', confirm: 'gone' });
  await act('coder', 'plan.link', { plan: 'master', item: 1, handoff: offered });
  await act('coder', 'plan.link', { plan: 'master', item: 2, handoff: closed });
  await act('coder', 'plan.unlink', { plan: 'master', item: 1, handoff: offered });
  await act('coder', 'plan.link', { plan: 'master', item: 1, handoff: closed });
  const dropped = await create('dropped');
  await act('lead', 'handoff.cancel', { ...on(dropped), reason: `${MARK} is not wanted` });

  const lapsed = await create('lapsed');
  const lapsing = await create('lapsing');
  for (const handoff of [lapsed, lapsing]) await act('analyst', 'handoff.claim', { handoff });
  await world.db.ownerPool.query(
    `UPDATE handoff SET lease_until = now() - interval '1 minute' WHERE project_id = $1 AND title LIKE '% laps%'`,
    [world.projectId],
  );
  await act({ kind: 'system', causedBy: 'timer:lease' }, 'handoff.lapse', { handoff: lapsed, fence: 2 });

  await administer(world, act);
  const { invitation, newcomer } = await comeIn(world, act);

  const handoffs = { asking, offered, kept, ready, held, reviewed, filed, finishing, lapsing };
  return {
    world,
    bot,
    idle,
    resting,
    chief,
    stray,
    tokens: {
      reading: String(reading.token),
      acting: String(acting.token),
      revoked: String(revoked.token),
      expired: String(expired.token),
      lab: String(lab.result.token),
    },
    ids: {
      token: String(reading.id),
      session: String(session),
      sha256: String(blob.sha256),
      closed,
      invitation,
      closedVersion: String(versions.get(closed)?.version),
    },
    newcomer,
    handoffs,
    versionOf: (name) => versions.get(handoffs[name])?.version ?? 0,
    fenceOf: (name) => versions.get(handoffs[name])?.fence ?? 0,
    act,
    emissions: () => emissionsOf(world, calls),
  };
}

/** Members who come, change and go, and a project that rests. */
async function administer(world: World, act: Scene['act']): Promise<void> {
  await withTransaction(world.db.ownerPool, async (client) => {
    const attic = await createProject(client, {
      key: 'attic',
      name: `${MARK} attic`,
      pack: domainPacks.science,
    });
    const { projectId } = world;
    const { rows } = await client.query<{ id: string }>(
      `SELECT id FROM actor WHERE project_id = $1 AND kind = 'system'`,
      [projectId],
    );
    const here = { projectId, systemId: rows[0]?.id ?? '' };
    const admin = world.people.admin;
    if (admin?.kind !== 'person') throw new Error('the world lost its admin');
    await addMember(client, attic, { userId: admin.userId, name: 'admin', permission: 'admin', roles: [] });
    for (const name of ['suspended', 'guest', 'banned']) {
      const userId = uuid();
      const email = `${name}@llmgenie.test`;
      await client.query('INSERT INTO "user" (id, email, name) VALUES ($1, $2, $3)', [userId, email, name]);
      await addMember(client, here, { userId, name, permission: 'member', roles: ['analyst', 'coder'] });
    }
  });
  const suspended = { member: 'suspended' };
  await act('admin', 'member.setPermission', { ...suspended, permission: 'lead' });
  await act('admin', 'member.setRoles', { ...suspended, roles: ['analyst'] });
  await act('admin', 'member.disable', suspended);
  await act('admin', 'member.enable', suspended);
  await act('admin', 'member.disable', suspended);
  await act('admin', 'member.remove', { member: 'guest' });
  await act('admin', 'project.rename', { name: `${MARK} attic again` }, 'attic');
  await act('admin', 'project.configure', { protectedBranches: ['main'] }, 'attic');
  await act('admin', 'project.archive', {}, 'attic');
  await act('admin', 'project.unarchive', {}, 'attic');
  await act('admin', 'project.archive', {}, 'attic');
  await act(
    'admin',
    'project.create',
    { key: 'cellar', name: `${MARK} cellar`, pack: 'science', prefix: 'CE' },
    'instance',
  );
  await act('admin', 'project.remove', { project: 'cellar', confirm: 'cellar' }, 'instance');
  await act(
    'admin',
    'integrity.note',
    { checked: [{ id: world.projectId, seq: 1, problem: null }] },
    'instance',
  );
  const banned = { email: 'banned@llmgenie.test' };
  const { handoff: waiting } = await act('lead', 'handoff.create', { title: `${MARK} waiting` });
  await act('lead', 'handoff.assign', { handoff: waiting, assignee: 'banned', expectedVersion: 1 });
  for (const step of ['signOut', 'disable', 'enable', 'disable']) {
    await act('admin', `user.${step}`, banned, 'instance');
  }
  const { rows } = await world.db.ownerPool.query<{ id: string }>('SELECT id FROM "user" WHERE email = $1', [
    banned.email,
  ]);
  await act({ kind: 'system', causedBy: 'user.disable' }, 'member.putBack', { member: rows[0]?.id });
  await act('lead', 'handoff.cancel', { handoff: waiting, expectedVersion: 3, reason: `${MARK} over` });
  for (const admin of [true, false]) {
    await act('admin', 'user.setAdmin', { email: 'lead@llmgenie.test', admin }, 'instance');
  }
}

/** People who are asked in, come in, and look after their accounts; with an invitation that is open still. */
async function comeIn(
  world: World,
  act: Scene['act'],
): Promise<{ invitation: string; newcomer: Credential }> {
  const system: Credential = { kind: 'system', causedBy: 'link' };
  const sealed = { passwordHash: 'of a password' };
  const hashOf = (made: Record<string, unknown>) => ({ link: hashLinkSecret(String(made.secret)) ?? '' });
  const asked = { email: `${MARK}@llmgenie.test`, roles: ['coder'] };
  await act('admin', 'invitation.create', asked);
  const invitation = await act('admin', 'invitation.create', asked);
  await act(system, 'invitation.accept', { ...hashOf(invitation), name: `${MARK} guest` }, 'llmgenie', {
    sealed,
  });
  const open = await act('admin', 'invitation.create', { email: `${MARK}-2@llmgenie.test` });
  const taken = await act('admin', 'invitation.create', { email: `${MARK}-3@llmgenie.test` });
  await act('admin', 'invitation.revoke', { id: taken.id });
  const made = await act('admin', 'user.create', { email: `${MARK}-4@llmgenie.test` }, 'instance');
  await act(system, 'user.useLink', { ...hashOf(made), name: `${MARK} four` }, 'instance', { sealed });
  await act('admin', 'user.resetLink', { email: `${MARK}-4@llmgenie.test` }, 'instance');
  const other = { provider: 'oidc', email: `${MARK}-4@llmgenie.test`, name: MARK };
  const { user } = await act(system, 'account.link', other, 'instance', { sealed: { subject: MARK } });
  await act(system, 'account.changePassword', { user }, 'instance', { sealed });
  await act(system, 'account.link', { ...other, provider: 'github' }, 'instance', {
    sealed: { subject: MARK },
  });
  const four = { kind: 'person', userId: String(user), tokenVersion: 4 } as const;
  await act(four, 'account.rename', { name: `${MARK} five` }, 'instance');
  await act(four, 'account.unlink', { provider: 'oidc' }, 'instance');
  await act(four, 'account.signOut', {}, 'instance');
  const permit = (permission: string) =>
    world.db.ownerPool.query(
      `UPDATE actor a SET permission = $1::permission FROM project p WHERE p.id = a.project_id AND p.key = 'instance' AND a.name = 'admin@llmgenie.test'`,
      [permission],
    );
  // The link for the first admin is made where there is none.
  await permit('viewer');
  await act(system, 'user.setUpLink', {}, 'instance');
  await permit('admin');
  return { invitation: String(open.id), newcomer: { ...four, tokenVersion: 5 } };
}

/** Calls were made one after the other, so that each has the events between the last one's and its own. */
async function emissionsOf(world: World, calls: readonly Call[]): Promise<Emission[]> {
  const { rows } = await world.db.ownerPool.query<{
    project: string;
    seq: number;
    type: string;
    action: string;
  }>(
    `SELECT p.key AS project, e.seq::int AS seq, e.type, e.body ->> 'action' AS action FROM event e JOIN project p ON p.id = e.project_id
     WHERE e.body ->> 'action' IS NOT NULL ORDER BY e.seq`,
  );
  const lasts = new Map<string, number>();
  return calls.map(({ action, eventSeq, project }) => {
    const from = lasts.get(project) ?? 0;
    const last = eventSeq ?? from;
    lasts.set(project, last);
    const between = rows.filter((row) => row.project === project && row.seq > from && row.seq <= last);
    // What the instance told this project meanwhile is no doing of this call.
    const own = between.filter((row) => row.action === action);
    return { action, types: own.map(({ type }) => type) };
  });
}

/** Arguments for each action and query that name real things of the scene; the doors refuse nobody for their form. */
export function sampleArguments(scene: Scene): Readonly<Record<string, object>> {
  const { handoffs, ids } = scene;
  const on = (name: HandoffName) => ({ handoff: handoffs[name], expectedVersion: scene.versionOf(name) });
  const offered = on('offered');
  const { handoff } = offered;
  return {
    'actions.available': { handoff, detail: 'full' },
    'agent.create': { name: 'new-agent', roles: ['coder'] },
    'agent.calls': { agent: `${MARK}-bot` },
    'agent.choices': {},
    'agent.connect': { id: ids.token },
    'agent.disable': { agent: `${MARK}-bot` },
    'agent.enable': { agent: `${MARK}-gone` },
    'agent.list': { agent: `${MARK}-bot` },
    'agent.update': { agent: `${MARK}-bot`, roles: ['coder'] },
    'blob.get': { sha256: ids.sha256 },
    'blob.upload': { name: 'notes.txt', base64: 'bm90ZXM=' },
    'board.cards': { handoffs: Object.values(handoffs) },
    'board.stage': { stage: 'intake' },
    'board.window': {},
    'checklist.attachEvidence': { handoff, item: 'sources-linked', kind: 'log', label: 'A log' },
    'checklist.tick': { handoff, item: 'goal-stated' },
    'checklist.untick': { handoff: handoffs.ready, item: 'errors-tried' },
    'context.history': { key: 'house.rule' },
    'context.list': { session: ids.session },
    'context.remove': { layer: 'project', key: 'branch.naming', confirm: 'branch.naming' },
    'context.set': { layer: 'project', key: 'house.rule', value: 'Knock first' },
    'event.change': { seq: 1 },
    'event.list': {},
    'event.log': { handoff },
    'event.verify': { limit: 500 },
    'handoff.answer': { handoff: handoffs.asking, answer: 'The first one' },
    'handoff.ask': { ...on('kept'), question: 'Which one?', role: 'reviewer' },
    'handoff.assign': { ...offered, assignee: 'analyst' },
    'handoff.cancel': { ...offered, reason: 'no longer wanted' },
    'handoff.claim': { handoff },
    'handoff.comment': { handoff, body: 'Seen' },
    'handoff.complete': on('filed'),
    'handoff.create': { title: 'New work' },
    'handoff.get': { handoff },
    'handoff.heartbeat': { handoff: handoffs.kept, fence: scene.fenceOf('kept') },
    'handoff.lapse': { handoff: handoffs.lapsing, fence: scene.fenceOf('lapsing') },
    'handoff.nudge': { handoff: handoffs.kept },
    'handoff.release': on('kept'),
    'handoff.reopen': {
      handoff: ids.closed,
      expectedVersion: Number(ids.closedVersion),
      reason: 'not yet done',
    },
    'handoff.return': { ...on('reviewed'), reason: 'not yet proven' },
    'handoff.route': { ...on('ready'), to: 'review' },
    'handoff.search': { text: 'tried' },
    'handoff.send': { ...on('ready'), to: 'review' },
    'handoff.update': { ...offered, title: 'Another title' },
    'inbox.list': {},
    'integrity.heads': {},
    'integrity.last': {},
    'integrity.note': { checked: [{ id: scene.world.projectId, seq: 1, problem: null }] },
    'integrity.verify': { id: scene.world.projectId, limit: 500 },
    'inbox.next': {},
    'inbox.read': { handoff },
    'member.disable': { member: 'reviewer-2' },
    'member.enable': { member: 'suspended' },
    'member.putBack': { member: '01900000-0000-7000-8000-000000000000' },
    'member.list': {},
    'member.remove': { member: 'reviewer-2' },
    'member.setPermission': { member: 'reviewer-2', permission: 'lead' },
    'member.setRoles': { member: 'reviewer-2', roles: ['analyst'] },
    'override.list': {},
    'override.grant': {
      handoff,
      policy: 'checklist.required',
      actor: 'coder',
      reason: 'A demonstration this afternoon',
    },
    'plan.export': { plan: 'master' },
    'plan.get': { plan: 'master' },
    'plan.import': { source: '# Plan\n\n## Phase 1: One\n\n### Checklist\n\n- [ ] first\n' },
    'plan.items': {},
    'plan.link': { plan: 'master', item: 1, handoff },
    'plan.list': {},
    'plan.outlook': {},
    'plan.remove': { plan: 'spare', confirm: 'spare' },
    'plan.rename': { plan: 'spare', title: 'Another title' },
    'plan.unlink': { plan: 'master', item: 1, handoff: ids.closed },
    'plan.tick': { plan: 'master', item: 2, checked: false },
    'policy.coverage': {},
    'policy.decisions': {},
    'policy.get': { policy: 'checklist.required' },
    'policy.list': {},
    'project.archive': {},
    'project.configure': { protectedBranches: ['main'] },
    'project.create': { key: 'shed', name: 'Shed', pack: 'software', prefix: 'SH' },
    'project.get': {},
    'project.list': {},
    'project.members': {},
    'project.packs': {},
    'project.remove': { project: 'attic', confirm: 'attic' },
    'project.rename': { name: 'Another name' },
    'project.unarchive': {},
    'session.brief': { session: ids.session },
    'session.entries': { session: ids.session },
    'session.finish': {},
    'session.get': { session: ids.session },
    'session.lanes': {},
    'session.list': {},
    'session.log': { text: 'A line' },
    'session.lose': { session: ids.session },
    'session.pause': {},
    'session.recover': { session: ids.session },
    'session.resume': {},
    'session.start': { mode: 'docs' },
    'session.switch': { mode: 'test' },
    'session.timeline': { session: ids.session },
    'token.create': { agent: `${MARK}-bot` },
    'token.revoke': { id: ids.token },
    'account.changePassword': { user: '01900000-0000-7000-8000-000000000000' },
    'account.get': {},
    'account.link': { provider: 'oidc', email: 'new@llmgenie.test', name: 'New' },
    'account.rename': { name: 'Another' },
    'account.signOut': {},
    'account.unlink': { provider: 'oidc' },
    'invitation.accept': { link: '0'.repeat(64) },
    'invitation.create': { email: 'asked@llmgenie.test', roles: ['coder'] },
    'invitation.list': {},
    'invitation.revoke': { id: ids.invitation },
    'user.create': { email: 'made@llmgenie.test' },
    'user.resetLink': { email: 'lead@llmgenie.test' },
    'user.setUpLink': {},
    'user.useLink': { link: '0'.repeat(64) },
    'user.disable': { email: 'suspended@llmgenie.test' },
    'user.enable': { email: 'banned@llmgenie.test' },
    'user.list': {},
    'instance.operations': {},
    'user.setAdmin': { email: 'lead@llmgenie.test', admin: true },
    'user.signOut': { email: 'lead@llmgenie.test' },
    'workflow.state': {},
  };
}
