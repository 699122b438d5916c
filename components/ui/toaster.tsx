'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Toast as Radix } from 'radix-ui';
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';
import { Button } from './button';

export interface ToastMessage {
  title: ReactNode;
  text?: ReactNode;
  /** One thing to do, such as Undo; pressing it closes the toast. */
  action?: { label: string; onClick: () => void } | undefined;
  tone?: 'plain' | 'wait' | 'stop' | undefined;
  /** Milliseconds; 8 s, the time an undo stays open. The clock stops under the pointer and the focus. */
  duration?: number | undefined;
  /** Takes the place of the toast that was shown in the same slot. */
  slot?: string | undefined;
}

const ToastContext = createContext<(message: ToastMessage) => void>(() => {});

/** Answers a function that shows a toast. For what was done, never for a refusal: that stands in place. */
export function useToast(): (message: ToastMessage) => void {
  return useContext(ToastContext);
}

/** Holds the toasts of everything below it; F8 moves the focus to them. */
export function Toaster({ children }: { children: ReactNode }) {
  const t = useTranslations('common');
  const [toasts, setToasts] = useState<(ToastMessage & { id: number })[]>([]);
  const show = useCallback((message: ToastMessage) => {
    // Three at most: an older one has been read or never will be.
    setToasts((shown) => {
      const kept = shown.filter(({ slot }) => slot === undefined || slot !== message.slot);
      return [...kept.slice(-2), { ...message, id: (shown.at(-1)?.id ?? 0) + 1 }];
    });
  }, []);
  const close = (id: number) => setToasts((shown) => shown.filter((each) => each.id !== id));

  return (
    <ToastContext value={show}>
      <Radix.Provider duration={8000} label={t('toasts')} swipeDirection="down">
        {children}
        {toasts.map(({ id, title, text, action, tone = 'plain', duration = 8000 }) => (
          <Radix.Root
            key={id}
            className="toast"
            data-tone={tone}
            duration={duration}
            onOpenChange={(open) => {
              if (!open) close(id);
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
    </ToastContext>
  );
}
