import { z } from 'zod';
import { Evidence } from '@/server/domain/checklist/checklist.schema';

export type EvidenceKind = z.infer<typeof Evidence>;

/** The kinds that may be attached to an item; all of them where it names none. */
export function evidenceKindsOf(accepted: readonly string[]): readonly EvidenceKind[] {
  const kinds = Evidence.options.filter((kind) => accepted.includes(kind));
  return kinds.length > 0 ? kinds : Evidence.options;
}

/** A link is nothing without its address; for the others it is an addition. */
export function needsUrl(kind: EvidenceKind): boolean {
  return kind === 'link';
}

export function urlProblem(kind: EvidenceKind, url: string): boolean {
  const text = url.trim();
  if (kind === 'file') return false;
  if (text === '') return needsUrl(kind);
  return !URL.canParse(text) || !/^https?:/i.test(text);
}

/** The hash that an upload answers; null where the answer is not what was promised. */
export function sha256Of(result: unknown): string | null {
  const parsed = z.object({ sha256: z.string() }).safeParse(result);
  return parsed.success ? parsed.data.sha256 : null;
}
