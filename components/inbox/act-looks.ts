import {
  BellRing,
  Hand,
  type LucideIcon,
  MessageCircleQuestionMark,
  MessageSquare,
  PanelRightOpen,
  Waypoints,
} from 'lucide-react';
import type { Act } from './inbox.rules';

export const ACT_ICONS: Record<Act, LucideIcon> = {
  claim: Hand,
  answer: MessageCircleQuestionMark,
  reply: MessageSquare,
  nudge: BellRing,
  route: Waypoints,
  open: PanelRightOpen,
};

/** The action that an act runs, at once or in the panel it opens. */
export const ACTIONS: Record<Act, string | undefined> = {
  claim: 'handoff.claim',
  answer: 'handoff.answer',
  reply: 'handoff.comment',
  nudge: 'handoff.nudge',
  route: 'handoff.route',
  open: undefined,
};
