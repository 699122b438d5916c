import { Bot, type LucideIcon, ScrollText, ShieldCheck, Workflow } from 'lucide-react';

export interface Place {
  /** Also the key of its word in the messages. */
  key: 'board' | 'policies' | 'agents' | 'events';
  icon: LucideIcon;
  /** Address inside a project, without a slash. */
  path: string;
}

/** The pages of a project, in the order of the rail. Only pages that exist stand here. */
export const places: readonly Place[] = [
  { key: 'board', icon: Workflow, path: 'board' },
  { key: 'policies', icon: ShieldCheck, path: 'policies' },
  { key: 'agents', icon: Bot, path: 'agents' },
  { key: 'events', icon: ScrollText, path: 'events' },
];
