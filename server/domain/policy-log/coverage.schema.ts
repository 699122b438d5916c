import { z } from 'zod';

/** Longest look back; a day is 24 hours counted back from now, so that no time zone has to be chosen. */
export const COVERAGE_DAYS = 30;

const Days = z.array(z.int());

export const CoverageInput = z.strictObject({
  days: z.int().min(1).max(COVERAGE_DAYS).default(COVERAGE_DAYS).describe('How far to look back'),
});

export const PolicyCoverage = z.object({
  id: z.string(),
  title: z.string(),
  why: z.string(),
  fix: z.string(),
  denies: z.string(),
  example: z.string(),
  /** builtin: evaluated at every attempt. structural: what it forbids cannot be written at all. */
  mode: z.enum(['builtin', 'structural']),
  override: z.object({ possible: z.boolean(), by: z.string(), note: z.string() }),
  text: z.string(),
  hash: z.string(),
  /** Committed changes that it looked at and let through; null where it is not evaluated. */
  allowed: z.int().nullable(),
  denied: z.int(),
  /** Exceptions used, and granted but never used. */
  overridden: z.int(),
  unused: z.int(),
  /** A person alone in the project approved own work: nobody else could. */
  selfApproved: z.int(),
  /** Of the refusals about a handoff: how many, and how many were followed by the same actor getting through. */
  followed: z.object({ of: z.int(), through: z.int() }),
  lastDeniedAt: z.string().nullable(),
  /** A number a day, the oldest first. */
  series: z.object({ allowed: Days, denied: Days, overridden: Days }),
});
export type PolicyCoverage = z.infer<typeof PolicyCoverage>;

export const Coverage = z.object({
  days: z.int(),
  policySet: z.string(),
  /** Calls that policies decided in this time: committed or refused, each once however many of them spoke. */
  checked: z.int(),
  refused: z.int(),
  policies: z.array(PolicyCoverage),
});
export type Coverage = z.infer<typeof Coverage>;

export const OverrideListInput = z.strictObject({
  policy: z.string().max(80).optional(),
  before: z.string().max(80).optional().describe('Cursor of the last answer, for what is older'),
  limit: z.int().min(1).max(100).default(20),
});
const Who = z.object({ id: z.string(), kind: z.enum(['person', 'agent', 'system']), name: z.string() });
export const OverrideList = z.object({
  overrides: z.array(
    z.object({
      id: z.string(),
      policyId: z.string(),
      handoff: z.string(),
      actor: Who,
      granter: Who,
      reason: z.string(),
      createdAt: z.string(),
      expiresAt: z.string(),
      usedAt: z.string().nullable(),
      state: z.enum(['open', 'used', 'expired']),
    }),
  ),
  next: z.string().nullable(),
  untrusted: z.literal(true),
});
export type OverrideList = z.infer<typeof OverrideList>;
