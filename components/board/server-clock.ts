'use client';

import { useSyncExternalStore } from 'react';
import { everySecond } from '@/components/ui/clock';

/* Ages and leases count by the server's clock, whatever this machine believes. */

let offset = 0;

/** @param iso the server's time in an answer that has just arrived */
export function setServerTime(iso: string): void {
  const server = Date.parse(iso);
  if (!Number.isNaN(server)) offset = server - Date.now();
}

/** Server's now minus the browser's now, in ms. */
export function serverOffset(): number {
  return offset;
}

/** Milliseconds since the epoch, by the server. */
export function serverNow(): number {
  return Date.now() + offset;
}

/** Milliseconds since the epoch, rounded down to `step` ms: renders again only when that changes. */
export function useNow(step: number): number {
  const read = () => Math.floor(serverNow() / step) * step;
  return useSyncExternalStore(everySecond, read, read);
}
