'use client';

import dynamic from 'next/dynamic';
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';
import type { ShownToast, ToastMessage } from './toast-message';

// Loaded with the first toast.
const ToastShelf = dynamic(() => import('./toast-shelf').then((module) => module.ToastShelf), { ssr: false });

const ToastContext = createContext<(message: ToastMessage) => void>(() => {});

/** Answers a function that shows a toast. For what was done, never for a refusal: that stands in place. */
export function useToast(): (message: ToastMessage) => void {
  return useContext(ToastContext);
}

/** Holds the toasts of everything below it. */
export function Toaster({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly ShownToast[]>([]);
  const [used, setUsed] = useState(false);
  const show = useCallback((message: ToastMessage) => {
    setUsed(true);
    setToasts((shown) => {
      const kept = shown.filter(({ slot }) => slot === undefined || slot !== message.slot);
      // Three at most: an older one has been read or never will be.
      return [...kept.slice(-2), { ...message, id: (shown.at(-1)?.id ?? 0) + 1 }];
    });
  }, []);
  const close = useCallback((id: number) => setToasts((shown) => shown.filter((each) => each.id !== id)), []);
  return (
    <ToastContext value={show}>
      {children}
      {used ? <ToastShelf toasts={toasts} onClose={close} /> : null}
    </ToastContext>
  );
}
