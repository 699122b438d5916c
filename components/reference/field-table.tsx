import { useTranslations } from 'next-intl';
import type { Field } from './reference.rules';

/** Fields of a body or an answer, line by line; what an object holds stands indented below it. */
export function FieldTable({ fields, label }: { fields: readonly Field[]; label?: string }) {
  return (
    <div className="min-w-0">
      {label === undefined ? null : <h3 className="mb-1 font-semibold text-ink-2 text-meta">{label}</h3>}
      <ul className="rounded-card border border-line bg-surface">
        {fields.map((field) => (
          <FieldLine key={field.name} field={field} depth={0} />
        ))}
      </ul>
    </div>
  );
}

function FieldLine({ field, depth }: { field: Field; depth: number }) {
  const t = useTranslations('reference');
  const { name, type, shape, required, note, of } = field;
  return (
    <li className="border-line border-b last:border-b-0">
      <div
        className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5 px-2.5 py-1.5"
        style={{ paddingInlineStart: `${10 + depth * 14}px` }}
      >
        <code className="mono font-medium text-ink">{name}</code>
        {required ? null : <span className="text-ink-3 text-micro">{t('optional')}</span>}
        <code className="mono min-w-0 break-words text-ink-2">
          {shape === null ? (
            type
          ) : (
            <a
              href={`#shape-${shape}`}
              className="text-agent underline decoration-agent-line underline-offset-2"
            >
              {type}
            </a>
          )}
        </code>
        {note === '' ? null : (
          <span lang="en" className="w-full text-ink-3 text-meta">
            {note}
          </span>
        )}
      </div>
      {of.length > 0 ? (
        <ul className="border-line border-t bg-sunken/40">
          {of.map((inner) => (
            <FieldLine key={inner.name} field={inner} depth={depth + 1} />
          ))}
        </ul>
      ) : null}
    </li>
  );
}
