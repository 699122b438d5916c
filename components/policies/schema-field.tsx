'use client';

import { useTranslations } from 'next-intl';
import { Field, Input, Select, TextArea } from '@/components/ui/field';
import type { FormField } from './schema-form.rules';

export interface SchemaFieldProps {
  field: FormField;
  value: string;
  onChange: (value: string) => void;
  /** Id of a list of suggestions. */
  suggestions?: string | undefined;
  wrong: boolean;
}

/** One argument, by its kind in the schema. */
export function SchemaField({ field, value, onChange, suggestions, wrong }: SchemaFieldProps) {
  const t = useTranslations('policies.form');
  const { kind, name, required, hint, options } = field;
  const label = (
    <>
      <span className="mono">{name}</span>
      {required ? null : <span className="font-normal text-ink-3"> {t('optional')}</span>}
    </>
  );
  const help =
    kind === 'list' ? (
      t('list')
    ) : kind === 'json' ? (
      t('json')
    ) : hint === '' ? null : (
      <span lang="en">{hint}</span>
    );
  const choices = kind === 'yes' ? ['true', 'false'] : options;
  return (
    <Field label={label} hint={help} error={wrong ? t(`wrong.${kind === 'json' ? 'json' : 'number'}`) : null}>
      {(control) => {
        const given = { ...control, name, value, 'data-argument': name };
        if (kind === 'choice' || kind === 'yes') {
          return (
            <Select
              {...given}
              onChange={onChange}
              options={[
                { value: '', label: t('none') },
                ...choices.map((one) => ({
                  value: one,
                  label: kind === 'yes' ? t(one === 'true' ? 'yes' : 'no') : one,
                })),
              ]}
            />
          );
        }
        const change = (event: { target: { value: string } }) => onChange(event.target.value);
        if (kind === 'text' || kind === 'number') {
          return (
            <Input
              {...given}
              onChange={change}
              autoComplete="off"
              {...(kind === 'number' ? { inputMode: 'decimal' as const } : {})}
              {...(suggestions === undefined ? {} : { list: suggestions })}
            />
          );
        }
        return (
          <TextArea
            {...given}
            onChange={change}
            rows={kind === 'long' ? 3 : 2}
            className={kind === 'json' ? 'mono' : ''}
          />
        );
      }}
    </Field>
  );
}
