/** The page where things of a kind are worked on: noun of the action, key of the place. */
const HOMES: Readonly<Record<string, string>> = {
  agent: 'agents',
  token: 'agents',
  context: 'context',
  invitation: 'settings',
  member: 'settings',
  plan: 'plan',
  project: 'settings',
  session: 'sessions',
};

/** Made where they are made, and not on the page of their kind. */
const OWN_HOMES: Readonly<Record<string, string>> = {
  'handoff.create': 'board?new=handoff',
  'agent.create': 'agents?connect',
  'token.create': 'agents?connect',
};

/** An agent's or the instance's: no page of a project does them. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  'session.log',
  'project.create',
  'integrity.note',
  'project.remove',
  'invitation.accept',
]);

/**
 * Path inside a project where the action is done; null where it has none: what is done on a handoff is offered by the
 * handoff that is open. `places`: keys of the pages that exist.
 */
export function homeOf(action: string, places: readonly string[]): string | null {
  const own = OWN_HOMES[action];
  if (own !== undefined) return own;
  const place = HOMES[action.slice(0, action.indexOf('.'))];
  return place === undefined || ELSEWHERE.has(action) || !places.includes(place) ? null : place;
}
