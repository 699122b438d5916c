'use client';

import { createContext, type ReactNode, useContext } from 'react';

export interface FrameProject {
  key: string;
  name: string;
}

/** The project that the page is of. */
export interface FrameHere extends FrameProject {
  permission: 'viewer' | 'member' | 'lead' | 'admin';
  /** Read-only for everybody. */
  archived: boolean;
}

export interface FrameValue {
  /** Who is signed in; `id` chooses the colour of the mark (the actor's id in this project). */
  me: { id: string; name: string; email: string; instanceAdmin: boolean };
  /** Null on pages outside a project. */
  project: FrameHere | null;
  /** Every project that the person can work in. */
  projects: readonly FrameProject[];
}

const FrameContext = createContext<FrameValue | null>(null);

export function FrameProvider({ value, children }: { value: FrameValue; children: ReactNode }) {
  return <FrameContext value={value}>{children}</FrameContext>;
}

/** Throws outside the workspace. */
export function useFrame(): FrameValue {
  const value = useContext(FrameContext);
  if (!value) throw new Error('useFrame needs the workspace layout around it');
  return value;
}
