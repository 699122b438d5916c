'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createTRPCClient, httpBatchLink, TRPCClientError } from '@trpc/client';
import { createTRPCContext } from '@trpc/tanstack-react-query';
import { type ReactNode, useState } from 'react';
import type { AppRouter } from '@/server/trpc/root';

const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

export { useTRPC, useTRPCClient };

/** An answer of the server is final; only a lost connection or an overloaded server is worth a second try. */
function worthRetry(failures: number, error: unknown): boolean {
  if (failures >= 2) return false;
  if (!(error instanceof TRPCClientError)) return false;
  const status: unknown = error.data?.httpStatus;
  return typeof status !== 'number' || status === 502 || status === 503 || status === 504;
}

function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // Live events patch what is shown, so what was read stays fresh for a while (milliseconds).
      queries: { staleTime: 30_000, retry: worthRetry, refetchOnWindowFocus: true },
      // A mutation repeats only with its idempotency key, which is the caller's to hold.
      mutations: { retry: false },
    },
  });
}

/** Queries and actions for every client component below. */
export function TrpcProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(makeQueryClient);
  const [trpcClient] = useState(() =>
    createTRPCClient<AppRouter>({
      // Batched calls stay under what proxies allow for an address.
      links: [httpBatchLink({ url: '/api/trpc', maxURLLength: 4000 })],
    }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
