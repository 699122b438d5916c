import {
  Bot,
  History,
  Inbox,
  Layers,
  type LucideIcon,
  Milestone,
  ScrollText,
  Settings2,
  ShieldCheck,
  Workflow,
} from 'lucide-react';
import type { FrameHere } from './frame-context';

export interface Place {
  /** Also the key of its word in the messages. */
  key: 'inbox' | 'board' | 'plan' | 'sessions' | 'policies' | 'context' | 'agents' | 'events' | 'settings';
  icon: LucideIcon;
  /** Address inside a project, without a slash. */
  path: string;
  /** Shown to whoever has this permission; to everybody if absent. */
  needs?: 'admin';
  /** Stands at the foot of the rail. */
  foot?: boolean;
}

/** The pages of a project, in the order of the rail. Only pages that exist stand here. */
export const places: readonly Place[] = [
  { key: 'inbox', icon: Inbox, path: 'inbox' },
  { key: 'board', icon: Workflow, path: 'board' },
  { key: 'plan', icon: Milestone, path: 'plan' },
  { key: 'sessions', icon: History, path: 'sessions' },
  { key: 'policies', icon: ShieldCheck, path: 'policies' },
  { key: 'context', icon: Layers, path: 'context' },
  { key: 'agents', icon: Bot, path: 'agents' },
  { key: 'events', icon: ScrollText, path: 'events', needs: 'admin' },
  { key: 'settings', icon: Settings2, path: 'settings', needs: 'admin', foot: true },
];

/** So many pages have a tab of their own on a phone; its menu leads to the others. */
export const TABS = 3;

/** Those that somebody finds in the project; none outside of one. */
export function placesIn(project: FrameHere | null): readonly Place[] {
  return project === null
    ? []
    : places.filter(({ needs }) => needs === undefined || project.permission === needs);
}
