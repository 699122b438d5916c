'use client';

import { useSearchParams } from 'next/navigation';
import { useEffect, useRef } from 'react';

/** What a link into a handoff asks for beside opening it. */
export type Wanted = 'answer' | 'comment' | 'route';

/** Does once what the address asks for (`?do=`), and takes it out of there, so that going back does not do it again. */
export function useWanted(name: Wanted, act: () => void): void {
  const wanted = useSearchParams().get('do') === name;
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    if (!wanted) return;
    latest.current();
    const url = new URL(window.location.href);
    url.searchParams.delete('do');
    window.history.replaceState(null, '', url);
  }, [wanted]);
}
