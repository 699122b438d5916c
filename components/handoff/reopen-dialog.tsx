'use client';

import { useTranslations } from 'next-intl';
import { ReasonForm } from './reason-form';

/** Offers a handoff that was done again, with the reason. */
export function ReopenDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('handoff.reopening');
  const words = {
    title: t('title'),
    description: t('description'),
    submit: t('submit'),
    reason: t('reason'),
  };
  return <ReasonForm words={words} action="handoff.reopen" onClose={onClose} />;
}
