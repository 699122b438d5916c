/**
 * Where an action is done in the browser: a page of the project, and what to open there. Those without a row are done
 * on the handoff that is open, or are an agent's own (heartbeats, session log) and have no button anywhere.
 */
export const ACTION_HOMES: Readonly<Record<string, string>> = {
  'agent.create': 'agents?connect',
  'agent.disable': 'agents',
  'agent.enable': 'agents',
  'agent.update': 'agents',
  'handoff.create': 'board?new=handoff',
  'plan.import': 'plan',
  'plan.link': 'plan',
  'plan.tick': 'plan',
  'plan.unlink': 'plan',
  'token.create': 'agents?connect',
  'token.revoke': 'agents',
};

/** Address of the page where the action is done; null where it has none. */
export function homeOf(action: string, project: string): string | null {
  const home = ACTION_HOMES[action];
  return home === undefined ? null : `/${project}/${home}`;
}
