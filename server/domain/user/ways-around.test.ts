import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Credential } from '../../actions/credential';
import { hashLinkSecret } from '../../auth/link-secret';
import { createWorld, type World } from '../../world.fixture';

/* What somebody would try: accounts made in another's name, links that were left open, the last way in. */

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, 60_000);
afterAll(() => world?.db.drop());

const system: Credential = { kind: 'system', causedBy: 'test' };
const run = (who: Credential | string, action: string, args: object = {}, sealed?: Record<string, string>) =>
  world.as(who, action, args, { project: 'instance', ...(sealed ? { sealed } : {}) });
const hashOf = (secret: unknown) => hashLinkSecret(String(secret)) ?? '';
const one = async <Row extends object>(text: string, values: unknown[] = []): Promise<Row | undefined> =>
  (await world.db.ownerPool.query<Row>(text, values)).rows[0];

describe('an account made by an invitation that its maker kept', () => {
  it('has no password of theirs any more once the owner of the address signs in elsewhere', async () => {
    const email = 'victim@llmgenie.test';
    const { result } = await world.as('admin', 'invitation.create', { email });
    const link = hashOf(result.secret);
    await world.as(
      system,
      'invitation.accept',
      { link, name: 'Victim' },
      { sealed: { passwordHash: 'theirs' } },
    );
    const { id } = (await one<{ id: string }>('SELECT id FROM "user" WHERE email = $1', [email])) ?? {
      id: '',
    };
    const intruder: Credential = { kind: 'person', userId: id, tokenVersion: 1 };
    await world.as(intruder, 'board.window', {});
    const open = await run('admin', 'user.resetLink', { email });
    const linked = await run(
      system,
      'account.link',
      { provider: 'oidc', email, name: 'Victim' },
      { subject: 'of the victim' },
    );
    expect(linked.result).toMatchObject({ user: id, created: false });
    expect(await one('SELECT password_hash FROM "user" WHERE id = $1', [id])).toEqual({
      password_hash: null,
    });
    await expect(world.as(intruder, 'board.window', {})).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(
      run(system, 'user.useLink', { link: hashOf(open.result.secret) }, { passwordHash: 'theirs' }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('keeps the password that its owner chose by a link from their mail', async () => {
    const email = 'owner@llmgenie.test';
    const { result } = await world.as('admin', 'invitation.create', { email });
    await world.as(
      system,
      'invitation.accept',
      { link: hashOf(result.secret), name: 'Owner' },
      { sealed: { passwordHash: 'of who had the link' } },
    );
    const mailed = await run(system, 'user.resetLink', { email });
    await run(system, 'user.useLink', { link: hashOf(mailed.result.secret) }, { passwordHash: 'own' });
    await run(system, 'account.link', { provider: 'oidc', email, name: 'Owner' }, { subject: 'the owner' });
    expect(await one('SELECT password_hash FROM "user" WHERE email = $1', [email])).toEqual({
      password_hash: 'own',
    });
  });

  it('stays as it is for a second account elsewhere: its owner was there already', async () => {
    const email = 'victim@llmgenie.test';
    await world.db.ownerPool.query(`UPDATE "user" SET password_hash = 'own' WHERE email = $1`, [email]);
    await run(system, 'account.link', { provider: 'github', email, name: 'Victim' }, { subject: '42' });
    expect(await one('SELECT password_hash FROM "user" WHERE email = $1', [email])).toEqual({
      password_hash: 'own',
    });
  });
});

describe('the link for the first admin', () => {
  it('opens nothing once somebody administers the instance, however that came about', async () => {
    await world.db.ownerPool.query(
      `UPDATE actor SET permission = 'viewer' WHERE name = 'admin@llmgenie.test'`,
    );
    const { result } = await run(system, 'user.setUpLink');
    await world.db.ownerPool.query(
      `UPDATE actor a SET permission = 'admin' FROM project p WHERE p.id = a.project_id AND p.key = 'instance' AND a.name = 'admin@llmgenie.test'`,
    );
    await world.db.ownerPool.query(
      `UPDATE actor a SET permission = 'admin' FROM project p WHERE p.id = a.project_id AND p.key = 'llmgenie' AND a.name = 'admin'`,
    );
    const args = { link: hashOf(result.secret), email: 'late@llmgenie.test', name: 'Late' };
    await expect(run(system, 'user.useLink', args, { passwordHash: 'x' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('the last admin of the instance', () => {
  it('is not replaced by one of the sample, who cannot sign in where real people exist', async () => {
    await world.db.ownerPool.query(`UPDATE "user" SET sample = true WHERE email = 'lead@llmgenie.test'`);
    await world.db.ownerPool.query(
      `UPDATE actor a SET permission = 'admin' FROM project p WHERE p.id = a.project_id AND p.key = 'instance' AND a.name = 'lead@llmgenie.test'`,
    );
    for (const [action, args] of [
      ['user.setAdmin', { email: 'admin@llmgenie.test', admin: false }],
      ['user.disable', { email: 'admin@llmgenie.test' }],
    ] as const) {
      await expect(run(system, action, args), action).rejects.toMatchObject({
        details: { rule: 'user.lastAdmin' },
      });
    }
    await run('admin', 'user.setAdmin', { email: 'lead@llmgenie.test', admin: false });
  });
});

describe('whatever ends a session', () => {
  it('moves the rules of the instance too, so that its open pages and calls under way end with it', async () => {
    const own = await run('admin', 'user.resetLink', { email: 'reviewer@llmgenie.test' });
    await run(system, 'user.useLink', { link: hashOf(own.result.secret) }, { passwordHash: 'x' });
    const userId = (world.people.analyst as { userId: string }).userId;
    await run(system, 'account.changePassword', { user: userId }, { passwordHash: 'x' });
    await run('coder', 'account.signOut');
    const { rows } = await world.db.ownerPool.query(
      `SELECT e.type, (e.body ->> 'bumpsRules')::boolean AS bumps FROM event e JOIN project p ON p.id = e.project_id
       WHERE p.key = 'instance' AND e.type = ANY($1) GROUP BY 1, 2 ORDER BY 1`,
      [['user.linkUsed', 'account.passwordChanged', 'account.signedOut']],
    );
    expect(rows).toEqual([
      { type: 'account.passwordChanged', bumps: true },
      { type: 'account.signedOut', bumps: true },
      { type: 'user.linkUsed', bumps: true },
    ]);
  });
});

describe('an agent', () => {
  it('is owned by nobody who was removed or disabled', async () => {
    await world.as('admin', 'member.remove', { member: 'reviewer-2' });
    await expect(
      world.as('admin', 'agent.create', {
        name: 'ghost',
        roles: ['coder'],
        owner: 'reviewer-2@llmgenie.test',
      }),
    ).rejects.toMatchObject({ code: 'INVALID_ARGUMENTS', details: { rule: 'agent.owner' } });
  });
});
