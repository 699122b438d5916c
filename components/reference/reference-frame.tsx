import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { LanguageSwitch } from '../sign-in/language-switch';
import { Mark } from '../ui/mark';

export interface ReferenceFrameProps {
  readonly nouns: readonly { readonly name: string; readonly count: number }[];
  /** The noun that is open; null on the overview. */
  readonly here: string | null;
  readonly children: ReactNode;
}

/** Above: where you are. At the left, or along the top on a phone: the nouns. Readable without signing in. */
export function ReferenceFrame({ nouns, here, children }: ReferenceFrameProps) {
  const t = useTranslations('reference');
  return (
    <div className="min-h-dvh bg-canvas">
      <a
        href="#reference"
        className="sr-only rounded-btn bg-surface p-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50"
      >
        {t('skip')}
      </a>
      <header className="flex h-13 items-center gap-2.5 border-line border-b bg-surface px-4 sm:px-5">
        <Link href="/" aria-label={t('home')} className="rounded-chip">
          <Mark size={26} />
        </Link>
        <Link href="/docs/api" className="min-w-0 truncate font-semibold text-pane">
          {t('title')}
        </Link>
        <span className="flex-1" />
        <a href="/api/v1/openapi.json" className="btn" data-size="sm" aria-label={t('document')}>
          <span className="mono">openapi.json</span>
        </a>
        <span className="hidden sm:block">
          <LanguageSwitch />
        </span>
      </header>
      <div className="lg:grid lg:grid-cols-[210px_minmax(0,1fr)]">
        <nav
          aria-label={t('nouns')}
          className="sticky top-0 z-10 overflow-x-auto border-line border-b bg-surface lg:h-dvh lg:overflow-y-auto lg:border-r lg:border-b-0"
        >
          <ul className="flex gap-0.5 p-2 lg:flex-col lg:p-3">
            <NounLink href="/docs/api" current={here === null}>
              {t('overview')}
            </NounLink>
            {nouns.map(({ name, count }) => (
              <NounLink key={name} href={`/docs/api/${name}`} current={here === name} count={count}>
                <span className="mono">{name}</span>
              </NounLink>
            ))}
          </ul>
        </nav>
        <main id="reference" tabIndex={-1} className="min-w-0 px-4 pt-6 pb-16 sm:px-7">
          <div className="mx-auto max-w-[1120px]">{children}</div>
        </main>
      </div>
    </div>
  );
}

interface NounLinkProps {
  readonly href: string;
  readonly current: boolean;
  readonly count?: number;
  readonly children: ReactNode;
}

function NounLink({ href, current, count, children }: NounLinkProps) {
  return (
    <li>
      <Link
        href={href}
        prefetch={false}
        aria-current={current ? 'page' : undefined}
        className="flex min-h-8 items-center gap-2 whitespace-nowrap rounded-btn px-2.5 text-ink-2 hover:bg-raise hover:text-ink aria-[current]:bg-raise aria-[current]:font-semibold aria-[current]:text-ink"
      >
        {children}
        {count === undefined ? null : (
          <span className="mono ml-auto text-ink-3 text-micro" aria-hidden="true">
            {count}
          </span>
        )}
      </Link>
    </li>
  );
}
