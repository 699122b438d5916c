import type { SchemaJson, Type } from '@cedar-policy/cedar-wasm/nodejs';
import type { ActorKind, PolicyActionSpec } from './policy.types';
import { ENTITY_TYPE } from './policy-text';
import {
  type AttributeType,
  CONTEXT_ATTRIBUTES,
  PRINCIPAL_ATTRIBUTES,
  RESOURCE_ATTRIBUTES,
} from './request-shape';

/** Actions that choose the branch work happens on; an update that leaves the branch alone has branchProtected false. */
const BRANCH_ACTIONS: ReadonlySet<string> = new Set([
  'handoff.create',
  'handoff.update',
  'handoff.claim',
  'handoff.send',
  'handoff.return',
  'handoff.route',
  'handoff.complete',
]);

/** The groups an action belongs to; policies name groups, so a new action is covered the moment it is registered. */
export function groupsOf(spec: PolicyActionSpec): readonly string[] {
  const groups = [spec.mutation ? 'mutate' : 'read', `permission:${spec.permission}`];
  // Granting an exception is administration even where a lead may do it; asking for one is not.
  const grants = spec.name.startsWith('override.') && spec.name !== 'override.request';
  if (spec.mutation && (spec.adminAction || grants)) groups.push('admin');
  if (!spec.mutation && spec.adminAction) groups.splice(0, 1, 'admin-read');
  if (BRANCH_ACTIONS.has(spec.name)) groups.push('branch');
  return groups;
}

const ALL_GROUPS = [
  'mutate',
  'read',
  'admin',
  'admin-read',
  'branch',
  'permission:viewer',
  'permission:member',
  'permission:lead',
  'permission:admin',
] as const;

interface SchemaScope {
  readonly kinds: readonly ActorKind[];
  readonly principal: (name: string) => boolean;
  readonly resource: (name: string) => boolean;
  readonly context: (name: string) => boolean;
}

export const WHOLE_SCOPE: SchemaScope = {
  kinds: ['person', 'agent', 'system'],
  principal: () => true,
  resource: () => true,
  context: () => true,
};

/** The schema of the given actions, narrowed to the kinds of actor and the attributes in scope. */
export function cedarSchema(actions: readonly PolicyActionSpec[], scope: SchemaScope): SchemaJson<string> {
  const applies = {
    principalTypes: scope.kinds.map((kind) => ENTITY_TYPE[kind]),
    resourceTypes: ['Resource'],
    context: record(CONTEXT_ATTRIBUTES, scope.context),
  };
  return {
    '': {
      entityTypes: {
        ...Object.fromEntries(
          scope.kinds.map((kind) => [
            ENTITY_TYPE[kind],
            { shape: record(PRINCIPAL_ATTRIBUTES[kind], scope.principal) },
          ]),
        ),
        Resource: { shape: record(RESOURCE_ATTRIBUTES, scope.resource) },
      },
      actions: {
        ...Object.fromEntries(ALL_GROUPS.map((group) => [group, {}])),
        ...Object.fromEntries(
          actions.map((spec) => [
            spec.name,
            { memberOf: groupsOf(spec).map((id) => ({ id })), appliesTo: applies },
          ]),
        ),
      },
    },
  };
}

const TYPE: Record<AttributeType, Type<string>> = {
  boolean: { type: 'Boolean' },
  long: { type: 'Long' },
  string: { type: 'String' },
  strings: { type: 'Set', element: { type: 'String' } },
};

function record(types: Readonly<Record<string, AttributeType>>, inScope: (name: string) => boolean) {
  const attributes = Object.entries(types)
    .filter(([name]) => inScope(name))
    .map(([name, type]) => [name, TYPE[type]]);
  return { type: 'Record' as const, attributes: Object.fromEntries(attributes) };
}
