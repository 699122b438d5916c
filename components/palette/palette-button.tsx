'use client';

import { Search } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Kbd } from '../ui/kbd';
import { useCommandCenter } from './command-context';

/** Opens the palette: looks like the field that it leads to. */
export function PaletteButton() {
  const t = useTranslations('palette');
  const { open } = useCommandCenter();
  return (
    <button
      type="button"
      className="search-button"
      aria-keyshortcuts="Control+K Meta+K"
      aria-haspopup="dialog"
      onClick={() => open('palette')}
    >
      <Search size={14} aria-hidden />
      <span className="text-left max-lg:sr-only lg:min-w-29.5">{t('open')}</span>
      <span className="max-lg:hidden">
        <Kbd keys={['mod', 'K']} />
      </span>
    </button>
  );
}
