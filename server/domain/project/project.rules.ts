import type { Derived } from '../../actions/action';
import { type Refusal, refuse } from '../../actions/change';
import type { BaseFacts } from '../../actions/facts';

type Project = NonNullable<BaseFacts['project']>;

export function deriveProject(facts: Pick<BaseFacts, 'project'>): Derived | null {
  const { project } = facts;
  return project && { resource: { kind: 'project', id: project.id, label: project.key }, context: {} };
}

/** A project in the eyes of an admin of the instance who wants it gone. */
export interface GoneProject {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  /** The caller administers it. */
  readonly mine: boolean;
  /** Somebody who can sign in does. */
  readonly administered: boolean;
}

/**
 * Archiving and removing are both a matter of the project's own admins. One that has none left, such as the sample once a
 * real person exists, any admin of the instance removes: nobody else could.
 */
export function removalRefusal({ mine, administered }: GoneProject, bySystem: boolean): Refusal | null {
  if (mine || bySystem || !administered) return null;
  return refuse('project.notAdmin', 'Only who administers the project removes it: ask an admin of it.', {
    next: [{ action: 'project.remove', arguments: {}, by: 'admin' }],
  });
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
