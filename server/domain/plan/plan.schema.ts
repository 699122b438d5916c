import { z } from 'zod';

/** Bytes of UTF-8 a plan source may have. Leaves room for the other arguments under the 1 MiB payload cap. */
export const PLAN_MAX_BYTES = 1_000_000;

/** Checkboxes a plan may have; each becomes a row, so the number is bounded before anything is written. */
export const PLAN_MAX_ITEMS = 5_000;

export const PlanKey = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'lower-case letters, digits and single hyphens')
  .max(60);
export type PlanKey = z.infer<typeof PlanKey>;

/**
 * The plan's Markdown, kept as it came: export answers the same bytes. NUL and unpaired surrogates are
 * refused because neither survives a round trip through a UTF-8 text column.
 */
export const PlanSource = z
  .string()
  .min(1)
  .refine((source) => new TextEncoder().encode(source).length <= PLAN_MAX_BYTES, {
    message: `a plan may have at most ${PLAN_MAX_BYTES} bytes`,
  })
  .refine((source) => !source.includes('\u0000'), { message: 'a plan may not contain NUL characters' })
  .refine((source) => !/[\uD800-\uDFFF]/u.test(source), { message: 'a plan must be well-formed Unicode' });

export const PlanImportInput = z.strictObject({
  /** Absent: `master`. Importing under an existing key replaces that plan's source. */
  key: PlanKey.optional(),
  /** Absent: the title found in the source. */
  title: z.string().trim().min(1).max(300).optional(),
  source: PlanSource,
});
export type PlanImportInput = z.infer<typeof PlanImportInput>;

/** An item by its ordinal (1 is the plan's first checkbox) or by its key. */
export const PlanItemRef = z.union([
  z.int().min(1).max(PLAN_MAX_ITEMS),
  z
    .string()
    .min(1)
    .max(80)
    .regex(/^phase-[0-9a-z-]+$/, 'a plan item key such as phase-1-0a1b2c3d4e'),
]);
export type PlanItemRef = z.infer<typeof PlanItemRef>;

export const PlanTickInput = z.strictObject({ plan: PlanKey, item: PlanItemRef, checked: z.boolean() });
export type PlanTickInput = z.infer<typeof PlanTickInput>;

export const PlanLinkInput = z.strictObject({
  plan: PlanKey,
  item: PlanItemRef,
  handoff: z
    .string()
    .regex(/^[A-Z]{2,5}-[1-9][0-9]{0,8}$/, 'Use the short number, such as LG-1')
    .describe('Short number of the handoff, such as LG-1'),
});

/** Where a new handoff belongs. */
export const PlanItemAt = z.strictObject({ plan: PlanKey, item: PlanItemRef });

export const PlanSection = z.enum(['primary', 'secondary']);
export type PlanSection = z.infer<typeof PlanSection>;

/** Why a line is no part of the plan, or is but looks like a mistake. The UI translates the code. */
export const PlanIssueCode = z.enum([
  // Left out although it reads like a part of the plan: import refuses these.
  'source-too-large',
  'too-complex',
  'too-deep',
  'too-many-items',
  'broken-heading',
  'phase-number-missing',
  'duplicate-phase',
  'broken-checkbox',
  // Taken in or left out on purpose; worth a look.
  'title-missing',
  'no-phases',
  'phase-title-missing',
  'phase-out-of-order',
  'heading-like-text',
  'checkbox-outside-phase',
  'checkbox-outside-checklist',
  'item-without-checkbox',
]);
export type PlanIssueCode = z.infer<typeof PlanIssueCode>;

/** `line` counts from 1; `text` is the start of that line, at most 200 characters. */
export const PlanIssue = z.object({ line: z.int().min(1), code: PlanIssueCode, text: z.string() });
export type PlanIssue = z.infer<typeof PlanIssue>;

export const Tally = z.object({ checked: z.int().min(0), total: z.int().min(0) });
export type Tally = z.infer<typeof Tally>;

/**
 * How far a phase or a plan is. `percent` (0 to 100, whole, 100 only when every leaf is checked) counts
 * leaves: a box that has boxes below it is a heading for them and would be counted twice otherwise.
 */
export const PlanProgress = z.object({
  leaves: Tally,
  percent: z.int().min(0).max(100),
  /** Every checkbox, parents included. */
  boxes: Tally,
  /** Boxes of the primary checklist without a parent box. */
  topLevel: Tally,
  /** Boxes of the primary checklist below another box. */
  nested: Tally,
  /** Every box of the secondary checklists. */
  secondary: Tally,
});
export type PlanProgress = z.infer<typeof PlanProgress>;

const Counted = z.object({ count: z.int(), first: z.array(z.string()) });

