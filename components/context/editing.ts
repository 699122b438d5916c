import type { GivenEntry } from '@/server/domain/context/context.schema';

/** What the dialog is open for. */
export type Editing =
  | { readonly kind: 'new' }
  | { readonly kind: 'edit' | 'remove' | 'history'; readonly entry: GivenEntry };

export const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
