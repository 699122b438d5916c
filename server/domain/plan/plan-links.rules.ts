import { type ByteChange, digestWith, plus, type Update, withBytes } from '../../actions/change';

/** One item as the commit that changes it has to find it. */
export interface PlanItemFacts {
  readonly planId: string;
  /** Key of the plan. */
  readonly plan: string;
  readonly revision: number;
  readonly ordinal: number;
  readonly item: string;
  readonly markByte: number;
  readonly checked: boolean;
  readonly leaf: boolean;
  /** Linked handoffs that are not done; a cancelled one is not. */
  readonly openLinks: number;
  readonly links: number;
}

/** What becomes of one item. */
export interface ItemChange {
  readonly item: PlanItemFacts;
  readonly openLinks: number;
  readonly checked: boolean;
}

const MARK = { open: 0x20, checked: 0x78 } as const;

/** A handoff became done: the item closes with the last of them. */
export function handoffDone(item: PlanItemFacts): ItemChange {
  const openLinks = Math.max(0, item.openLinks - 1);
  return { item, openLinks, checked: item.checked || (openLinks === 0 && item.links > 0) };
}

/** Work is open again, or new: the item opens. */
export function handoffOpened(item: PlanItemFacts): ItemChange {
  return { item, openLinks: item.openLinks + 1, checked: false };
}

/** A handoff that is done already was linked: it may be the last one. */
export function doneLinked(item: PlanItemFacts): ItemChange {
  return { item, openLinks: item.openLinks, checked: item.checked || item.openLinks === 0 };
}

/** A link was taken away; where only done handoffs are left, they close the item. */
export function unlinked(item: PlanItemFacts, done: boolean): ItemChange {
  const openLinks = done ? item.openLinks : Math.max(0, item.openLinks - 1);
  const left = item.links - 1;
  return { item, openLinks, checked: item.checked || (left > 0 && openLinks === 0 && !done) };
}

export const ticked = (item: PlanItemFacts, checked: boolean): ItemChange => ({
  item,
  openLinks: item.openLinks,
  checked,
});

export interface TickedPayload {
  plan: string;
  item: number;
  key: string;
  leaf: boolean;
  checked: boolean;
  handoff: string | null;
}

/**
 * The rows and the bytes: each plan once, with every mark of it that changes. Nothing but these bytes of a source
 * changes, and the source itself is never fetched. Plans come first, so that a result can name their columns.
 *
 * @param handoff whose move it is; null for a tick by hand
 */
export function itemUpdates(
  changes: readonly ItemChange[],
  handoff: string | null,
): {
  readonly updates: Update[];
  readonly marks: { readonly planId: string; readonly payload: TickedPayload }[];
} {
  const turned = changes.filter(({ item, checked }) => item.checked !== checked);
  const plans = [...new Map(changes.map(({ item }) => [item.planId, item])).values()];
  const bytesOf = (planId: string): ByteChange[] =>
    turned
      .filter(({ item }) => item.planId === planId)
      .map(({ item, checked }) => ({ at: item.markByte, value: checked ? MARK.checked : MARK.open }));
  return {
    updates: [
      ...plans.map(({ planId, revision }): Update => {
        const bytes = bytesOf(planId);
        return {
          table: 'plan',
          key: { id: planId },
          expect: { revision },
          set: {
            version: plus(1),
            ...(bytes.length > 0
              ? { source: withBytes('source', bytes), sha256: digestWith('source', bytes) }
              : {}),
          },
        };
      }),
      ...changes.map(
        ({ item, openLinks, checked }): Update => ({
          table: 'plan_item',
          key: { plan_id: item.planId, ordinal: item.ordinal },
          expect: { checked: item.checked, open_links: item.openLinks },
          set: { checked, open_links: openLinks },
        }),
      ),
    ],
    marks: turned.map(({ item, checked }) => ({
      planId: item.planId,
      payload: { plan: item.plan, item: item.ordinal, key: item.item, leaf: item.leaf, checked, handoff },
    })),
  };
}
