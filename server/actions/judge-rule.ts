import type { Action, Facts, RuleEnv } from './action';
import { type Change, type Refusal, refuse } from './change';

/** For judging what is not done: nothing of it is real. */
export const STILL_ENV: RuleEnv = {
  newId: () => '00000000-0000-7000-8000-000000000000',
  newAgentToken: () => ({ token: '', hash: '' }),
  moves: () => [],
  newLinkSecret: () => ({ secret: '', hash: '' }),
  sealed: {},
  mails: false,
};

/**
 * What the rule of an action says, and before it what holds for every action: an archived project takes no change. The
 * attempt and the list of available actions both ask here.
 */
export function judgeRule(
  action: Action,
  facts: Facts<unknown>,
  input: unknown,
  env: RuleEnv,
): Change | Refusal {
  if (facts.project?.archived && !action.inArchive) {
    return refuse(
      'project.archived',
      'This project is archived: it can be read, and nothing in it changes.',
      {
        next: [{ action: 'project.unarchive', arguments: {}, by: 'admin' }],
      },
    );
  }
  return action.rule(facts, input, env);
}
