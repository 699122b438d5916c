import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAppError } from '../../errors';
import { fullPackage } from '../../full-package.fixture';
import { createWorld, type World } from '../../world.fixture';

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, 60_000);
afterAll(() => world.db.drop());

const refusal = (code: string, details: object = {}) =>
  expect.objectContaining({ code, details: expect.objectContaining(details) });

async function created(title: string) {
  const { result } = await world.as('lead', 'handoff.create', { title, package: fullPackage });
  return result.handoff ?? '';
}
const cardOf = async (handoff: string) =>
  Object((await world.as('viewer', 'handoff.get', { handoff })).result.card);
async function inHand(stage: string): Promise<number> {
  const { rows } = await world.db.ownerPool.query(
    'SELECT in_hand AS count FROM stage WHERE project_id = $1 AND key = $2',
    [world.projectId, stage],
  );
  return Number(Object(rows[0]).count);
}

describe('a member who is disabled', () => {
  it('and their agents stop at once, and what they held is offered again with a higher fence', async () => {
    const bot = await world.agent('intake-bot', ['analyst'], { owner: 'analyst' });
    await world.as(bot, 'session.start', {});
    const [mine, its, waiting] = [await created('mine'), await created('its'), await created('waiting')];
    await world.as('analyst', 'handoff.claim', { handoff: mine });
    const claim = await world.as(bot, 'handoff.claim', { handoff: its });
    await world.as('lead', 'handoff.assign', { handoff: waiting, expectedVersion: 1, assignee: 'analyst' });
    expect(await inHand('intake')).toBe(2);

    const { result, eventSeq } = await world.as('admin', 'member.disable', { member: 'analyst' });
    expect(result).toMatchObject({ disabled: true, putBack: 2 });
    expect(await inHand('intake')).toBe(0);
    for (const handoff of [mine, its]) {
      expect(await cardOf(handoff)).toMatchObject({ state: 'offered', holder: null, fence: 3 });
    }
    expect(await cardOf(waiting)).toMatchObject({ assignee: null, version: 3 });
    const told = await world.as('viewer', 'event.list', { after: Number(eventSeq) - 4, limit: 10 });
    const types = Object(told.result).events.map(({ type }: { type: string }) => type);
    expect(types).toEqual(['member.disabled', 'handoff.released', 'handoff.released', 'handoff.assigned']);

    for (const who of ['analyst', bot]) {
      await expect(world.as(who, 'handoff.comment', { handoff: mine, body: 'Still here' })).rejects.toEqual(
        refusal('POLICY_DENIED'),
      );
      await expect(world.as(who, 'board.window')).rejects.toEqual(refusal('UNAUTHENTICATED'));
    }
    // Enabled again, the late write of the earlier claim is refused all the same.
    await world.as('admin', 'member.enable', { member: 'analyst' });
    await expect(
      world.as(bot, 'handoff.heartbeat', { handoff: its, fence: claim.result.fence }),
    ).rejects.toEqual(refusal('RULE_REFUSED'));
    await world.as('analyst', 'handoff.claim', { handoff: mine });
  });

  /** Who races may be refused, and nothing else. */
  const refused = (error: unknown) => expect(isAppError(error)).toBe(true);

  it('keeps nothing that was claimed while they were being disabled', async () => {
    const handoffs = await Promise.all(['one', 'two', 'three', 'four'].map(created));
    const racing = handoffs.map((handoff) =>
      world.as('reviewer-2', 'handoff.claim', { handoff }).catch(refused),
    );
    await world.as('admin', 'member.setRoles', { member: 'reviewer-2', roles: ['analyst', 'reviewer'] });
    const more = handoffs.map((handoff) =>
      world.as('reviewer-2', 'handoff.claim', { handoff }).catch(refused),
    );
    await world.as('admin', 'member.disable', { member: 'reviewer-2' });
    await Promise.all([...racing, ...more]);
    const { rows } = await world.db.ownerPool.query(
      `SELECT h.number FROM handoff h JOIN actor a ON a.project_id = h.project_id AND a.id = h.holder_id
       WHERE a.name = 'reviewer-2'`,
    );
    expect(rows).toEqual([]);
  });
});

