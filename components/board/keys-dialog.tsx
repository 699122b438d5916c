'use client';

import { useTranslations } from 'next-intl';
import { Dialog } from '@/components/ui/dialog';
import { Kbd } from '@/components/ui/kbd';
import { useBoardHome } from './board-context';

const KEYS = [
  { name: 'walk', keys: ['J', 'K'] },
  { name: 'arrows', keys: ['←', '→'] },
  { name: 'open', keys: ['enter'] },
  { name: 'lift', keys: ['M'] },
  { name: 'drop', keys: ['enter'] },
  { name: 'back', keys: ['Esc'] },
  { name: 'create', keys: ['C'] },
  { name: 'filter', keys: ['/'] },
  { name: 'go', keys: ['G', 'B'] },
  { name: 'help', keys: ['?'] },
] as const;

/** What the keyboard can do here; the keys are places on it, so that they hold in every layout. */
export function KeysDialog() {
  const t = useTranslations('board.keys');
  const { store } = useBoardHome();
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : store.set({ dialog: null }))}
      title={t('title')}
      closeLabel={t('close')}
      width="sm"
    >
      <dl className="keys-list">
        {KEYS.map(({ name, keys }) => (
          <div key={name}>
            <dt>{t(name)}</dt>
            <dd>
              {keys.map((key) => (
                <Kbd key={key} keys={key} />
              ))}
              <span className="sr-only">
                {keys.map((key) => (t.has(`spoken.${key}`) ? t(`spoken.${key}`) : key)).join(' ')}
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
