import { defineAction } from '../../actions/action';
import { refuse } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { domainPacks } from '../pack/domain-packs';
import type { Pack } from '../pack/pack.schema';
import { type CreateFacts, createRefusal, packRefusal } from './create.rules';
import { foundProject, SYSTEM_NAME } from './found-project';
import { deriveProject } from './project.rules';
import { CreatedProject, CreateProject } from './project.schema';

const builtIn: Readonly<Record<string, Pack | undefined>> = domainPacks;

function createFacts(key: string, prefix: string): Fragment<CreateFacts> {
  return sql<CreateFacts>`(SELECT jsonb_build_object(
    'keyTaken', EXISTS (SELECT FROM project t WHERE t.key = ${key}),
    'keyBuried', EXISTS (SELECT FROM project_tombstone t WHERE t.key = ${key}),
    'prefixTaken', EXISTS (SELECT FROM project t WHERE t.prefix = ${prefix} AND t.removed_at IS NULL),
    'creator', (SELECT jsonb_build_object('userId', u.id, 'name', u.name, 'email', u.email)
      FROM me JOIN "user" u ON u.id = me.user_id)))`;
}

/** The pack that was named or given; null where neither or both were, or none is named so. */
function packOf(input: { pack?: string | undefined; ownPack?: Pack | undefined }): Pack | null {
  if ((input.pack === undefined) === (input.ownPack === undefined)) return null;
  return input.ownPack ?? builtIn[input.pack ?? ''] ?? null;
}

export const makeProject = defineAction<CreateFacts>()({
  name: 'project.create',
  title: 'Create a project from a domain pack',
  description:
    'Makes a project with the roles, workflow, checklists and context of a pack; you become its admin.',
  input: CreateProject,
  output: CreatedProject,
  permission: 'admin',
  scope: 'act',
  place: 'instance',
  adminAction: true,
  events: ['project.created'],
  retry: 'server',
  refusals: ['RULE_REFUSED', 'INVALID_ARGUMENTS'],
  facts: (input) => createFacts(input.key, input.prefix ?? packOf(input)?.prefix ?? ''),
  derive: deriveProject,
  rule: (facts, input, env) => {
    const { own } = facts;
    const pack = packOf(input);
    if (pack === null) {
      return refuse(
        'project.packUnknown',
        'Name one pack that comes with the product, or give one of your own.',
        {
          code: 'INVALID_ARGUMENTS',
          details: { packs: Object.keys(domainPacks) },
        },
      );
    }
    if (own.creator === null)
      return refuse('project.creator', 'A project is made by a person, who becomes its admin.');
    const { key, name, prefix = pack.prefix } = input;
    const refusal = packRefusal(pack) ?? createRefusal(own, key, prefix);
    if (refusal) return refusal;
    const { userId, email } = own.creator;
    const creator = {
      userId,
      // Names are unique in a project, and the system has one there.
      name: own.creator.name === SYSTEM_NAME ? email : own.creator.name,
      permission: 'admin' as const,
      // Alone at first, so that work can begin before anybody is invited.
      roles: pack.roles.map((role) => role.key),
    };
    const founds = foundProject({ key, name, pack, prefix }, [creator], env.newId);
    return {
      kind: 'change',
      founds,
      events: [event('project.created', { kind: 'project', id: founds.id }, { key, name, pack: pack.key })],
      result: { project: key, name, prefix },
    };
  },
});