describe('permission and roles', () => {
  it('hold from the next call on, up and down, and free what can no longer be worked on', async () => {
    const handoff = await created('to be left');
    await world.as('analyst', 'handoff.claim', { handoff });
    const { result } = await world.as('admin', 'member.setRoles', { member: 'analyst', roles: ['coder'] });
    expect(result).toMatchObject({ roles: ['coder'], putBack: 2 });
    await expect(world.as('analyst', 'handoff.claim', { handoff })).rejects.toEqual(refusal('POLICY_DENIED'));
    await world.as('admin', 'member.setRoles', { member: 'analyst', roles: ['analyst'] });
    await world.as('analyst', 'handoff.claim', { handoff });
    await world.as('admin', 'member.setPermission', { member: 'analyst', permission: 'viewer' });
    expect(await cardOf(handoff)).toMatchObject({ state: 'offered', holder: null });
    await world.as('admin', 'member.setPermission', { member: 'analyst', permission: 'lead' });
    await world.as('analyst', 'handoff.cancel', {
      handoff,
      expectedVersion: (await cardOf(handoff)).version,
      reason: 'A lead may',
    });
  });

  it('are refused where nobody could administer afterwards, and where the name is nobody’s', async () => {
    await expect(
      world.as('admin', 'member.setPermission', { member: 'admin', permission: 'lead' }),
    ).rejects.toEqual(refusal('RULE_REFUSED', { rule: 'member.lastAdmin' }));
    await expect(world.as('admin', 'member.disable', { member: 'nobody' })).rejects.toEqual(
      refusal('NOT_FOUND'),
    );
    await expect(world.as('admin', 'member.disable', { member: 'intake-bot' })).rejects.toEqual(
      refusal('NOT_FOUND'),
    );
  });

  it('two admins who lower each other at once leave one', async () => {
    await world.as('admin', 'member.setPermission', { member: 'lead', permission: 'admin' });
    await Promise.allSettled([
      world.as('admin', 'member.setPermission', { member: 'lead', permission: 'member' }),
      world.as('lead', 'member.setPermission', { member: 'admin', permission: 'member' }),
    ]);
    const { rows } = await world.db.ownerPool.query(
      `SELECT name FROM actor WHERE project_id = $1 AND permission = 'admin'`,
      [world.projectId],
    );
    expect(rows).toHaveLength(1);
    if (Object(rows[0]).name === 'lead') {
      await world.as('lead', 'member.setPermission', { member: 'admin', permission: 'admin' });
      await world.as('admin', 'member.setPermission', { member: 'lead', permission: 'lead' });
    }
  });
});

describe('a member who is removed', () => {
  it('is listed no more, and what they did keeps their name', async () => {
    const handoff = await created('with a comment');
    await world.as('librarian', 'handoff.comment', { handoff, body: 'Seen' });
    await world.as('admin', 'member.remove', { member: 'librarian' });
    const { result } = await world.as('admin', 'member.list');
    const names = Object(result).members.map(({ name }: { name: string }) => name);
    expect(names).toContain('coder');
    expect(names).not.toContain('librarian');
    const { members } = Object((await world.as('viewer', 'project.members')).result);
    expect(JSON.stringify(members)).not.toContain('librarian@');
    const { comments } = Object((await world.as('viewer', 'handoff.get', { handoff })).result);
    expect(comments[0]).toMatchObject({ author: { name: 'librarian' } });
    await expect(world.as('admin', 'member.enable', { member: 'librarian' })).rejects.toEqual(
      refusal('NOT_FOUND'),
    );
  });
});

describe('an archived project', () => {
  it('can be read and takes no change of anybody, until an admin opens it again', async () => {
    const handoff = await created('resting');
    await world.as('admin', 'project.archive');
    const archived = refusal('RULE_REFUSED', {
      rule: 'project.archived',
      next: [{ action: 'project.unarchive', arguments: {}, by: 'admin' }],
    });
    await expect(world.as('coder', 'handoff.comment', { handoff, body: 'Hello' })).rejects.toEqual(archived);
    await expect(world.as('admin', 'member.enable', { member: 'coder' })).rejects.toEqual(archived);
    expect(await cardOf(handoff)).toMatchObject({ title: 'resting' });
    const { actions } = Object((await world.as('lead', 'actions.available', { handoff })).result);
    const open = actions.filter(({ allowed }: { allowed: string }) => allowed !== 'blocked');
    expect(open).toEqual([]);
    await expect(world.as('lead', 'project.unarchive')).rejects.toEqual(refusal('POLICY_DENIED'));
    await world.as('admin', 'project.unarchive');
    await world.as('coder', 'handoff.comment', { handoff, body: 'Hello' });
  });
});
