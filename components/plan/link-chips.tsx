'use client';

import { Check, CircleX, Hand, MessageCircleQuestionMark, Play, TimerOff, Undo2 } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { PlanItemLink } from '@/server/domain/plan/plan.schema';
import { linkLook } from './plan-rows.rules';

const signs = {
  done: Check,
  cancelled: CircleX,
  waiting: Undo2,
  asked: MessageCircleQuestionMark,
  moving: Play,
  offered: Hand,
} as const;
const tones = {
  done: 'outline',
  cancelled: 'neutral',
  waiting: 'wait',
  asked: 'wait',
  moving: 'go',
  offered: 'wait',
} as const;

/** The handoffs that do an item, each with its state in words; it opens on the board. */
export function LinkChips({ project, links }: { project: string; links: readonly PlanItemLink[] }) {
  const t = useTranslations('plan.state');
  return (
    <span className="plan-chips">
      {links.map((link) => {
        const look = linkLook(link);
        const Sign = link.stale ? TimerOff : signs[look];
        const word = link.stale ? 'stale' : look === 'waiting' ? 'returned' : look;
        return (
          <Link
            key={link.handoff}
            href={`/${project}/board?handoff=${link.handoff}`}
            className="tag"
            data-tone={tones[look]}
            data-size="sm"
            data-link={link.handoff}
            data-look={look}
            title={link.title}
            tabIndex={-1}
            prefetch={false}
          >
            <Sign size={12} aria-hidden />
            {t(word, { handoff: link.handoff })}
          </Link>
        );
      })}
    </span>
  );
}
