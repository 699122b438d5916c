import { z } from 'zod';
import type { AnyAction } from '../actions/action';
import type { PolicyCaseRow } from './checks';

const DESTRUCTIVE = 'security.destructive';

/**
 * A destructive action takes `confirm`, of a person only: it has a case of a person who did not and of an agent who
 * tried, both stopped by the policy itself or, where agents do not get that far, by what stops them before.
 */
export function destructiveProblems(actions: Iterable<AnyAction>, cases: readonly PolicyCaseRow[]): string[] {
  return [...actions].flatMap(({ name, input, destructive, permission, adminAction, place }) => {
    const schema = { ...z.toJSONSchema(input, { io: 'input' }) };
    const { confirm }: { confirm?: { type?: unknown } } = Object(schema.properties);
    if (destructive !== true) {
      return confirm === undefined ? [] : [`${name}: takes a confirmation but is not destructive`];
    }
    const required = Array.isArray(schema.required) && schema.required.includes('confirm');
    const denied = (who: PolicyCaseRow['who']) =>
      cases.some((each) => {
        const { action, outcome, by = '' } = each;
        return action === name && each.who === who && outcome === 'deny' && stops(who, by);
      });
    const stops = (who: PolicyCaseRow['who'], by: string) =>
      by === DESTRUCTIVE ||
      // No agent is in the instance, so that there is nobody to be stopped.
      (who === 'agent' && by === 'UNKNOWN_ACTION' && place === 'instance') ||
      (who === 'agent' && by === 'security.agent-no-admin' && adminAction === true) ||
      (who === 'agent' && by === 'permission.required' && ['lead', 'admin'].includes(permission));
    return [
      ...(confirm?.type === 'string' && !required
        ? []
        : [`${name}: does not take confirm, or insists on it before policy is asked`]),
      ...(denied('person') ? [] : [`${name}: no case of a person who did not confirm`]),
      ...(denied('agent') ? [] : [`${name}: no case of an agent who tried`]),
    ];
  });
}
