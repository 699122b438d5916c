'use client';

import dynamic from 'next/dynamic';
import { usePathname, useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useFrame } from '../frame/frame-context';
import { placesIn } from '../frame/places';
import { isTyping } from '../handoff/is-typing';
import { CenterContext, type Open } from './command-context';
import { createCommandSources } from './commands';
import { createGlobalKeys } from './go-keys.rules';

// Loaded when first opened: no page waits for them.
const Palette = dynamic(() => import('./palette').then((module) => module.Palette), { ssr: false });
const HelpDialog = dynamic(() => import('./help-dialog').then((module) => module.HelpDialog), { ssr: false });

/** Palette, help and the keys that hold on every page. */
export function CommandCenter({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState<Open>(null);
  const [sources] = useState(createCommandSources);
  const { project } = useFrame();
  const router = useRouter();
  const path = usePathname();
  const key = project?.key ?? null;

  useEffect(() => {
    const read = createGlobalKeys();
    const pages = placesIn(project);
    const there = pages.map((place) => place.key);
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat) return;
      const busy = isTyping(event.target) || document.querySelector('.dialog') !== null;
      const wanted = read(event, busy, there);
      if (wanted === null) return;
      event.preventDefault();
      event.stopPropagation();
      if (wanted.kind !== 'go') return setOpen(wanted.kind);
      const href = `/${key}/${pages.find((place) => place.key === wanted.place)?.path ?? ''}`;
      // Where one is already: to the top of it, as a reload of the address would.
      if (href === path) document.getElementById('page')?.focus();
      router.push(href);
    };
    // Before the page's own keys: after G a letter means a page and nothing else.
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [key, project, router, path]);

  const center = useMemo(() => ({ sources, open: setOpen }), [sources]);
  return (
    <CenterContext value={center}>
      {children}
      {open === 'palette' ? <Palette onClose={() => setOpen(null)} /> : null}
      {open === 'help' ? <HelpDialog onClose={() => setOpen(null)} /> : null}
    </CenterContext>
  );
}
