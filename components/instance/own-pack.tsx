'use client';

import { useTranslations } from 'next-intl';
import { ErrorNote } from '@/components/ui/error-note';
import { Field, TextArea } from '@/components/ui/field';
import { FileButton } from '@/components/ui/file-button';
import type { PackReading } from './new-project.rules';

/** A pack of one's own, pasted or from a file; what is wrong with it stands below, each with its place. */
export function OwnPack(props: {
  text: string;
  reading: PackReading;
  tried: boolean;
  onText: (text: string) => void;
}) {
  const t = useTranslations('instance.new');
  const { reading } = props;
  return (
    <div className="flex flex-col gap-2.5">
      <Field
        label={t('paste')}
        hint={t('pasteHint')}
        error={props.tried && reading.kind === 'empty' ? t('error.pack') : null}
      >
        {(control) => (
          <TextArea
            {...control}
            name="pack"
            rows={reading.kind === 'sound' ? 3 : 8}
            className="mono"
            spellCheck={false}
            value={props.text}
            onChange={(event) => props.onText(event.target.value)}
          />
        )}
      </Field>
      <div>
        <FileButton
          label={t('file')}
          accept="application/json,.json"
          onFile={(file) => void file.text().then(props.onText)}
        />
      </div>
      {reading.kind === 'wrong' ? (
        <ErrorNote
          title={t('wrong', { count: reading.issues.length })}
          safe={
            <ul className="list-disc pl-4" data-pack-issues>
              {reading.issues.map((issue) => (
                <li key={issue} className="mono break-words">
                  {issue}
                </li>
              ))}
            </ul>
          }
        />
      ) : null}
    </div>
  );
}
