'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { ErrorNote } from '@/components/ui/error-note';
import { useByWords } from './policy-words';
import { refusalOf } from './refusal.schema';

const same = (key: string) => key;

/** What could not be read, in place: what happened, what is safe, what to do. */
export function ReadError(props: { error: unknown; loading: boolean; onRetry: () => void }) {
  const t = useTranslations('policy.unread');
  const by = useByWords(same);
  const refusal = refusalOf(props.error);
  const needed = neededOf(props.error);
  const offline = refusal.kind === 'offline';
  return (
    <div className="grid min-h-0 flex-1 place-items-center p-6">
      <ErrorNote
        className="max-w-110"
        tone={offline ? 'wait' : 'stop'}
        title={
          offline
            ? t('offline')
            : needed === null
              ? refusal.kind === 'other'
                ? refusal.message
                : t('failed')
              : t('permission', { who: by(needed) })
        }
        safe={needed === null ? t('safe') : t('ask')}
        action={
          needed === null ? (
            <Button loading={props.loading} onClick={props.onRetry}>
              {t('retry')}
            </Button>
          ) : undefined
        }
      />
    </div>
  );
}

/** The permission a refused query asks for; null where it was something else. */
function neededOf(error: unknown): string | null {
  const { data }: { data?: unknown } = Object(error);
  const { body }: { body?: unknown } = Object(data);
  const { details }: { details?: unknown } = Object(body);
  const { permission }: { permission?: unknown } = Object(details);
  return typeof permission === 'string' ? permission : null;
}
