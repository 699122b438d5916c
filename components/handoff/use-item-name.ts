'use client';

import { useCallback } from 'react';
import { useLocalName } from './names';
import { usePanel } from './panel-context';

/** The words of a checklist item by its key, the present stage first; the key where there is none. */
export function useItemName(): (key: string, stage?: string) => string {
  const { detail } = usePanel();
  const local = useLocalName();
  return useCallback(
    (key, stage = detail.card.stage) => {
      const lists = detail.checklists.toSorted(
        (a, b) => Number(b.stage === stage) - Number(a.stage === stage),
      );
      const item = lists.flatMap(({ items }) => items).find((one) => one.key === key);
      return item === undefined ? key : local(item.label);
    },
    [detail, local],
  );
}
