'use client';

import { useTranslations } from 'next-intl';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef } from 'react';
import { isTyping } from '../handoff/is-typing';
import { refusalOf } from '../policy/refusal.schema';
import { useToast } from '../ui/toaster';

/** Milliseconds in which what was just done can be taken back. */
const OPEN_MS = 8000;

export interface Undoable {
  /** What was done, in the past tense. */
  readonly title: string;
  /** Takes it back; rejects with what the server said. */
  readonly back: () => Promise<void>;
}

const UndoContext = createContext<(done: Undoable) => void>(() => undefined);

/** Answers a function that offers to take back what was just done: a toast, and Ctrl or Cmd with Z. */
export function useUndo(): (done: Undoable) => void {
  return useContext(UndoContext);
}

export function UndoProvider({ children }: { children: ReactNode }) {
  const t = useTranslations('undo');
  const toast = useToast();
  /** The last thing done, until it is taken back or too late. */
  const last = useRef<{ readonly done: Undoable; readonly until: number } | null>(null);

  const takeBack = useCallback(
    async (done: Undoable) => {
      last.current = null;
      try {
        await done.back();
        toast({ title: t('undone'), slot: 'undo' });
      } catch (error) {
        const refusal = refusalOf(error);
        const text = refusal.kind === 'other' ? refusal.message : undefined;
        toast({ title: t('refused'), text: text ?? t(`why.${refusal.kind}`), tone: 'stop', slot: 'undo' });
      }
    },
    [t, toast],
  );

  const offer = useCallback(
    (done: Undoable) => {
      last.current = { done, until: performance.now() + OPEN_MS };
      toast({
        title: done.title,
        action: { label: t('undo'), onClick: () => void takeBack(done) },
        duration: OPEN_MS,
        slot: 'undo',
      });
    },
    [t, toast, takeBack],
  );

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const command = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
      if (!command || event.code !== 'KeyZ' || event.repeat || isTyping(event.target)) return;
      const open = last.current;
      if (open === null || performance.now() > open.until) return;
      event.preventDefault();
      void takeBack(open.done);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [takeBack]);

  return <UndoContext value={offer}>{children}</UndoContext>;
}
