'use client';

import { Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { useCommands, useKeyHelp } from '@/components/palette/command-context';
import { useBoardHome, useBoardView } from './board-context';

const KEYS = [
  { name: 'walk', keys: ['J', 'K'] },
  { name: 'arrows', keys: ['←', '→'] },
  { name: 'open', keys: ['enter'] },
  { name: 'lift', keys: ['M'] },
  { name: 'drop', keys: ['enter'] },
  { name: 'back', keys: ['Esc'] },
  { name: 'create', keys: ['C'] },
  { name: 'filter', keys: ['/'] },
] as const;

/** The board's part of the palette and of the help; `?new=handoff` in the address opens the form. */
export function useBoardCommands(): void {
  const t = useTranslations('board');
  const { store } = useBoardHome();
  const mayCreate = useBoardView((view) => view.me.permission !== 'viewer');
  useKeyHelp(KEYS.map(({ name, keys }) => ({ words: t(`keys.${name}`), keys })));
  const create = () => store.set({ dialog: { kind: 'create' } });
  useCommands(
    mayCreate
      ? [
          {
            id: 'board create',
            group: 'create',
            icon: Plus,
            words: t('new'),
            keys: ['C'],
            action: 'handoff.create',
            run: create,
          },
        ]
      : [],
  );
  useEffect(() => {
    const params = new URLSearchParams(window.location.search);
    if (params.get('new') !== 'handoff') return;
    params.delete('new');
    const query = params.toString();
    window.history.replaceState(null, '', `${window.location.pathname}${query === '' ? '' : `?${query}`}`);
    if (mayCreate) store.set({ dialog: { kind: 'create' } });
  }, [store, mayCreate]);
}
