'use client';

import { useSyncExternalStore } from 'react';
import { serverNow } from '@/components/board/server-clock';
import { everySecond } from '@/components/ui/clock';
import { LEASE_SECONDS } from '@/server/domain/handoff/handoff.rules';
import { usePanel } from './panel-context';

/** Under this the ring turns orange. */
const WARN_MS = 120_000;

/** What is left of the lease of the open handoff, for the ring around its holder; moves by whole percents. */
export function useLease(): { fraction: number; warn: boolean } | null {
  const { detail } = usePanel();
  const { leaseUntil, holder } = detail.card;
  const read = () => {
    if (leaseUntil === null || holder === null) return '';
    const left = Date.parse(leaseUntil) - serverNow();
    const percent = Math.min(100, Math.max(0, Math.round(left / LEASE_SECONDS[holder.kind] / 10)));
    return `${percent} ${left < WARN_MS}`;
  };
  // A text, so that a second in which the ring does not move renders nothing.
  const seen = useSyncExternalStore(everySecond, read, () => '');
  if (seen === '') return null;
  const [percent, warn] = seen.split(' ');
  return { fraction: Number(percent) / 100, warn: warn === 'true' };
}
