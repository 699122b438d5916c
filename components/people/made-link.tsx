'use client';

import { Check, Copy } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '../ui/button';
import { Field, Input } from '../ui/field';

/** A one-time link, as it was just made. */
export interface Made {
  email: string;
  mailed: boolean;
  address: string;
}

/** Shows it once: it is kept nowhere. */
export function MadeLink({ made, onClose }: { made: Made; onClose: () => void }) {
  const t = useTranslations('people.invite');
  const [copied, setCopied] = useState(false);
  return (
    <div className="flex flex-col gap-3.5">
      <p role="status">{t(made.mailed ? 'mailed' : 'made', { email: made.email })}</p>
      <Field label={t('link')} hint={t('once')}>
        {(control) => (
          <Input
            {...control}
            className="mono"
            readOnly
            value={made.address}
            data-link
            onFocus={(event) => event.currentTarget.select()}
          />
        )}
      </Field>
      <div className="flex justify-end gap-2">
        <Button
          autoFocus
          onClick={() => void navigator.clipboard.writeText(made.address).then(() => setCopied(true))}
        >
          {copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
          {t(copied ? 'copied' : 'copy')}
        </Button>
        <Button variant="primary" onClick={onClose}>
          {t('done')}
        </Button>
      </div>
    </div>
  );
}
