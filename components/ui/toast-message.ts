import type { ReactNode } from 'react';

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

/** A toast that is shown. */
export interface ShownToast extends ToastMessage {
  id: number;
}
