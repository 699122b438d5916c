import { createHash } from 'node:crypto';
import { event } from '../../events/catalogue';
import { type ItemChange, itemUpdates } from './plan-links.rules';

/** The columns that follow from the source, byte for byte. */
export function sourceColumns(source: string): { source: string; sha256: string } {
  const bytes = Buffer.from(source, 'utf8');
  return { source: `\\x${bytes.toString('hex')}`, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** @param label what a destructive action has to name; the project's key where nothing goes */
export const planResource = (project: { id: string; key: string }, label = project.key) => ({
  kind: 'project',
  id: project.id,
  label,
});

/** Rows, bytes and events of items that change; see itemUpdates. */
export function itemParts(changes: readonly ItemChange[], handoff: string | null) {
  const { updates, marks } = itemUpdates(changes, handoff);
  return {
    updates,
    events: marks.map(({ planId, payload }) => event('plan.ticked', { kind: 'plan', id: planId }, payload)),
  };
}
