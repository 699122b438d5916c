'use client';

import { BellRing } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { hourMinute, RelativeTime, useElapsedWords } from '@/components/ui/relative-time';
import type { Caption } from './card-state';
import { serverNow, serverOffset, useNow } from './server-clock';

/** The sentence under the lane: where the card stands, why, and since when. */
export function CardCaption({ caption }: { caption: Caption }) {
  const t = useTranslations('board.caption');
  const locale = useLocale();
  const words = useElapsedWords();
  useNow(60_000);
  const values: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(caption.values)) {
    if (!(value instanceof Date)) values[name] = value;
    else if (name === 'since') values.since = words(serverNow() - value.getTime(), 'ago');
    else values[name] = hourMinute(value, locale);
  }
  if (caption.key === 'offered') Object.assign(values, offeredRole(caption, locale));
  const text = t.rich(caption.key, {
    ...values,
    b: (chunks: ReactNode) => <b data-tone={caption.tone}>{chunks}</b>,
    agent: (chunks: ReactNode) => <span className="mono">{chunks}</span>,
    lease: () =>
      caption.lease === null ? null : (
        <RelativeTime iso={caption.lease} offset={serverOffset()} format="left" />
      ),
  });
  return (
    <div className="card-caption">
      <span className="card-caption-text">{text}</span>
      {caption.key === 'stale' && caption.values.owner === 'yes' ? (
        <span className="card-told">
          <BellRing size={12} aria-hidden />
          {t('ownerTold')}
        </span>
      ) : null}
    </div>
  );
}

/** A role's name as it stands within a sentence, and its article where the language has one. */
function offeredRole(caption: Caption, locale: string): { role: string; article: string } {
  const { role, roleRu } = caption.values;
  const name = String(locale === 'ru' ? roleRu : role);
  const word = name.charAt(0).toLocaleLowerCase(locale) + name.slice(1);
  return { role: word, article: /^[aeiou]/.test(word) ? 'an' : 'a' };
}
