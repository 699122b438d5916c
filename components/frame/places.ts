import { Bot, type LucideIcon, Workflow } from 'lucide-react';

export interface Place {
  /** Also the key of its word in the messages. */
  key: 'board' | 'agents';
  icon: LucideIcon;
  /** Address inside a project, without a slash. */
  path: string;
}

/** The pages of a project, in the order of the rail. Only pages that exist stand here. */
export const places: readonly Place[] = [
  { key: 'board', icon: Workflow, path: 'board' },
  { key: 'agents', icon: Bot, path: 'agents' },
];
