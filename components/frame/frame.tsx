'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { CommandCenter } from '../palette/command-center';
import { UndoProvider } from '../undo/undo-provider';
import { AccessWatch } from './access-watch';
import { ArchivedBar } from './archived-bar';
import { FrameProvider, type FrameValue } from './frame-context';
import { Rail } from './rail';
import { TabBar } from './tab-bar';

/** The workspace: rail at the left (a tab bar below on a phone) and the page, which fills the rest. */
export function Frame({ value, children }: { value: FrameValue; children: ReactNode }) {
  const t = useTranslations('frame');
  return (
    <FrameProvider value={value}>
      <a
        href="#page"
        className="sr-only rounded-btn bg-surface p-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50"
      >
        {t('skip')}
      </a>
      <CommandCenter>
        <div className="flex h-dvh flex-col sm:grid sm:grid-cols-[76px_minmax(0,1fr)]">
          <Rail />
          <main id="page" className="flex min-h-0 min-w-0 flex-1 flex-col sm:h-dvh" tabIndex={-1}>
            <AccessWatch />
            <ArchivedBar />
            <UndoProvider>{children}</UndoProvider>
          </main>
          <TabBar />
        </div>
      </CommandCenter>
    </FrameProvider>
  );
}
