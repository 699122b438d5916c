import { useTranslations } from 'next-intl';
import { FieldTable } from './field-table';
import { OperationSection } from './operation-section';
import type { NounView } from './reference.rules';

/** Every path of one noun, and below them the shapes that its answers hold. */
export function NounPage({ noun }: { noun: NounView }) {
  const t = useTranslations('reference');
  return (
    <div>
      <h1 lang="en" className="mono font-semibold text-page">
        {noun.name}
      </h1>
      <p lang="en" className="mb-5 text-ink-2 text-read">
        {noun.description}
      </p>
      {noun.operations.map((operation) => (
        <OperationSection key={operation.id} operation={operation} />
      ))}
      {noun.shapes.length === 0 ? null : (
        <>
          <h2 className="mt-2 mb-3 border-line border-t pt-6 font-semibold text-panel">{t('shapes')}</h2>
          <div className="gap-5 lg:columns-2">
            {noun.shapes.map(({ name, fields }) => (
              <section
                key={name}
                id={`shape-${name}`}
                aria-labelledby={`shape-${name}-name`}
                className="mb-5 min-w-0 scroll-mt-16 break-inside-avoid"
              >
                <h3 id={`shape-${name}-name`} className="mono mb-1 font-semibold text-pane">
                  {name}
                </h3>
                <FieldTable fields={fields} />
              </section>
            ))}
          </div>
        </>
      )}
    </div>
  );
}
