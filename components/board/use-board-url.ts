'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import type { Range } from './board-canvas';
import type { BoardForm } from './filter-bar';

export interface BoardUrl {
  readonly handoff: string | null;
  readonly form: BoardForm;
  readonly range: Range;
  set(change: { handoff?: string | null; item?: string | null; form?: BoardForm; range?: Range }): void;
}

/** What is shown stands in the address, so that every view can be linked to and Back closes the panel. */
export function useBoardUrl(): BoardUrl {
  const path = usePathname();
  const params = useSearchParams();
  const set = useCallback<BoardUrl['set']>(
    ({ handoff, item, form, range }) => {
      const next = new URLSearchParams(window.location.search);
      const put = (name: string, value: string | null | undefined, plain?: string) => {
        if (value === undefined) return;
        if (value === null || value === plain) next.delete(name);
        else next.set(name, value);
      };
      put('handoff', handoff);
      put('item', item ?? (handoff === undefined ? undefined : null));
      put('view', form, 'board');
      put('zoom', range, 'near');
      const query = next.toString();
      const address = query === '' ? path : `${path}?${query}`;
      // The history's own API: the page is drawn in the browser, and the server has nothing to add.
      if (handoff === undefined) window.history.replaceState(null, '', address);
      else window.history.pushState(null, '', address);
    },
    [path],
  );
  const handoff = params.get('handoff');
  const form = params.get('view') === 'list' ? 'list' : 'board';
  const range = params.get('zoom') === 'far' ? 'far' : 'near';
  return useMemo(() => ({ handoff, form, range, set }), [handoff, form, range, set]);
}
