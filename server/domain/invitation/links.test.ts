import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Credential } from '../../actions/credential';
import { hashLinkSecret } from '../../auth/link-secret';
import { isAppError } from '../../errors';
import { createWorld, type World } from '../../world.fixture';

let world: World;
beforeAll(async () => {
  world = await createWorld({ max: 24 });
}, 60_000);
afterAll(() => world.db.drop());

const link: Credential = { kind: 'system', causedBy: 'link' };
const sealed = { passwordHash: 'of a password' };
const hashOf = ({ result }: { result: Record<string, unknown> }) =>
  hashLinkSecret(String(result.secret)) ?? '';
const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    (error: unknown) => {
      if (!isAppError(error)) throw error;
      return typeof error.details.rule === 'string' ? error.details.rule : error.code;
    },
  );
const invite = (email: string, more: object = {}) =>
  world.as('admin', 'invitation.create', { email, roles: ['coder'], ...more });
const accept = (hash: string, more: object = {}) =>
  world.as(link, 'invitation.accept', { link: hash, name: 'Guest', ...more }, { sealed });

describe('a one-time link', () => {
  it('opens for one of fifty who use it at the same moment, and the others learn only that it is gone', async () => {
    const hash = hashOf(await invite('race@llmgenie.test'));
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, index) => codeOf(accept(hash, { name: `Racer ${index}` }))),
    );
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    expect(new Set(outcomes)).toEqual(new Set(['done', 'link.gone']));
    const { rows } = await world.db.pool.query(
      `SELECT FROM actor a JOIN "user" u ON u.id = a.user_id WHERE u.email = 'race@llmgenie.test' AND a.project_id = $1`,
      [world.projectId],
    );
    expect(rows).toHaveLength(1);
  });

  it('is gone in the same words when it was used, has run out, was taken back, or never was', async () => {
    const used = hashOf(await invite('used@llmgenie.test'));
    await accept(used, { name: 'Used' });
    const expired = hashOf(await invite('expired@llmgenie.test'));
    await world.db.ownerPool.query(
      `UPDATE one_time_link SET expires_at = now() WHERE secret_hash = decode($1, 'hex')`,
      [expired],
    );
    const made = await invite('back@llmgenie.test');
    await world.as('admin', 'invitation.revoke', { id: made.result.id });
    const replaced = await invite('twice@llmgenie.test');
    await invite('twice@llmgenie.test');
    for (const hash of [used, expired, hashOf(made), hashOf(replaced), '0'.repeat(64)]) {
      expect(await codeOf(accept(hash))).toBe('link.gone');
    }
  });

  it('is kept as a hash alone, and nowhere in the log', async () => {
    const { result } = await invite('quiet@llmgenie.test');
    const { rows } = await world.db.ownerPool.query<{ all: string }>(
      `SELECT (SELECT string_agg(t::text, '') FROM one_time_link t) || (SELECT string_agg(p::text, '') FROM event_payload p)
         || coalesce((SELECT string_agg(i::text, '') FROM idempotency i), '') AS all`,
    );
    expect(String(result.secret)).toHaveLength(43);
    expect(rows[0]?.all.includes(String(result.secret))).toBe(false);
  });
});

describe('an invitation', () => {
  it('makes the person and the member, with the roles the project still has, under a name nobody here has', async () => {
    const hash = hashOf(
      await invite('new@llmgenie.test', { permission: 'lead', roles: ['coder', 'analyst'] }),
    );
    const { result } = await accept(hash, { name: 'coder' });
    expect(result).toMatchObject({ email: 'new@llmgenie.test', project: 'llmgenie' });
    const { rows } = await world.db.pool.query(
      `SELECT a.name, a.permission, u.name AS "userName",
         (SELECT array_agg(r.role_key ORDER BY 1) FROM actor_role r WHERE r.project_id = a.project_id AND r.actor_id = a.id) AS roles
       FROM actor a JOIN "user" u ON u.id = a.user_id WHERE u.email = 'new@llmgenie.test' AND a.project_id = $1`,
      [world.projectId],
    );
    expect(rows).toEqual([
      { name: 'coder 2', userName: 'coder', permission: 'lead', roles: ['analyst', 'coder'] },
    ]);
  });

  it('is accepted by the invited person alone, signed in where they have an account', async () => {
    const curie = world.people.curie;
    const lead = world.people.lead;
    if (curie?.kind !== 'person' || lead?.kind !== 'person') throw new Error('people are people');
    const hash = hashOf(await invite('curie@llmgenie.test'));
    expect(await codeOf(accept(hash))).toBe('invitation.signIn');
    expect(await codeOf(accept(hash, { user: lead.userId }))).toBe('invitation.other');
    expect(await codeOf(accept(hash, { user: curie.userId }))).toBe('done');
    expect(await codeOf(world.as('curie', 'board.window', {}))).toBe('done');
    expect(await codeOf(invite('curie@llmgenie.test'))).toBe('invitation.member');
  });

  it('brings a removed member back as what they are invited as', async () => {
    await world.as('admin', 'member.remove', { member: 'curie' });
    const curie = world.people.curie;
    if (curie?.kind !== 'person') throw new Error('curie is a person');
    const hash = hashOf(await invite('curie@llmgenie.test', { permission: 'viewer', roles: [] }));
    expect(await codeOf(accept(hash, { user: curie.userId }))).toBe('done');
    expect(await codeOf(world.as('curie', 'handoff.create', { title: 'x' }))).toBe('POLICY_DENIED');
  });

  it('is for admins of the project to make, and no other project sees it', async () => {
    expect(await codeOf(world.as('lead', 'invitation.create', { email: 'a@llmgenie.test' }))).toBe(
      'POLICY_DENIED',
    );
    const made = await invite('ours@llmgenie.test');
    const foreign = world.as('curie', 'invitation.revoke', { id: made.result.id }, { project: 'lab' });
    expect(await codeOf(foreign)).toBe('NOT_FOUND');
    const { result } = await world.as('admin', 'invitation.list', {});
    expect(JSON.stringify(result)).toContain('ours@llmgenie.test');
    expect(JSON.stringify(result)).not.toContain(String(made.result.secret));
  });

  it('is one an address, however many ask at once', async () => {
    await Promise.all(Array.from({ length: 8 }, () => invite('many@llmgenie.test')));
    const { result } = await world.as('admin', 'invitation.list', {});
    const open = Object(result).invitations.filter(
      (each: { email: string }) => each.email === 'many@llmgenie.test',
    );
    expect(open).toHaveLength(1);
  });
});

describe('a new password by link', () => {
  it('ends the sessions that were open and every other link to the account', async () => {
    const first = hashOf(
      await world.as('admin', 'user.resetLink', { email: 'analyst@llmgenie.test' }, { project: 'instance' }),
    );
    const second = hashOf(
      await world.as('admin', 'user.resetLink', { email: 'analyst@llmgenie.test' }, { project: 'instance' }),
    );
    const use = (hash: string) =>
      world.as(link, 'user.useLink', { link: hash }, { project: 'instance', sealed });
    expect(await codeOf(use(first))).toBe('link.gone');
    expect(await codeOf(use(second))).toBe('done');
    expect(await codeOf(world.as('analyst', 'board.window', {}))).toBe('UNAUTHENTICATED');
    expect(await codeOf(use(second))).toBe('link.gone');
  });
});
