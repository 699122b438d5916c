'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Toast as Radix } from 'radix-ui';
import { Button } from './button';
import type { ShownToast } from './toast-message';

/** The toasts along the foot of the window; F8 moves the focus to them. */
export function ToastShelf(props: { toasts: readonly ShownToast[]; onClose: (id: number) => void }) {
  const t = useTranslations('common');
  return (
    <Radix.Provider duration={8000} label={t('toasts')} swipeDirection="down">
      {props.toasts.map(({ id, title, text, action, tone = 'plain', duration = 8000 }) => (
        <Radix.Root
          key={id}
          className="toast"
          data-tone={tone}
          duration={duration}
          onOpenChange={(open) => {
            if (!open) props.onClose(id);
          }}
        >
          <div className="min-w-0 flex-1">
            <Radix.Title className="font-medium">{title}</Radix.Title>
            {text ? <Radix.Description className="text-ink-2">{text}</Radix.Description> : null}
          </div>
          {action ? (
            <Radix.Action asChild altText={action.label}>
              <Button size="sm" onClick={action.onClick}>
                {action.label}
              </Button>
            </Radix.Action>
          ) : null}
          <Radix.Close asChild>
            <Button variant="ghost" size="sm" square aria-label={t('close')}>
              <X size={14} aria-hidden />
            </Button>
          </Radix.Close>
        </Radix.Root>
      ))}
      <Radix.Viewport className="toasts" />
    </Radix.Provider>
  );
}
