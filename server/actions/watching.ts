import type { ActorKind } from '../policy/policy.types';
import { policiesWatching } from '../policy/policy-reach';
import type { AnyAction } from './action';
import type { Registry } from './registry.types';

type Reach = ReadonlyMap<string, readonly string[]>;

/** Computed once a registry: reading every policy's text for every action takes some milliseconds. */
const reaches = new WeakMap<Registry, Reach>();
const KINDS: readonly ActorKind[] = ['person', 'agent', 'system'];

/** The event that every run of this action appends, by which its runs are counted in the log. */
const mainEvent = ({ events }: AnyAction) => ('none' in events ? undefined : events[0]);

function reachOf(registry: Registry): Reach {
  const made = new Map<string, readonly string[]>();
  for (const action of registry.actions.values()) {
    if (mainEvent(action) === undefined) continue;
    const { name, permission, adminAction = false, destructive = false, sessionExempt = false } = action;
    const spec = { name, permission, adminAction, destructive, sessionExempt, mutation: true };
    for (const kind of KINDS) {
      made.set(`${name} ${kind}`, policiesWatching(spec, kind));
    }
  }
  return made;
}

/** See QueryRuntime.watching. */
export function watching(
  registry: Registry,
  { action, type, kind }: { readonly action: string; readonly type: string; readonly kind: ActorKind },
): readonly string[] | null {
  const run = registry.actions.get(action);
  if (run === undefined || mainEvent(run) !== type) return null;
  const reach = reaches.get(registry) ?? reachOf(registry);
  reaches.set(registry, reach);
  return reach.get(`${action} ${kind}`) ?? null;
}
