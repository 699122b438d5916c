import { createHash } from 'node:crypto';

/** The columns that follow from the source, byte for byte. */
export function sourceColumns(source: string): { source: string; sha256: string } {
  const bytes = Buffer.from(source, 'utf8');
  return { source: `\\x${bytes.toString('hex')}`, sha256: createHash('sha256').update(bytes).digest('hex') };
}

export const planResource = (project: { id: string; key: string }) => ({
  kind: 'project',
  id: project.id,
  label: project.key,
});
