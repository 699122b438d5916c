'use client';

import { Check, LoaderCircle } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { ActorMark } from '@/components/ui/actor-mark';
import { Baton } from '@/components/ui/baton';
import { Lane } from '@/components/ui/lane';
import { Mark } from '@/components/ui/mark';
import { RelativeTime } from '@/components/ui/relative-time';
import type { Arrival } from '@/server/domain/agent/light.rules';

export interface ArrivalLaneProps {
  name: string;
  id: string | undefined;
  roles: readonly string[];
  arrival: Arrival;
  offset: number;
}

const STEPS = ['reached', 'accepted', 'listed', 'worked'] as const;

/** The agent at one end, we at the other: the baton runs over with the first call. */
export function ArrivalLane({ name, id, roles, arrival, offset }: ArrivalLaneProps) {
  const t = useTranslations('agent.arrival');
  const on = arrival.accepted !== null;
  const waitsFor = STEPS.find((step) => arrival[step] === null);
  return (
    <div className="rounded-card bg-sunken p-3.5" data-arrival={on ? 'on' : 'waiting'}>
      <Lane
        size="header"
        state={on ? 'active' : 'offered'}
        label={t(on ? 'laneOn' : 'laneWaiting', { name })}
        left={<ActorMark id={id} kind="agent" name={name} size={34} label="" />}
        baton={
          <Baton size="header" state={on ? 'active' : 'offered'}>
            {t(on ? 'connected' : 'waiting')}
          </Baton>
        }
        right={<Mark size={30} tone={on ? 'ink' : 'quiet'} baton={on} />}
      />
      <p className="sr-only" role="status">
        {t(on ? 'laneOn' : 'laneWaiting', { name })}
      </p>
      <ul className="mt-2 flex flex-col gap-1.5">
        {STEPS.map((step) => {
          const at = arrival[step];
          return (
            <li key={step} className="flex items-center gap-2.5" data-step={step} data-done={at !== null}>
              {at === null ? (
                <LoaderCircle
                  size={14}
                  className={step === waitsFor ? 'text-wait' : 'text-line-2'}
                  aria-hidden
                />
              ) : (
                <Check size={14} className="text-go" aria-hidden />
              )}
              <span className={at === null && step !== waitsFor ? 'text-ink-3' : undefined}>
                {t(step, { roles: roles.join(', ') })}
              </span>
              <span className="flex-1" />
              {at === null ? (
                step === waitsFor ? (
                  <span className="font-medium text-meta text-wait">{t('expected')}</span>
                ) : null
              ) : (
                <RelativeTime iso={at} offset={offset} format="ago" className="text-ink-3 text-meta" />
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
