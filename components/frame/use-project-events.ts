'use client';

import { useEffect, useRef, useSyncExternalStore } from 'react';
import { type LiveState, projectStream, type StreamMessage } from './project-stream';

/**
 * Follows the project's events while mounted. `at` {seq}: read again what was read before event `seq`; `reset`: read
 * everything again; `event`: the next one. The latest `listener` is called; it need not be stable.
 */
export function useProjectEvents(project: string, listener: (message: StreamMessage) => void): void {
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => projectStream(project).listen((message) => latest.current(message)), [project]);
}

const atFirst = (): LiveState => 'connecting';

/** Whether events arrive; `data-live="on"` belongs on the page once they do. */
export function useLive(project: string): LiveState {
  const stream = projectStream(project);
  return useSyncExternalStore(stream.watch, stream.state, atFirst);
}
