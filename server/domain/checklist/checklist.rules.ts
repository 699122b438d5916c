import type { Facts } from '../../actions/action';
import { type Refusal, refuse } from '../../actions/change';
import type { PolicyContext } from '../../policy/policy.types';
import { closed, type Handoff, isOwnWork, openRequired } from '../handoff/handoff.rules';
import { stageRole } from '../handoff/handoff-derive.rules';
import type { HandoffFacts, ItemFacts } from '../handoff/handoff-facts';
import { missingParts } from '../handoff/package.rules';

export function itemOf(own: Pick<HandoffFacts, 'items'>, key: string): ItemFacts | undefined {
  return own.items.find((item) => item.key === key);
}

export function unknownItem(own: Pick<HandoffFacts, 'items'>): Refusal {
  return refuse('checklist.unknownItem', 'The checklist of the present stage has no such item.', {
    code: 'INVALID_ARGUMENTS',
    details: { items: own.items.map((item) => item.key) },
  });
}

/** Who may tick: any of the item's roles, else the stage's role; an item not to be ticked by its author asks duty. */
export function tickFacts(facts: Facts<HandoffFacts>, key: string): Partial<PolicyContext> {
  const item = itemOf(facts.own, key);
  const { handoff } = facts.own;
  if (item === undefined || handoff === null || facts.actor === null) return {};
  const roles = item.template.tickRoles.length > 0 ? item.template.tickRoles : [stageRole(facts.own)];
  const holds = roles.some((role) => facts.actor?.roles.includes(role));
  return {
    roleNeeded: holds ? '' : (roles[0] ?? ''),
    selfApproval:
      item.template.notByAuthor &&
      (isOwnWork(facts.actor, handoff.author) || isOwnWork(facts.actor, handoff.giver)),
  };
}

/** What no override helps against: a closed handoff, an item nobody ticks, an agent where a person is asked. */
export function tickable(
  handoff: Handoff,
  item: ItemFacts,
  actor: NonNullable<Facts<HandoffFacts>['actor']>,
): Refusal | null {
  const gone = closed(handoff);
  if (gone) return gone;
  if (item.template.kind === 'auto') {
    return refuse('checklist.auto', 'This item is computed from the package; complete the package instead.', {
      details: { missing: missingParts(handoff.package) },
      next: [{ action: 'handoff.update', arguments: { expectedVersion: handoff.version }, by: 'you' }],
    });
  }
  if (actor.kind === 'agent') {
    if (!item.template.agentMayTick) return refuse('checklist.personOnly', 'A person ticks this item.');
    if (handoff.holder?.id !== actor.id) {
      return refuse('handoff.unclaimed', 'An agent ticks what it holds. Claim the handoff first.', {
        next: [{ action: 'handoff.claim', arguments: {}, by: 'you' }],
      });
    }
  }
  return null;
}

/** Required items still open once one of them is as `changed` says. */
export function openAfter(own: Pick<HandoffFacts, 'items'>, handoff: Handoff, changed: ItemFacts): number {
  const items = own.items.map((item) => (item.key === changed.key ? changed : item));
  return openRequired({ items }, handoff).length;
}
