import type { Derived } from '../../actions/action';
import type { BaseFacts } from '../../actions/facts';

type Project = NonNullable<BaseFacts['project']>;

export function deriveProject(facts: Pick<BaseFacts, 'project'>): Derived | null {
  const { project } = facts;
  return project && { resource: { kind: 'project', id: project.id, label: project.key }, context: {} };
}

/** What every action on the project itself answers. */
export function projectResult(project: Project, change: { name?: string; archived?: boolean } = {}) {
  return {
    project: project.key,
    name: change.name ?? project.name,
    archived: change.archived ?? project.archived,
    protectedBranches: [...(project.settings.protectedBranches ?? [])],
  };
}
