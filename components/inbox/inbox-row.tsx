'use client';

import { Hand, Hourglass, type LucideIcon, MessageCircleQuestionMark, TimerOff, Undo2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { memo } from 'react';
import { CardLane } from '@/components/board/card-lane';
import { cardState } from '@/components/board/card-state';
import { serverOffset, useNow } from '@/components/board/server-clock';
import { RelativeTime } from '@/components/ui/relative-time';
import type { InboxList, InboxRow } from '@/server/domain/inbox/inbox.schema';
import { viewOf } from './inbox.rules';
import type { StageInfo } from './use-stages';

const ICONS: Record<InboxRow['kind'], LucideIcon> = {
  question: MessageCircleQuestionMark,
  returned: Undo2,
  stale: TimerOff,
  offered: Hand,
  others: Hourglass,
};

/** One thing that waits: what it is, why, how it stands, since when, and the one thing to do. */
export const InboxRowItem = memo(function InboxRowItem(props: {
  row: InboxRow;
  me: InboxList['me'];
  stages: readonly StageInfo[];
  project: string;
  chosen: boolean;
  opened: boolean;
  onChoose: (handoff: string) => void;
  onOpen: (handoff: string) => void;
}) {
  const { row, me, stages, project, chosen, opened } = props;
  const t = useTranslations('inbox');
  const { card, kind } = row;
  const { handoff } = card;
  const state = cardState(card, viewOf(card, me, stages), useNow(60_000));
  const Icon = ICONS[kind];
  return (
    <li className="inbox-item" data-kind={kind} data-chosen={chosen ? '' : undefined}>
      <a
        className="inbox-row"
        href={`/${project}/inbox?handoff=${handoff}`}
        data-handoff={handoff}
        data-kind={kind}
        aria-current={opened ? 'true' : undefined}
        onFocus={() => props.onChoose(handoff)}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
          event.preventDefault();
          props.onOpen(handoff);
        }}
      >
        <span className="inbox-kind" data-tone={kind === 'others' || kind === 'stale' ? 'quiet' : 'wait'}>
          <Icon size={16} aria-hidden />
        </span>
        <span className="min-w-0 flex-1">
          <span className="flex min-w-0 items-baseline gap-2">
            <span className="short-id">{handoff}</span>
            <span className="min-w-0 truncate font-medium">{card.title}</span>
          </span>
          <span className="inbox-why">
            <b>{t(`why.${kind}`)}</b>{' '}
            {row.note ??
              (kind === 'others'
                ? t('heldBy', { name: card.holder?.name ?? 'nobody' })
                : t('from', { name: card.giver.name }))}
          </span>
        </span>
        <span className="inbox-lane">
          <CardLane state={state} />
        </span>
        <span className="inbox-wait" data-tone={state.ageTone}>
          <RelativeTime iso={row.since} offset={serverOffset()} />
        </span>
        <span className="inbox-act" aria-hidden="true">
          {t(`act.${kind}`)}
        </span>
      </a>
    </li>
  );
});
