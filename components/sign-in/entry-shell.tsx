import type { ReactNode } from 'react';
import { Mark } from '../ui/mark';
import { LanguageSwitch } from './language-switch';
import { SignInHands } from './sign-in-hands';

/** Form at the left, the two hands at the right; the hands leave first when the page gets narrow. */
export function EntryShell({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  return (
    <div className="grid min-h-dvh lg:grid-cols-[560px_minmax(0,1fr)]">
      <main className="relative flex flex-col border-line bg-surface px-6 pb-8 sm:items-center sm:pb-16 lg:border-r lg:px-25">
        {/* Hung from a fixed height and not centred: an error that appears moves nothing above it. */}
        <div className="flex w-full flex-1 flex-col gap-5.5 pt-[max(2rem,calc(50dvh-18rem))] sm:w-[360px] lg:w-full">
          <div className="flex items-center gap-[11px]">
            <Mark size={34} />
            <span className="font-semibold text-panel">llmgenie</span>
          </div>
          <div>
            <h1 className="mb-2 font-semibold text-figure tracking-[-0.025em] leading-[2.125rem]">{title}</h1>
            {lead === '' ? null : <p className="text-ink-2 text-read">{lead}</p>}
          </div>
          {children}
        </div>
        <div className="mt-6 -ml-2.5 sm:absolute sm:bottom-4 sm:left-6">
          <LanguageSwitch />
        </div>
      </main>
      {/* As high as the window, however long the form gets: an error moves nothing here either. */}
      <div className="dot-grid sticky top-0 hidden h-dvh overflow-hidden lg:block" aria-hidden="true">
        <SignInHands />
      </div>
    </div>
  );
}
