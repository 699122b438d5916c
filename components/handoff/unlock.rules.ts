import type { DenialView, NextStep } from '@/components/policy/refusal.schema';
import type { HandoffDetail } from '@/server/domain/handoff/handoff.schema';
import { currentChecklists, gapOf } from './verdict.rules';

/** Refusals that open items of the present stage lie behind: an approval is the checklist passed. */
const BY_ITEMS: ReadonlySet<string> = new Set(['checklist.required', 'branch.review']);

/**
 * The refusal with the way to the first item that keeps the handoff here, where it names no step the reader can take.
 * A list of moves tells only the first policy of each; the items are on the page anyway.
 */
export function withItemStep(
  denial: DenialView,
  detail: Pick<HandoffDetail, 'card' | 'checklists'>,
  canFollow: (step: NextStep) => boolean,
): DenialView {
  if (!refusedByItems(denial) || (denial.next ?? []).some((step) => step.by === 'you' && canFollow(step))) {
    return denial;
  }
  const items = currentChecklists(detail).flatMap((list) => list.items);
  const item = items.find((one) => one.kind !== 'auto' && gapOf(one) !== null);
  if (item === undefined) return denial;
  const action = gapOf(item) === 'evidence' ? 'checklist.attachEvidence' : 'checklist.tick';
  const step = { action, arguments: { handoff: detail.card.handoff, item: item.key }, by: 'you' };
  return { ...denial, next: [step, ...(denial.next ?? [])] };
}

function refusedByItems({ policyId, facts }: DenialView): boolean {
  const also = facts?.also;
  return BY_ITEMS.has(policyId) || (Array.isArray(also) && also.some((id) => BY_ITEMS.has(id)));
}
