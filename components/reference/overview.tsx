import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { CodeText } from './code-text';
import { MethodTag } from './method-tag';
import type { introductionOf, outlineOf, RefusalView } from './reference.rules';

export interface OverviewProps {
  readonly introduction: ReturnType<typeof introductionOf>;
  readonly outline: ReturnType<typeof outlineOf>;
  readonly refusals: readonly RefusalView[];
}

/** How the door works, every path by noun, and every refusal with what to do about it. */
export function Overview({ introduction, outline, refusals }: OverviewProps) {
  const t = useTranslations('reference');
  return (
    <>
      <h1 className="mb-3 font-semibold text-page">{t('title')}</h1>
      <div lang="en" className="mb-8 grid max-w-[80ch] gap-2.5 text-ink-2 text-read">
        {introduction.map(({ lead, text }) => (
          <p key={`${lead}${text}`}>
            {lead === '' ? null : <strong className="font-semibold text-ink">{lead} </strong>}
            <CodeText text={text} />
          </p>
        ))}
      </div>
      <h2 className="mb-2 font-semibold text-panel">{t('paths')}</h2>
      <div lang="en" className="mb-6 gap-4 lg:columns-2">
        {outline.map(({ name, description, operations }) => (
          <section
            key={name}
            aria-labelledby={`noun-${name}`}
            className="mb-4 min-w-0 break-inside-avoid rounded-pane border border-line bg-surface p-3.5"
          >
            <h3 id={`noun-${name}`} className="font-semibold text-pane">
              <Link href={`/docs/api/${name}`} prefetch={false} className="mono hover:underline">
                {name}
              </Link>
            </h3>
            <p className="mb-2 text-ink-3 text-meta">{description}</p>
            <ul>
              {operations.map(({ id, method, summary }) => (
                <li key={id}>
                  <Link
                    href={`/docs/api/${name}#${id}`}
                    prefetch={false}
                    className="flex min-h-8 items-center gap-2.5 rounded-btn px-1 hover:bg-raise"
                  >
                    <MethodTag method={method} />
                    <span className="mono min-w-0 truncate text-ink">{id}</span>
                    <span className="hidden min-w-0 truncate text-ink-3 text-meta sm:block">{summary}</span>
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      <h2 className="mb-2 font-semibold text-panel">{t('refusals')}</h2>
      <ul lang="en" className="rounded-pane border border-line bg-surface">
        {refusals.map(({ code, status, hint, retryable }) => (
          <li
            key={code}
            id={code}
            className="grid scroll-mt-16 grid-cols-[3rem_minmax(0,1fr)] items-baseline gap-x-3 border-line border-b px-3.5 py-2 last:border-b-0 target:bg-wait-tint lg:grid-cols-[3rem_16rem_minmax(0,1fr)]"
          >
            <span className="mono text-ink-2">{status}</span>
            <span className="mono min-w-0 break-words font-medium text-ink">{code}</span>
            <span className="col-start-2 text-ink-2 lg:col-start-3">
              {hint}
              {retryable ? <span className="text-ink-3"> {t('retryable')}</span> : null}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
