'use client';

import { useCallback, useState } from 'react';
import { usePanel } from './panel-context';

/** What was typed and not sent yet, until the page is left: closing a tab or the panel must not lose it. */
const drafts = new Map<string, unknown>();

/** State that outlives its component. `clear` after it was sent. */
export function useDraft<Value>(
  name: string,
  initial: () => Value,
): readonly [Value, (value: Value) => void, () => void] {
  const { project, handoff } = usePanel();
  const key = `${project} ${handoff} ${name}`;
  const [value, setValue] = useState<Value>(() => readDraft(key, initial));
  const set = useCallback(
    (next: Value) => {
      drafts.set(key, next);
      setValue(next);
    },
    [key],
  );
  const clear = useCallback(() => {
    drafts.delete(key);
    setValue(initial());
  }, [key, initial]);
  return [value, set, clear];
}

export function useHasDraft(name: string): boolean {
  const { project, handoff } = usePanel();
  return drafts.has(`${project} ${handoff} ${name}`);
}

// A key is only ever used with one type: the name of the form it belongs to.
function readDraft<Value>(key: string, initial: () => Value): Value {
  return drafts.has(key) ? (drafts.get(key) as Value) : initial();
}
