'use client';

import { createContext, useContext, useEffect, useRef, useSyncExternalStore } from 'react';
import type { Command, CommandSources, KeyLine } from './commands';

export type Open = 'palette' | 'help' | null;

interface Center {
  readonly sources: CommandSources;
  readonly open: (what: Open) => void;
}

export const CenterContext = createContext<Center | null>(null);

export function useCommandCenter(): Center {
  const center = useContext(CenterContext);
  if (center === null) throw new Error('useCommandCenter needs the workspace frame around it');
  return center;
}

/** Offers commands in the palette while mounted; an open palette follows their changes. */
export function useCommands(commands: readonly Command[]): void {
  const { sources } = useCommandCenter();
  const latest = useRef(commands);
  const signature = commands.map(({ id, locked }) => `${id} ${locked ?? ''}`).join('\n');
  useEffect(() => {
    latest.current = commands;
  });
  useEffect(() => sources.offer(() => latest.current), [sources]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature says when to tell
  useEffect(() => sources.touch(), [sources, signature]);
}

/** Everything the page offers now. */
export function useOfferedCommands(): readonly Command[] {
  const { sources } = useCommandCenter();
  useSyncExternalStore(sources.subscribe, sources.version, sources.version);
  return sources.commands();
}

/** Keys of this page, for the help. */
export function useKeyHelp(lines: readonly KeyLine[]): void {
  const { sources } = useCommandCenter();
  const latest = useRef(lines);
  useEffect(() => {
    latest.current = lines;
  });
  useEffect(() => sources.explain(() => latest.current), [sources]);
}
