import type { Founding, Json } from '../../actions/change';
import { now } from '../../actions/change';
import { type EventDraft, event } from '../../events/catalogue';
import type { Permission } from '../../policy/policy.types';
import { contextFor } from '../pack/pack.rules';
import type { Pack } from '../pack/pack.schema';

export interface NewProject {
  readonly key: string;
  readonly name: string;
  readonly pack: Pack;
  /** The pack's own if absent. */
  readonly prefix?: string | undefined;
}

/** Somebody who is in the project from its first moment on; a person's actor has the id of the user. */
export interface NewMember {
  readonly userId: string;
  readonly name: string;
  readonly permission: Permission;
  readonly roles: readonly string[];
}

export const SYSTEM_NAME = 'llmgenie';

/**
 * All rows of a new project as a pack describes it: roles, one active workflow version, checklist templates, project
 * context, the system's actor and the first members. Pure; set-up and project.create write the same.
 */
export function foundProject(
  { key, name, pack, prefix = pack.prefix }: NewProject,
  members: readonly NewMember[],
  newId: () => string,
): Founding & { readonly systemId: string } {
  const id = newId();
  const systemId = newId();
  const version_id = newId();
  const templates = new Map(pack.checklists.map((list) => [list.key, { id: newId(), ...list }]));
  const table = (name: Founding['inserts'][number]['table'], rows: readonly Record<string, Json>[]) =>
    rows.length === 0 ? [] : [{ table: name, rows }];
  const events: EventDraft[] = [
    event('project.created', { kind: 'project', id }, { key, name, pack: pack.key }),
    ...members.map((member) => memberAdded(member)),
  ];
  return {
    id,
    systemId,
    epoch: newId(),
    project: { key, name, prefix, pack: pack.key, settings: pack.settings },
    inserts: [
      ...table('actor', [{ id: systemId, kind: 'system', name: SYSTEM_NAME }]),
      ...members.flatMap((member) => table('actor', [actorRow(member)])),
      ...table(
        'role',
        pack.roles.map((role, position) => ({ ...role, position })),
      ),
      ...members.flatMap(({ userId, roles }) =>
        table(
          'actor_role',
          roles.map((role_key) => ({ actor_id: userId, role_key })),
        ),
      ),
      ...table(
        'checklist_template',
        [...templates.values()].map(({ items, ...template }) => ({
          ...template,
          version: 1,
          items: items as unknown as Json,
        })),
      ),
      ...table('workflow_version', [
        {
          id: version_id,
          workflow: pack.workflow.key,
          version: 1,
          name: pack.workflow.name,
          status: 'active',
        },
      ]),
      ...table(
        'stage',
        pack.workflow.stages.map((stage) => ({
          version_id,
          key: stage.key,
          name: stage.name,
          role_key: stage.role,
          kind: stage.kind,
          position: stage.position,
          wip_limit: stage.wipLimit ?? null,
          sla_minutes: stage.slaMinutes ?? null,
          template_id: stage.checklist === undefined ? null : (templates.get(stage.checklist)?.id ?? null),
          in_hand: 0,
        })),
      ),
      ...table(
        'route',
        pack.workflow.routes.map((route) => ({
          version_id,
          from_key: route.from,
          to_key: route.to,
          requires_review: route.requiresReview,
        })),
      ),
      ...table(
        'context_entry',
        contextFor(pack.context, prefix).map((entry) => ({
          id: newId(),
          layer: 'project',
          ...entry,
          version: 1,
          author_id: systemId,
          source: `domain pack ${pack.key}`,
        })),
      ).map((insert) => ({ ...insert, computed: { updated_at: now } })),
    ],
    events,
  };
}

export function actorRow({ userId, name, permission }: NewMember): Record<string, Json> {
  return { id: userId, kind: 'person', name, user_id: userId, permission };
}

export function memberAdded({ userId, name, permission, roles }: NewMember): EventDraft {
  return event('member.added', { kind: 'actor', id: userId }, { name, permission, roles: [...roles] });
}