/** What an import did, or as a dry run would do. */
export const PlanImported = z.object({
  plan: PlanKey,
  title: z.string(),
  version: z.int(),
  sha256: z.string(),
  phases: z.int(),
  goals: z.int(),
  /** Those that hold no others: work of their own, as every page counts it. */
  items: z.int(),
  /** Those that hold others. */
  groups: z.int(),
  /** Lines of technologies; `outline` counts names. */
  technologies: z.int(),
  /** The first phases as they were understood. */
  outline: z.array(
    z.object({
      number: z.int(),
      title: z.string(),
      goals: z.int(),
      items: z.int(),
      checked: z.int(),
      technologies: z.int(),
    }),
  ),
  warnings: z.array(PlanIssue),
  /** How many warnings there are. */
  warned: z.int(),
  /** Against the plan that it replaces; null where there is none. */
  changes: z
    .object({
      added: Counted,
      removed: Counted,
      checked: Counted,
      opened: Counted,
      linksKept: z.int(),
      linksLost: z.int(),
    })
    .nullable(),
});
export type PlanImported = z.infer<typeof PlanImported>;

export const PlanPhaseView = z.object({
  key: z.string(),
  /** Position in the file from 1; `number` is what the heading says. */
  ordinal: z.int().min(1),
  number: z.int().min(0),
  title: z.string(),
  goals: z.array(z.string()),
  technologies: z.array(z.string()),
  progress: PlanProgress,
  /** Open leaves with a linked handoff that is alive. */
  moving: z.int(),
  /** Open leaves whose linked handoff was returned, or lost its holder. */
  waiting: z.int(),
});
export type PlanPhaseView = z.infer<typeof PlanPhaseView>;

export const GetPlan = z.strictObject({
  plan: PlanKey.default('master'),
  after: z.int().min(0).max(10_000).default(0).describe('Ordinal of the last phase seen'),
  full: z
    .boolean()
    .default(false)
    .describe('Goals, technologies and notes in full; otherwise an answer of 8 KB at most'),
});

export const PlanView = z.object({
  plan: PlanKey,
  title: z.string(),
  version: z.int(),
  sha256: z.string(),
  date: z.string().nullable(),
  author: z.string().nullable(),
  phases: z.array(PlanPhaseView),
  /** Pass it as `after`; null on the last page. */
  next: z.int().nullable(),
  /** Items that hold no others, as on import. */
  totals: z.object({ phases: z.int(), items: z.int() }),
  progress: PlanProgress,
  /** Sections outside the phases, such as a conclusion: Markdown source. */
  notes: z.array(z.object({ title: z.string(), text: z.string() })),
  untrusted: z.literal(true),
});
export type PlanView = z.infer<typeof PlanView>;

export const ListPlanItems = z.strictObject({
  plan: PlanKey.default('master'),
  phase: z.string().max(80).optional().describe('Key of a phase, such as phase-1'),
  after: z.int().min(0).max(PLAN_MAX_ITEMS).default(0).describe('Ordinal of the last item seen'),
  limit: z.int().min(1).max(1_000).default(40),
  open: z.boolean().optional().describe('true: only items that are not checked'),
  search: z.string().trim().min(1).max(200).optional().describe('Part of the text'),
  full: z.boolean().default(false).describe('Texts in full; otherwise an answer of 8 KB at most'),
});

/** A linked handoff, as far as the plan shows it. */
export const PlanItemLink = z.object({
  handoff: z.string(),
  title: z.string(),
  state: z.enum(['offered', 'active', 'input_required', 'done', 'cancelled']),
  stage: z.string(),
  holder: z.object({ kind: z.enum(['person', 'agent', 'system']), name: z.string() }).nullable(),
  stale: z.boolean(),
  /** Its last hop was a return. */
  returned: z.boolean(),
});
export type PlanItemLink = z.infer<typeof PlanItemLink>;

/** `text` is Markdown source on one line. */
export const PlanItemView = z.object({
  item: z.int().min(1),
  key: z.string(),
  phase: z.string(),
  parent: z.string().nullable(),
  section: PlanSection,
  sectionTitle: z.string().nullable(),
  depth: z.int().min(0),
  leaf: z.boolean(),
  text: z.string(),
  checked: z.boolean(),
  links: z.array(PlanItemLink),
});
export type PlanItemView = z.infer<typeof PlanItemView>;

export const PlanItems = z.object({
  plan: PlanKey,
  version: z.int(),
  items: z.array(PlanItemView),
  next: z.int().nullable(),
  untrusted: z.literal(true),
});
export type PlanItems = z.infer<typeof PlanItems>;

export const PlanSummary = z.object({
  plan: PlanKey,
  title: z.string(),
  phases: z.int(),
  leaves: Tally,
});
export type PlanSummary = z.infer<typeof PlanSummary>;

/** One day of a burn-up: how much there was, and how much of it was done at its end. */
export const PlanDay = z.object({ day: z.string(), scope: z.int(), done: z.int() });
export type PlanDay = z.infer<typeof PlanDay>;

export const PlanRisk = z.object({
  kind: z.enum(['returned', 'stale', 'asked', 'cancelled']),
  handoff: z.string(),
  /** Of the item it stands for. */
  item: z.int(),
  text: z.string(),
  returns: z.int(),
  since: z.string(),
});
export type PlanRisk = z.infer<typeof PlanRisk>;
