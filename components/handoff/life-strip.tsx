'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { shortName } from '@/components/board/card-state';
import { useNow } from '@/components/board/server-clock';
import { ActorMark } from '@/components/ui/actor-mark';
import { exactTime, RelativeTime, useElapsedWords } from '@/components/ui/relative-time';
import { type LifeMark, type LifeSegment, lifeOf } from './life.rules';
import { usePanel } from './panel-context';

/** Redrawn once a minute: a strip of days does not move faster. */
const STEP_MS = 60_000;

/** A handoff's life at a glance: in hand with its holder, waiting hatched, now solid. */
export function LifeStrip() {
  const t = useTranslations('handoff.life');
  const { detail } = usePanel();
  const now = useNow(STEP_MS);
  const { segments, marks } = useMemo(() => lifeOf(detail, now), [detail, now]);
  const closed = detail.card.closedAt !== null;
  return (
    <div className="px-5 pb-3.5 max-sm:px-4">
      <ol className="life" aria-label={t('label')}>
        {segments.map((segment) => (
          <Segment key={segment.from} segment={segment} />
        ))}
      </ol>
      <div className="mt-1.25 flex justify-between gap-2 text-ink-3 text-micro">
        {marks.map((mark) => (
          <Mark key={mark.kind} mark={mark} />
        ))}
        {closed ? null : <span>{t('now')}</span>}
      </div>
    </div>
  );
}

function Segment({ segment }: { segment: LifeSegment }) {
  const t = useTranslations('handoff.life');
  const locale = useLocale();
  const words = useElapsedWords();
  const time = words(segment.to - segment.from, 'age');
  const from = exactTime(new Date(segment.from).toISOString(), locale);
  const text = segment.merged
    ? t('merged', { time, from })
    : segment.actor === null
      ? t('waited', { time, from })
      : t('held', { name: segment.actor.name, time, from });
  return (
    <li
      data-kind={segment.kind}
      data-now={segment.now && segment.kind === 'hand' ? '' : undefined}
      style={{ flexBasis: `${segment.share}%` }}
      title={text}
    >
      <span className="sr-only">{text}</span>
      {segment.actor === null ? null : (
        <ActorMark
          id={segment.actor.id}
          kind={segment.actor.kind}
          name={segment.actor.name}
          size={14}
          label=""
        />
      )}
    </li>
  );
}

function Mark({ mark }: { mark: LifeMark }) {
  const t = useTranslations('handoff.life');
  const { offset } = usePanel();
  const iso = new Date(mark.at).toISOString();
  return (
    <span className="truncate">
      {t.rich(mark.kind, {
        clock: () => <RelativeTime iso={iso} offset={offset} format="clock" />,
        name: mark.actor === null ? '' : shortName(mark.actor),
      })}
    </span>
  );
}
