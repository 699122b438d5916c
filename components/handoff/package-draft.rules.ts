import type { Package } from '@/server/domain/handoff/handoff.schema';

/** The package as it is typed: lists and pairs one a line. */
export interface PackageDraft {
  readonly summary: string;
  readonly lessons: string;
  readonly checklist: string;
  readonly audit: string;
  /** `name: value` a line. */
  readonly metadata: string;
  readonly startupPrompt: string;
  readonly controlQuestions: string;
  readonly successCriteria: string;
  /** `label address` a line; the address is the last word. */
  readonly links: string;
}

export type DraftField = keyof PackageDraft;
export type DraftProblem = 'pair' | 'link' | 'long' | 'many';

/** The server's limits in UTF-16 units. */
export const FIELD_LIMIT: Readonly<
  Record<'summary' | 'lessons' | 'checklist' | 'audit' | 'startupPrompt', number>
> = {
  summary: 16_000,
  lessons: 16_000,
  checklist: 16_000,
  audit: 16_000,
  startupPrompt: 8000,
};
const LINES = { controlQuestions: 20, successCriteria: 20, links: 30 } as const;
const LONGEST_LINE = 500;
const PLAIN = ['summary', 'lessons', 'checklist', 'audit', 'startupPrompt'] as const;
const LISTS = ['controlQuestions', 'successCriteria'] as const;

export function draftOf(content: Package): PackageDraft {
  return {
    summary: content.summary ?? '',
    lessons: content.lessons ?? '',
    checklist: content.checklist ?? '',
    audit: content.audit ?? '',
    metadata: Object.entries(content.metadata ?? {})
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n'),
    startupPrompt: content.startupPrompt ?? '',
    controlQuestions: (content.controlQuestions ?? []).join('\n'),
    successCriteria: (content.successCriteria ?? []).join('\n'),
    links: (content.links ?? []).map(({ label, url }) => `${label} ${url}`).join('\n'),
  };
}

/** What is wrong with a draft, by field; empty where it can be saved. */
export function problemsOf(draft: PackageDraft): Partial<Record<DraftField, DraftProblem>> {
  const problems: Partial<Record<DraftField, DraftProblem>> = {};
  for (const field of PLAIN) {
    if (draft[field].length > FIELD_LIMIT[field]) problems[field] = 'long';
  }
  for (const field of LISTS) {
    const lines = linesOf(draft[field]);
    if (lines.length > LINES[field]) problems[field] = 'many';
    else if (lines.some((line) => line.length > LONGEST_LINE)) problems[field] = 'long';
  }
  if (linesOf(draft.metadata).some((line) => pairOf(line) === null)) problems.metadata = 'pair';
  const links = linesOf(draft.links);
  if (links.some((line) => linkOf(line) === null)) problems.links = 'link';
  else if (links.length > LINES.links) problems.links = 'many';
  return problems;
}

/** Only the fields that differ from what was loaded: the server merges field by field. */
export function changesOf(before: PackageDraft, after: PackageDraft): Package {
  const changed = (field: DraftField) => before[field] !== after[field];
  const content: Package = {};
  for (const field of PLAIN) {
    if (changed(field)) content[field] = after[field];
  }
  for (const field of LISTS) {
    if (changed(field)) content[field] = linesOf(after[field]);
  }
  if (changed('metadata')) {
    content.metadata = Object.fromEntries(
      linesOf(after.metadata)
        .map(pairOf)
        .filter((pair) => pair !== null),
    );
  }
  if (changed('links')) {
    content.links = linesOf(after.links).flatMap((line) => linkOf(line) ?? []);
  }
  return content;
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function pairOf(line: string): [string, string] | null {
  const at = line.indexOf(':');
  if (at <= 0) return null;
  const name = line.slice(0, at).trim();
  const value = line.slice(at + 1).trim();
  return name === '' || name.length > 60 || value.length > 1000 ? null : [name, value];
}

function linkOf(line: string): { label: string; url: string } | null {
  const words = line.split(/\s+/);
  const url = words.at(-1) ?? '';
  if (!URL.canParse(url) || !/^https?:/i.test(url) || url.length > 2000) return null;
  const label = words.slice(0, -1).join(' ');
  return { label: (label === '' ? url : label).slice(0, 120), url };
}
