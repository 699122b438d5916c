'use client';

import { useCallback } from 'react';
import type { NextStep } from '@/components/policy/refusal.schema';
import type { HandoffCard } from '@/server/domain/handoff/handoff.schema';
import type { ActionState } from './action-state';
import type { PanelDialog, PanelTab } from './panel-context';

interface Ways {
  readonly card: HandoffCard;
  readonly step: ActionState;
  readonly setTab: (tab: PanelTab) => void;
  readonly setDialog: (dialog: PanelDialog | null) => void;
  readonly goToItem: (item: string | null) => void;
}

/** Steps that can be taken from the panel; the others are told in words. */
const HERE: ReadonlySet<string> = new Set([
  'checklist.tick',
  'checklist.untick',
  'checklist.attachEvidence',
  'handoff.claim',
  'handoff.update',
  'handoff.assign',
  'handoff.send',
  'handoff.return',
  'handoff.route',
]);

/** Does the next step that a refusal names: at once where nothing more is needed, else it opens the place for it. */
export function useFollow({ card, step, setTab, setDialog, goToItem }: Ways) {
  const canFollow = useCallback(
    (next: NextStep) =>
      HERE.has(next.action) &&
      (next.arguments.handoff ?? card.handoff) === card.handoff &&
      // Where to is somebody's choice unless the step says it.
      (next.action !== 'handoff.send' || typeof next.arguments.to === 'string'),
    [card.handoff],
  );
  const follow = useCallback(
    (next: NextStep) => {
      const text = (name: string) => {
        const value = next.arguments[name];
        return typeof value === 'string' ? value : null;
      };
      const { handoff, version: expectedVersion } = card;
      const item = text('item');
      const to = text('to');
      const branch = text('branch');
      switch (next.action) {
        case 'checklist.tick':
        case 'checklist.untick':
          return goToItem(item);
        case 'checklist.attachEvidence':
          setTab('checklist');
          return item === null ? undefined : setDialog({ kind: 'evidence', item });
        case 'handoff.claim':
          return void step.run('handoff.claim', { handoff, expectedVersion });
        case 'handoff.send':
          return to === null ? undefined : void step.run('handoff.send', { handoff, expectedVersion, to });
        case 'handoff.update':
          return branch === null
            ? setTab('package')
            : void step.run('handoff.update', { handoff, expectedVersion, branch });
        case 'handoff.assign':
          return setDialog({ kind: 'assign' });
        case 'handoff.return':
        case 'handoff.route':
          return setDialog({ kind: next.action === 'handoff.return' ? 'return' : 'route', to });
      }
    },
    [card, step, setTab, setDialog, goToItem],
  );
  return { follow, canFollow };
}
