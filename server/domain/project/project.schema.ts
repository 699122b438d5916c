import { z } from 'zod';
import { Confirm } from '../../actions/confirm.schema';
import { ActorView } from '../handoff/handoff.schema';
import { Pack } from '../pack/pack.schema';

export const MembersInput = z.strictObject({});
export const Members = z.object({
  members: z.array(
    z.object({
      actor: ActorView,
      permission: z.enum(['viewer', 'member', 'lead', 'admin']).nullable(),
      roles: z.array(z.string()),
      disabled: z.boolean(),
    }),
  ),
});

/** Shown to people, in one line. */
export const ProjectName = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^\P{Cc}*$/u, 'One line of text');
/** A branch as git names one: a pattern would protect less than it seems to. */
const Branch = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]*$/, 'A branch such as main or release/1.4');

export const RenameProject = z.strictObject({ name: ProjectName });
export const ConfigureProject = z.strictObject({ protectedBranches: z.array(Branch).max(50) });
export const NoInput = z.strictObject({});
export const ProjectResult = z.strictObject({
  project: z.string(),
  name: z.string(),
  archived: z.boolean(),
  protectedBranches: z.array(z.string()),
});

/** What a pack brings and a project is made of; the parts of a pack that a reader looks at. */
export const PackView = Pack.pick({
  roles: true,
  workflow: true,
  checklists: true,
  context: true,
  settings: true,
});
export type PackView = z.infer<typeof PackView>;

export const ProjectView = z.object({
  key: z.string(),
  name: z.string(),
  prefix: z.string(),
  /** Key of the pack it was made from. */
  pack: z.string(),
  sample: z.boolean(),
  createdAt: z.string(),
  archivedAt: z.string().nullable(),
  view: PackView,
});

export const ProjectKey = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z0-9-]*$/, 'Lower case letters, digits and dashes, such as web-shop');
export const ProjectPrefix = z.string().regex(/^[A-Z]{2,5}$/, 'Two to five capital letters, such as LG');

export const CreateProject = z.strictObject({
  key: ProjectKey.describe('Stands in addresses; never changes'),
  name: ProjectName,
  prefix: ProjectPrefix.optional().describe('Of short numbers such as LG-42; the one of the pack if absent'),
  pack: z.string().max(40).optional().describe('Key of a pack that comes with the product'),
  ownPack: Pack.optional().describe('A pack of your own instead'),
});
export const CreatedProject = z.strictObject({ project: z.string(), name: z.string(), prefix: z.string() });

export const RemoveProject = z.strictObject({
  project: z.string().max(40).describe('Key of the project'),
  confirm: Confirm,
});
export const RemovedProject = z.strictObject({ project: z.string(), removed: z.literal(true) });

export const PackList = z.object({
  packs: z.array(
    z.object({
      key: z.string(),
      name: z.object({ en: z.string(), ru: z.string() }),
      prefix: z.string(),
      view: PackView,
    }),
  ),
});
export type PackRow = z.infer<typeof PackList>['packs'][number];

export const ProjectList = z.object({
  projects: z.array(
    z.object({
      id: z.string(),
      key: z.string(),
      name: z.string(),
      prefix: z.string(),
      pack: z.string(),
      sample: z.boolean(),
      createdAt: z.string(),
      archivedAt: z.string().nullable(),
      people: z.number().int(),
      agents: z.number().int(),
      /** Made so far. */
      handoffs: z.number().int(),
      /** What the reader may do there; null: not a member. */
      permission: z.enum(['viewer', 'member', 'lead', 'admin']).nullable(),
    }),
  ),
  tombstones: z.array(
    z.object({
      id: z.string(),
      key: z.string(),
      name: z.string(),
      pack: z.string(),
      handoffs: z.number().int(),
      by: z.string(),
      removedAt: z.string(),
      /** Null while its rows are still being deleted. */
      buriedAt: z.string().nullable(),
      lastSeq: z.number().int(),
      /** Hex of the hash its log ended with. */
      lastHash: z.string(),
    }),
  ),
});
export type ProjectRow = z.infer<typeof ProjectList>['projects'][number];
export type TombstoneRow = z.infer<typeof ProjectList>['tombstones'][number];
