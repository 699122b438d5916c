import { useCallback, useEffect, useRef, useState } from 'react';
import { useTRPCClient } from '@/components/trpc/provider';
import type { Verified } from '@/server/domain/event/event-log.schema';
import type { HeadsFile, ProjectHead } from '@/server/domain/integrity/integrity.schema';
import { INSTANCE } from './instance-key';

/** Events a slice: a fraction of a second each, so that others are served in between. */
const SLICE = 2000;

export interface ChainCheck {
  readonly running: boolean;
  readonly failed: boolean;
  /** How far it got; whole where `found.done`. */
  readonly found: Verified | null;
  /** The noted head was of another epoch: the database came from a backup since. */
  readonly restored: boolean;
}

/** What was found of every log, each to its end. */
type Found = readonly { readonly id: string; readonly found: Verified }[];

/** Checks one log after the other, each from its first event, slice by slice. A new round ends the one before. */
export function useChainChecks(onFound: (found: Found) => void): {
  readonly checks: Readonly<Record<string, ChainCheck>>;
  readonly check: (projects: readonly ProjectHead[], noted?: HeadsFile) => Promise<void>;
} {
  const client = useTRPCClient();
  const [checks, setChecks] = useState<Record<string, ChainCheck>>({});
  const round = useRef(0);
  const tellFound = useRef(onFound);
  useEffect(() => {
    tellFound.current = onFound;
  }, [onFound]);
  useEffect(
    () => () => {
      round.current += 1;
    },
    [],
  );
  const check = useCallback(
    async (projects: readonly ProjectHead[], noted?: HeadsFile) => {
      round.current += 1;
      const mine = round.current;
      const current = () => mine === round.current;
      const waiting: ChainCheck = { running: true, failed: false, found: null, restored: false };
      setChecks(Object.fromEntries(projects.map(({ id }) => [id, waiting])));
      const ends: { id: string; found: Verified }[] = [];
      for (const { id, seq, hash, epoch } of projects) {
        const heads = Object.values(noted?.projects ?? {}).filter((head) => head.id === id);
        const restored = heads.some((head) => head.epoch !== epoch);
        const tell = (state: Partial<ChainCheck>) =>
          setChecks((before) => ({ ...before, [id]: { ...waiting, restored, ...state } }));
        // What the list said is checked as well: it is what gets saved.
        const known = [...heads, { seq, hash }].map((head) => ({ seq: head.seq, hash: head.hash }));
        let from: { after: number; hash?: string } = { after: 0 };
        try {
          for (;;) {
            const call = { id, ...from, limit: SLICE, noted: known };
            const found = await client.integrity.verify.query({ project: INSTANCE, arguments: call });
            if (!current()) return;
            tell({ found, running: !found.done });
            if (found.done) {
              ends.push({ id, found });
              break;
            }
            from = { after: found.seq, hash: found.hash };
          }
        } catch {
          if (!current()) return;
          tell({ running: false, failed: true });
        }
      }
      // Half a check is none that anybody should rely on.
      if (ends.length === projects.length) tellFound.current(ends);
    },
    [client],
  );
  return { checks, check };
}
