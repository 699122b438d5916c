import type { PolicyContext } from './policy.types';

/** Neutral facts: nothing is wrong, nothing is claimed. Callers spread it and set what they computed. */
export function defaultContext(): PolicyContext {
  return {
    branch: '',
    branchProtected: false,
    sessionActive: false,
    sessionExempt: false,
    secretsFound: 0,
    secretRules: [],
    soloProject: false,
    requiredOpen: 0,
    openItems: [],
    evidenceMissing: 0,
    ticksStale: 0,
    packageScore: 0,
    reviewApproved: false,
    reviewRequired: false,
    humanConfirmed: false,
    destructive: false,
    mode: '',
    isMove: false,
    fromStage: '',
    toStage: '',
    transitionAllowed: false,
    roleNeeded: '',
    selfApproval: false,
    leavesStage: false,
    overrides: [],
  };
}
