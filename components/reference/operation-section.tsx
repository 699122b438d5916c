import { useTranslations } from 'next-intl';
import { FieldTable } from './field-table';
import { MethodTag } from './method-tag';
import type { OperationView } from './reference.rules';

const WHERE = ['path', 'query', 'header'] as const;

/** One method of one path: what it takes and answers at the left, how to call it at the right. */
export function OperationSection({ operation }: { operation: OperationView }) {
  const t = useTranslations('reference');
  const { id, method, path, summary, description, parameters, body, answer, answerShape, refusals, curl } =
    operation;
  const heading = `${id}-heading`;
  return (
    <section
      id={id}
      aria-labelledby={heading}
      data-operation={id}
      className="scroll-mt-16 border-line border-t py-6 lg:scroll-mt-4"
    >
      <div className="mb-1 flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <MethodTag method={method} />
        <code className="mono min-w-0 break-all text-ink">/api/v1{path}</code>
      </div>
      <h2 id={heading} lang="en" className="font-semibold text-pane">
        <a href={`#${id}`}>{summary}</a>
      </h2>
      <p lang="en" className="mb-3 max-w-[72ch] text-ink-2 text-read">
        {description}
      </p>
      <div className="grid gap-5 lg:grid-cols-[minmax(0,1fr)_minmax(0,27rem)]">
        <div className="flex min-w-0 flex-col gap-4">
          {WHERE.map((where) => {
            const own = parameters.filter((parameter) => parameter.where === where);
            return own.length === 0 ? null : <FieldTable key={where} fields={own} label={t(`in.${where}`)} />;
          })}
          {body.length === 0 ? null : <FieldTable fields={body} label={t('in.body')} />}
          {answer.length === 0 ? null : <FieldTable fields={answer} label={t('answer')} />}
          {answerShape === null ? null : (
            <p className="text-ink-2">
              {t('answers')}{' '}
              <a
                href={`#shape-${answerShape}`}
                className="mono text-agent underline decoration-agent-line underline-offset-2"
              >
                {answerShape}
              </a>
            </p>
          )}
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <div>
            <h3 className="mb-1 font-semibold text-ink-2 text-meta">{t('example')}</h3>
            {/* It scrolls, so the keyboard has to reach it. */}
            <pre
              // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable without a pointer
              tabIndex={0}
              className="mono overflow-x-auto rounded-card border border-line bg-sunken p-3 text-ink leading-5"
            >
              {curl}
            </pre>
          </div>
          <div>
            <h3 className="mb-1 font-semibold text-ink-2 text-meta">{t('refusals')}</h3>
            <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1">
              {refusals.map(({ status, codes }) => (
                <div key={status} className="contents">
                  <dt className="mono text-ink-2">{status}</dt>
                  <dd className="flex flex-wrap gap-x-2 text-meta">
                    {codes.map((code) => (
                      <a
                        key={code}
                        href={`/docs/api#${code}`}
                        className="mono text-ink-3 hover:text-ink hover:underline"
                      >
                        {code}
                      </a>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </div>
        </div>
      </div>
    </section>
  );
}
