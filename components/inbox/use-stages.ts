'use client';

import { useQuery } from '@tanstack/react-query';
import { useTRPCClient } from '@/components/trpc/provider';
import type { BoardStage } from '@/server/domain/board/board.schema';

export type StageInfo = Pick<BoardStage, 'key' | 'role'>;

const NONE: readonly StageInfo[] = [];

/** Stages of the project with the role that works there; none until they are known. */
export function useStages(project: string): readonly StageInfo[] {
  const trpc = useTRPCClient();
  const { data } = useQuery({
    queryKey: ['stages', project],
    queryFn: async () => (await trpc.board.window.query({ project, arguments: { perStage: 1 } })).stages,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data ?? NONE;
}
