'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getUntypedClient } from '@trpc/client';
import { useRef, useState } from 'react';
import { v7 } from 'uuid';
import { type Refusal, refusalOf } from '@/components/policy/refusal.schema';
import { useTRPCClient } from '@/components/trpc/provider';

type Input = Readonly<Record<string, unknown>>;

/** One place that runs actions and keeps its refusal. A call repeated after a lost answer keeps its key: one effect. */
export function useSessionAct(project: string) {
  const trpc = useTRPCClient();
  const queries = useQueryClient();
  const call = useRef<{ words: string; key: string } | null>(null);
  const [pending, setPending] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const run = async (action: string, input: Input): Promise<Record<string, unknown> | null> => {
    const words = `${action} ${JSON.stringify(input)}`;
    if (call.current?.words !== words) call.current = { words, key: v7() };
    setPending(action);
    try {
      const answer: { result?: unknown } = Object(
        await getUntypedClient(trpc).mutation(action, {
          project,
          arguments: input,
          idempotencyKey: call.current.key,
        }),
      );
      call.current = null;
      setRefusal(null);
      return Object(answer.result);
    } catch (error) {
      const refused = refusalOf(error);
      if (refused.kind !== 'offline') call.current = null;
      setRefusal(refused);
      return null;
    } finally {
      setPending(null);
      await Promise.all(
        ['sessions', 'context'].map((name) => queries.invalidateQueries({ queryKey: [name, project] })),
      );
    }
  };
  return { run, pending, refusal, reset: () => setRefusal(null) };
}

export type SessionAct = ReturnType<typeof useSessionAct>;

/** What the server says to each call without doing it: null where it would do it. The same judge as for the call itself. */
export function useVerdicts(project: string, key: string, calls: Readonly<Record<string, Input>>) {
  const trpc = useTRPCClient();
  return useQuery({
    queryKey: ['sessions', project, 'verdicts', key],
    queryFn: async () => {
      const client = getUntypedClient(trpc);
      const pairs = await Promise.all(
        Object.entries(calls).map(async ([action, input]): Promise<[string, Refusal | null]> => {
          try {
            await client.mutation(action, { project, arguments: input, dryRun: true });
            return [action, null];
          } catch (error) {
            return [action, refusalOf(error)];
          }
        }),
      );
      return Object.fromEntries(pairs);
    },
  });
}
