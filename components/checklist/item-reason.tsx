'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { useDraft } from '@/components/handoff/use-draft';
import { Button } from '@/components/ui/button';
import { TextArea } from '@/components/ui/field';

const SHORTEST = 3;

/** The reason of a failed or not applicable item, asked in place. What was typed stays until it is taken. */
export function ItemReason(props: {
  itemKey: string;
  state: 'failed' | 'not_applicable';
  onSubmit: (reason: string) => Promise<boolean>;
  onCancel: () => void;
}) {
  const t = useTranslations('checklist');
  const [reason, setReason, clear] = useDraft(`reason ${props.itemKey} ${props.state}`, () => '');
  const [pending, setPending] = useState(false);
  const [tried, setTried] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const short = reason.trim().length < SHORTEST;
  const submit = async () => {
    setTried(true);
    if (short || pending) return;
    setPending(true);
    const taken = await props.onSubmit(reason.trim());
    setPending(false);
    if (taken) clear();
  };
  return (
    <form
      className="mt-1.5 flex flex-col gap-1.5"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <TextArea
        ref={field}
        rows={2}
        maxLength={2000}
        aria-label={t(`ask.${props.state}`)}
        placeholder={t(`ask.${props.state}`)}
        aria-invalid={tried && short ? true : undefined}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.stopPropagation();
            props.onCancel();
          } else if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault();
            void submit();
          }
        }}
      />
      {tried && short ? (
        <p role="alert" className="text-meta text-stop">
          {t('reasonShort')}
        </p>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <Button
          type="submit"
          size="sm"
          variant={props.state === 'failed' ? 'stop' : 'plain'}
          loading={pending}
          data-action="checklist.tick"
        >
          {t(`submit.${props.state}`)}
        </Button>
        <Button size="sm" variant="ghost" onClick={props.onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}
