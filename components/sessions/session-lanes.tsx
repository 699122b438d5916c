'use client';

import clsx from 'clsx';
import { History, Unplug } from 'lucide-react';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { ActorMark } from '@/components/ui/actor-mark';
import { hourMinute } from '@/components/ui/relative-time';
import type { Lanes } from '@/server/domain/session/session.schema';
import { type Bar, picture, shortId } from './lanes.rules';

/** Height of a lane in px; the batons are drawn from it. */
const LANE = 34;

/** Who worked when, one lane an actor: bars round for a person and square for an agent, batons between the lanes. */
export function SessionLanes(props: { data: Lanes; project: string; selected: string | null }) {
  const t = useTranslations('sessions');
  const locale = useLocale();
  const { lanes, runs, ticks } = picture(props.data);
  return (
    <section className="lanes" aria-label={t('lanes')}>
      <div className="lanes-head" aria-hidden="true">
        {ticks.map(({ at, left }) => (
          <span key={at} style={{ left: `${left}%` }}>
            {hourMinute(new Date(at), locale)}
          </span>
        ))}
        <span className="lanes-now" style={{ left: '94%' }}>
          {hourMinute(new Date(props.data.now), locale)}
        </span>
      </div>
      <ul className="lanes-rows">
        {lanes.map(({ actor, bars }) => (
          <li key={actor.id} style={{ height: LANE }}>
            <span className="lanes-who">
              <ActorMark id={actor.id} kind={actor.kind} name={actor.name} owner={actor.owner} label="" />
              <span className={clsx('truncate', actor.kind === 'agent' && 'mono')}>{actor.name}</span>
            </span>
            <ul className="lanes-track">
              {bars.map((bar) => (
                <LaneBar key={bar.session.id} bar={bar} {...props} />
              ))}
            </ul>
          </li>
        ))}
      </ul>
      <div className="lanes-runs" aria-hidden="true">
        {runs.map((run) => (
          <i
            key={run.key}
            data-kind={run.kind}
            title={run.handoff}
            style={{
              left: `${run.left}%`,
              top: Math.min(run.from, run.to) * LANE + LANE / 2,
              height: Math.abs(run.to - run.from) * LANE,
            }}
          />
        ))}
        <b style={{ left: '94%' }} />
      </div>
    </section>
  );
}

function LaneBar({ bar, project, selected }: { bar: Bar; project: string; selected: string | null }) {
  const t = useTranslations('sessions');
  const { session, left, width, cut } = bar;
  const name = `${session.handoff ?? shortId(session.id)} [${session.mode}]`;
  return (
    <li style={{ left: `${left}%`, width: `${width}%` }}>
      <Link
        href={`/${project}/sessions/${session.id}`}
        scroll={false}
        className="lane-bar"
        data-state={session.state}
        data-kind={session.actor.kind}
        data-cut={cut ? '' : undefined}
        data-session={session.id}
        aria-current={session.id === selected ? 'true' : undefined}
        aria-label={t('bar', { name, actor: session.actor.name, state: t(`state.${session.state}`) })}
        title={session.focus === '' ? name : `${name}: ${session.focus}`}
      >
        {session.parent === null ? null : <History size={12} aria-hidden />}
        <span className="truncate">{name}</span>
        {session.state === 'lost' ? <Unplug size={12} aria-hidden className="lane-lost" /> : null}
      </Link>
    </li>
  );
}
