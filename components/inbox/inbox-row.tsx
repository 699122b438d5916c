'use client';

import {
  AtSign,
  BellRing,
  Hand,
  Hourglass,
  type LucideIcon,
  MessageCircleQuestionMark,
  TimerOff,
  Undo2,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import { memo } from 'react';
import { CardLane } from '@/components/board/card-lane';
import { cardState } from '@/components/board/card-state';
import { serverNow, serverOffset, useNow } from '@/components/board/server-clock';
import { RunNote } from '@/components/policy/run-note';
import { RelativeTime } from '@/components/ui/relative-time';
import type { InboxList, InboxRow } from '@/server/domain/inbox/inbox.schema';
import { type Act, actsOf, nudgedLately, viewOf } from './inbox.rules';
import { RowActs } from './row-acts';
import type { RowState } from './use-inbox-acts';
import type { StageInfo } from './use-stages';

const ICONS: Record<InboxRow['kind'], LucideIcon> = {
  question: MessageCircleQuestionMark,
  mention: AtSign,
  nudged: BellRing,
  returned: Undo2,
  stale: TimerOff,
  offered: Hand,
  others: Hourglass,
};

interface InboxRowProps {
  row: InboxRow;
  me: InboxList['me'];
  stages: readonly StageInfo[];
  project: string;
  chosen: boolean;
  opened: boolean;
  /** The one row whose act is the main button of the page. */
  primary: boolean;
  state: RowState;
  onChoose: (handoff: string) => void;
  onOpen: (handoff: string) => void;
  onAct: (row: InboxRow, act: Act) => void;
  onReset: (handoff: string) => void;
}

/** One thing that waits: what it is, why, how it stands, since when, and the one thing to do. */
export const InboxRowItem = memo(function InboxRowItem(props: InboxRowProps) {
  const { row, me, stages, project, chosen, opened, state } = props;
  const t = useTranslations('inbox');
  const { card, kind } = row;
  const { handoff } = card;
  const drawn = cardState(card, viewOf(card, me, stages), useNow(60_000));
  const lately = nudgedLately(row, me.id, serverNow());
  const Icon = ICONS[kind];
  const refusal = state.refused?.refusal ?? null;
  return (
    <li
      className="inbox-item"
      data-kind={kind}
      data-chosen={chosen ? '' : undefined}
      data-open={opened ? '' : undefined}
    >
      <div className="inbox-line">
        <a
          className="inbox-row"
          href={`/${project}/inbox?handoff=${handoff}`}
          data-handoff={handoff}
          data-kind={kind}
          data-version={card.version}
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
          <span className="inbox-words">
            <span className="flex min-w-0 items-baseline gap-2">
              <span className="short-id">{handoff}</span>
              <span className="inbox-title">{card.title}</span>
              {row.nudge === null || kind === 'nudged' ? null : (
                <span className="inbox-nudge" data-nudge={row.nudge.by.name}>
                  <BellRing size={11} aria-hidden />
                  {row.nudge.by.id === me.id ? t('nudge.yours') : t('nudge.by', { name: row.nudge.by.name })}
                </span>
              )}
            </span>
            <span className="inbox-why">
              <b>{t(`why.${kind}`)}</b> <Why row={row} />
            </span>
          </span>
          <span className="inbox-lane">
            <CardLane state={drawn} />
          </span>
          <span className="inbox-wait" data-tone={drawn.ageTone}>
            <RelativeTime iso={row.since} offset={serverOffset()} />
          </span>
        </a>
        <RowActs
          row={row}
          acts={actsOf(row, me, stages)}
          pending={state.pending}
          primary={props.primary}
          lately={lately}
          onAct={props.onAct}
        />
      </div>
      {refusal === null ? null : (
        <div className="inbox-refusal">
          <RunNote
            run={{ pending: false, refusal, run: async () => null, reset: () => props.onReset(handoff) }}
            reader={me}
            onAgain={() => props.onAct(row, state.refused?.act ?? 'open')}
          />
        </div>
      )}
    </li>
  );
});

/** Whose words it is about, and the words where there are any; written by others, shown as they are. */
function Why({ row }: { row: InboxRow }) {
  const t = useTranslations('inbox');
  const { card, kind, note, by } = row;
  if (by !== null && note !== null) return t('says', { name: by.name, text: note });
  if (by !== null) return t('reminds', { name: by.name });
  if (note !== null) return note;
  if (kind !== 'others') return t('from', { name: card.giver.name });
  if (card.state === 'input_required') return t('asks', { name: card.question?.actor?.name ?? 'role' });
  return t('heldBy', { name: card.holder?.name ?? 'nobody' });
}
