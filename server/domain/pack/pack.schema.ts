import { z } from 'zod';
import { TemplateItem } from '../checklist/checklist.schema';

const Key = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z0-9-]*$/);
const Names = z.strictObject({ en: z.string().min(1).max(120), ru: z.string().min(1).max(120) });

export const PackRole = z.strictObject({
  key: Key,
  name: Names,
  /** Name of a lucide icon. */
  icon: z.string().max(40),
  briefing: z.string().max(4000),
  tags: z.array(z.string().regex(/^\[[a-z]+\]$/)),
});
export const PackStage = z.strictObject({
  key: Key,
  name: Names,
  role: Key,
  kind: z.enum(['start', 'work', 'final']),
  position: z.number().int().min(0).max(50),
  wipLimit: z.number().int().positive().optional(),
  slaMinutes: z.number().int().positive().optional(),
  checklist: Key.optional(),
});
export const PackRoute = z.strictObject({ from: Key, to: Key, requiresReview: z.boolean().default(false) });
export const PackChecklist = z.strictObject({ key: Key, name: Names, items: z.array(TemplateItem).max(60) });

/** A domain pack: everything a project starts with, in one JSON file. */
export const Pack = z.strictObject({
  key: Key,
  name: Names,
  prefix: z.string().regex(/^[A-Z]{2,5}$/),
  roles: z.array(PackRole).min(1),
  workflow: z.strictObject({
    key: Key,
    name: Names,
    stages: z.array(PackStage).min(2),
    routes: z.array(PackRoute).min(1),
  }),
  checklists: z.array(PackChecklist),
  context: z.array(
    z.strictObject({ key: z.string().regex(/^[a-z][a-zA-Z0-9._-]*$/), value: z.string().max(4000) }),
  ),
  settings: z.strictObject({ protectedBranches: z.array(z.string()) }),
});
export type Pack = z.infer<typeof Pack>;
