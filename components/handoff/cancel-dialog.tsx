'use client';

import { useTranslations } from 'next-intl';
import { ReasonForm } from './reason-form';

/** Ends a handoff that nobody will finish, with the reason. */
export function CancelDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('handoff.cancelling');
  const words = {
    title: t('title'),
    description: t('description'),
    submit: t('submit'),
    reason: t('reason'),
  };
  return <ReasonForm words={words} action="handoff.cancel" tone="stop" onClose={onClose} />;
}
