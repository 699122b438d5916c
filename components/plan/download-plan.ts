import type { useTRPCClient } from '@/components/trpc/provider';

/** Gives the browser the plan's very bytes as a file. */
export async function downloadPlan(
  trpc: ReturnType<typeof useTRPCClient>,
  project: string,
  plan: string,
): Promise<void> {
  const { base64 } = await trpc.plan.export.query({ project, arguments: { plan } });
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type: 'text/markdown;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${plan}.md`;
  link.click();
  URL.revokeObjectURL(address);
}
