'use client';

import dynamic from 'next/dynamic';
import type { RunNoteProps } from './run-refusal';

// Most runs are never refused: no page waits for the words of those that are.
const RunRefusal = dynamic(() => import('./run-refusal').then((module) => module.RunRefusal), { ssr: false });

/** The refusal of a run, where it was tried. */
export function RunNote(props: RunNoteProps) {
  return props.run.refusal === null ? null : <RunRefusal {...props} />;
}
