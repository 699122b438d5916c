import type { ReactNode } from 'react';
import { TrpcProvider } from '@/components/trpc/provider';

export default function WorkspaceLayout({ children }: { children: ReactNode }) {
  return <TrpcProvider>{children}</TrpcProvider>;
}
