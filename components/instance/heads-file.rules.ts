import type { HeadsFile, NotedHead, ProjectHead } from '@/server/domain/integrity/integrity.schema';

const isHash = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);

/** The heads of an exported file; null where it is none. The server looks at each again. */
export function readHeads(text: string): HeadsFile | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const { format, madeAt, projects } = Object(value);
  if (format !== 1 || typeof madeAt !== 'string' || typeof projects !== 'object' || projects === null)
    return null;
  const read: Record<string, NotedHead> = {};
  for (const [key, each] of Object.entries(projects)) {
    const { id, seq, hash, epoch, at } = Object(each);
    if (typeof id !== 'string' || !Number.isSafeInteger(seq) || seq < 0 || !isHash(hash)) return null;
    read[key] = { id, seq, hash, epoch: String(epoch), at: String(at) };
  }
  return { format: 1, madeAt, projects: read };
}

/** The same file as `llmgenie verify --export` writes. */
export function headsText(projects: readonly ProjectHead[], madeAt: string): string {
  const heads = projects.map(
    ({ key, id, seq, hash, epoch, at }) => [key, { id, seq, hash, epoch, at }] as const,
  );
  const file: HeadsFile = { format: 1, madeAt, projects: Object.fromEntries(heads) };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** Noted heads whose project is neither there nor under a tombstone that agrees. */
export function goneWithout(
  noted: HeadsFile,
  projects: readonly { readonly id: string }[],
  removed: readonly { readonly id: string; readonly seq: number; readonly hash: string }[],
): string[] {
  return Object.entries(noted.projects)
    .filter(([, head]) => !projects.some(({ id }) => id === head.id))
    .filter(([, head]) => {
      const stone = removed.find(({ id }) => id === head.id);
      return (
        stone === undefined || stone.seq < head.seq || (stone.seq === head.seq && stone.hash !== head.hash)
      );
    })
    .map(([key]) => key);
}
