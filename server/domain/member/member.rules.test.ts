import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LiveClaim } from '../handoff/free-claims';
import { freeClaims } from '../handoff/free-claims';
import {
  claimsLeftBy,
  claimsLostBy,
  type Member,
  type MemberFacts,
  outRefusal,
  permissionRefusal,
  rolesRefusal,
} from './member.rules';
import { PERMISSIONS } from './member.schema';

interface Person extends Member {
  readonly removed: boolean;
}
type Project = readonly Person[];

const permission = fc.constantFrom(...PERMISSIONS);
const who = fc.nat({ max: 4 });
const command = fc.oneof(
  fc.record({ kind: fc.constant('permission' as const), by: who, on: who, permission }),
  fc.record({
    kind: fc.constantFrom('disable' as const, 'enable' as const, 'remove' as const),
    by: who,
    on: who,
  }),
);

const able = (person: Person) => person.permission === 'admin' && !person.disabled;
const factsOf = (project: Project, member: Person): MemberFacts => ({
  member,
  admins: project.filter(able).map(({ id }) => id),
  roles: ['coder'],
  claims: [],
  assignments: [],
});

/** The project after a command, as the rules and the pipeline's permission let it happen. */
function step(project: Project, given: typeof command extends fc.Arbitrary<infer T> ? T : never): Project {
  const actor = project[given.by];
  const member = project[given.on];
  if (actor === undefined || member === undefined || !able(actor) || member.removed) return project;
  const own = factsOf(project, member);
  const become = (change: Partial<Person>) =>
    project.map((person) => (person === member ? { ...person, ...change } : person));
  switch (given.kind) {
    case 'permission':
      return permissionRefusal(own, member, actor.id, given.permission)
        ? project
        : become({ permission: given.permission });
    case 'enable':
      return become({ disabled: false });
    case 'disable':
      return outRefusal(own, member, actor.id) ? project : become({ disabled: true });
    case 'remove':
      return outRefusal(own, member, actor.id)
        ? project
        : become({ disabled: true, removed: true, permission: 'viewer' });
  }
}

const projects = fc
  .array(fc.record({ permission, disabled: fc.boolean() }), { minLength: 5, maxLength: 5 })
  .map(
    (people): Project =>
      people.map((person, at) => ({ ...person, id: `p${at}`, name: `P${at}`, roles: [], removed: false })),
  )
  .filter((project) => project.some(able));

describe('whoever administers the members of a project', () => {
  it('never leaves it without an admin who can act, whatever is done in which order', () => {
    fc.assert(
      fc.property(projects, fc.array(command, { maxLength: 40 }), (project, commands) => {
        expect(commands.reduce(step, project).some(able)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('never raises their own permission and never shuts themselves out', () => {
    fc.assert(
      fc.property(projects, command, (project, given) => {
        const before = project[given.by];
        const after = step(project, { ...given, on: given.by })[given.by];
        if (before === undefined || after === undefined) return;
        const rank = (person: Person) => PERMISSIONS.indexOf(person.permission);
        expect(rank(after)).toBeLessThanOrEqual(rank(before));
        if (!before.disabled) expect(after.disabled).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('cannot lower, disable or remove the only admin, in those words', () => {
    const ada: Person = {
      id: 'ada',
      name: 'Ada',
      permission: 'admin',
      roles: [],
      disabled: false,
      removed: false,
    };
    const own = factsOf([ada], ada);
    expect(permissionRefusal(own, ada, 'ada', 'lead')?.rule).toBe('member.lastAdmin');
    expect(outRefusal(own, ada, 'system')?.rule).toBe('member.lastAdmin');
    expect(outRefusal(own, ada, 'ada')?.rule).toBe('member.self');
    expect(permissionRefusal(own, ada, 'ada', 'admin')?.rule).toBe('member.same');
    expect(rolesRefusal(own, ada, ['baker'])).toMatchObject({
      rule: 'member.roles',
      code: 'INVALID_ARGUMENTS',
    });
    expect(rolesRefusal(own, ada, [])?.rule).toBe('member.same');
  });
});

const claims = fc.array(
  fc.record({
    versionId: fc.constantFrom('v1', 'v2'),
    stageKey: fc.constantFrom('build', 'review'),
    roleKey: fc.constantFrom('coder', 'reviewer'),
    holderId: fc.constantFrom('ada', 'ada-bot'),
    sessionId: fc.option(fc.uuid(), { nil: null }),
    assigned: fc.boolean(),
    version: fc.integer({ min: 1, max: 99 }),
    fence: fc.integer({ min: 1, max: 99 }),
  }),
);
const named = (all: readonly Omit<LiveClaim, 'id'>[]): LiveClaim[] =>
  all.map((claim, at) => ({ ...claim, id: `h${at}` }));

describe('claims that are put back', () => {
  it('change each row once, free as many slots as there were claims, and tell of each', () => {
    fc.assert(
      fc.property(claims, (drawn) => {
        const all = named(drawn);
        const { updates, deletes, events } = freeClaims(all);
        const rows = updates.map(({ table, key }) => `${table} ${JSON.stringify(key)}`);
        const sessions = updates.filter(({ table }) => table === 'session').length;
        expect(new Set(rows.filter((row) => !row.startsWith('session'))).size).toBe(rows.length - sessions);
        const freed = updates
          .filter(({ table }) => table === 'stage')
          .map(({ set }) => Number(Object(set.in_hand).amount));
        expect(freed.reduce((sum, amount) => sum - amount, 0)).toBe(all.length);
        expect(deletes).toHaveLength(all.length);
        expect(events.filter(({ type }) => type === 'handoff.released')).toHaveLength(all.length);
        expect(events.filter(({ type }) => type === 'handoff.assigned')).toHaveLength(
          all.filter(({ assigned }) => assigned).length,
        );
      }),
    );
  });

  it('are those at stages of a lost role, of the member alone, or all for who may only look', () => {
    fc.assert(
      fc.property(claims, fc.subarray(['coder', 'reviewer']), permission, (drawn, roles, next) => {
        const all = named(drawn);
        const ada: Person = {
          id: 'ada',
          name: 'Ada',
          permission: 'member',
          roles: ['coder', 'reviewer'],
          disabled: false,
          removed: false,
        };
        const own = { ...factsOf([ada], ada), claims: all };
        const left = claimsLeftBy(own, ada, roles);
        expect(left).toEqual(all.filter((c) => c.holderId === 'ada' && !roles.includes(c.roleKey)));
        expect(claimsLostBy(own, next)).toEqual(next === 'viewer' ? all : []);
      }),
    );
  });
});
