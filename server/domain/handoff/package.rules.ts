import type { Package } from './handoff.schema';

export const ARTIFACTS = ['summary', 'lessons', 'checklist', 'audit', 'metadata'] as const;
export type PackagePart =
  | (typeof ARTIFACTS)[number]
  | 'startupPrompt'
  | 'controlQuestions'
  | 'successCriteria';
/** Five artifacts, startup prompt, control questions, success criteria. */
export const PACKAGE_PARTS = 8;
const CONTROL_QUESTIONS = 3;

function filled(value: string | undefined): boolean {
  return value !== undefined && value.trim() !== '';
}

/** Which parts a package still lacks, in the order they are asked for. Empty: it is complete. */
export function missingParts(content: Package): PackagePart[] {
  const missing: PackagePart[] = ARTIFACTS.filter((part) =>
    part === 'metadata' ? Object.keys(content.metadata ?? {}).length === 0 : !filled(content[part]),
  );
  if (!filled(content.startupPrompt)) missing.push('startupPrompt');
  if ((content.controlQuestions ?? []).filter(filled).length < CONTROL_QUESTIONS)
    missing.push('controlQuestions');
  if ((content.successCriteria ?? []).filter(filled).length < 1) missing.push('successCriteria');
  return missing;
}

/** 0 to 8 parts present. */
export function packageScore(content: Package): number {
  return PACKAGE_PARTS - missingParts(content).length;
}

/** 0 to 5 artifacts present: what the baton in the panel shows. */
export function artifactCount(content: Package): number {
  const missing = missingParts(content);
  return ARTIFACTS.filter((part) => !missing.includes(part)).length;
}
