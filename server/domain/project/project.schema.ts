import { z } from 'zod';
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
