import type { AnyAction, AnyQuery } from './actions/action';
import { createRegistry } from './actions/registry.types';
import { changePassword } from './domain/account/change-password';
import { getAccount } from './domain/account/get-account';
import { linkAccount } from './domain/account/link-account';
import { renameAccount } from './domain/account/rename-account';
import { signOutAccount } from './domain/account/sign-out-account';
import { unlinkAccount } from './domain/account/unlink-account';
import { connectAgent } from './domain/agent/connect-agent';
import { createAgent } from './domain/agent/create-agent';
import { createToken } from './domain/agent/create-token';
import { disableAgent } from './domain/agent/disable-agent';
import { enableAgent } from './domain/agent/enable-agent';
import { agentCalls, agentChoices, listAgents } from './domain/agent/read-agents';
import { revokeToken } from './domain/agent/revoke-token';
import { updateAgent } from './domain/agent/update-agent';
import { getBlob } from './domain/blob/get-blob';
import { uploadBlob } from './domain/blob/upload-blob';
import { boardCards, boardStage } from './domain/board/board-cards';
import { boardWindow } from './domain/board/board-window';
import { attachEvidence } from './domain/checklist/attach-evidence';
import { tickItem } from './domain/checklist/tick-item';
import { untickItem } from './domain/checklist/untick-item';
import { contextHistory } from './domain/context/context-history';
import { listContext } from './domain/context/list-context';
import { removeContext } from './domain/context/remove-context';
import { setContext } from './domain/context/set-context';
import { eventChange } from './domain/event/event-change';
import { eventLog } from './domain/event/event-log';
import { listEvents } from './domain/event/list-events';
import { verifyEvents } from './domain/event/verify-events';
import { answerHandoff } from './domain/handoff/answer-handoff';
import { askHandoff } from './domain/handoff/ask-handoff';
import { assignHandoff } from './domain/handoff/assign-handoff';
import { cancelHandoff } from './domain/handoff/cancel-handoff';
import { claimHandoff } from './domain/handoff/claim-handoff';
import { commentHandoff } from './domain/handoff/comment-handoff';
import { completeHandoff } from './domain/handoff/complete-handoff';
import { createHandoff } from './domain/handoff/create-handoff';
import { getHandoff } from './domain/handoff/get-handoff';
import { heartbeatHandoff } from './domain/handoff/heartbeat-handoff';
import { lapseHandoff } from './domain/handoff/lapse-handoff';
import { nudgeHandoff } from './domain/handoff/nudge-handoff';
import { releaseHandoff } from './domain/handoff/release-handoff';
import { reopenHandoff } from './domain/handoff/reopen-handoff';
import { returnHandoff } from './domain/handoff/return-handoff';
import { routeHandoff } from './domain/handoff/route-handoff';
import { searchHandoffs } from './domain/handoff/search-handoffs';
import { sendHandoff } from './domain/handoff/send-handoff';
import { updateHandoff } from './domain/handoff/update-handoff';
import { listInbox } from './domain/inbox/list-inbox';
import { nextItem } from './domain/inbox/next-item';
import { readInbox } from './domain/inbox/read-inbox';
import { readOperations } from './domain/instance/read-operations';
import { integrityLast } from './domain/integrity/last-integrity';
import { integrityNote } from './domain/integrity/note-integrity';
import { integrityHeads, integrityVerify } from './domain/integrity/read-integrity';
import { acceptInvitation } from './domain/invitation/accept-invitation';
import { createInvitation } from './domain/invitation/create-invitation';
import { listInvitations } from './domain/invitation/list-invitations';
import { revokeInvitation } from './domain/invitation/revoke-invitation';
import { disableMember } from './domain/member/disable-member';
import { enableMember } from './domain/member/enable-member';
import { memberList } from './domain/member/list-members';
import { putBackMember } from './domain/member/put-back-member';
import { removeMember } from './domain/member/remove-member';
import { setPermission } from './domain/member/set-permission';
import { setRoles } from './domain/member/set-roles';
import { grantOverride } from './domain/override/grant-override';
import { removePlan, renamePlan } from './domain/plan/change-plan';
import { importPlan } from './domain/plan/import-plan';
import { linkPlan, unlinkPlan } from './domain/plan/link-plan';
import { planItems } from './domain/plan/plan-items';
import { planOutlook } from './domain/plan/plan-outlook';
import { exportPlan, getPlan, listPlans } from './domain/plan/read-plan';
import { tickPlan } from './domain/plan/tick-plan';
import { policyCoverage } from './domain/policy-log/coverage';
import { getPolicy } from './domain/policy-log/get-policy';
import { listOverrides } from './domain/policy-log/list-overrides';
import { policyDecisions, policyList } from './domain/policy-log/read-policies';
import { archiveProject } from './domain/project/archive-project';
import { availableQuery } from './domain/project/available-query';
import { configureProject } from './domain/project/configure-project';
import { getProject } from './domain/project/get-project';
import { listMembers } from './domain/project/list-members';
import { listPacks, listProjects } from './domain/project/list-projects';
import { makeProject } from './domain/project/make-project';
import { removeProject } from './domain/project/remove-project';
import { renameProject } from './domain/project/rename-project';
import { unarchiveProject } from './domain/project/unarchive-project';
import { finishSession } from './domain/session/finish-session';
import { logSession } from './domain/session/log-session';
import { loseSession } from './domain/session/lose-session';
import { pauseSession } from './domain/session/pause-session';
import { getSession, sessionLanes, sessionTimeline } from './domain/session/read-session';
import { sessionEntries, sessionList } from './domain/session/read-sessions';
import { recoverSession } from './domain/session/recover-session';
import { resumeSession } from './domain/session/resume-session';
import { sessionBrief } from './domain/session/session-brief';
import { startSession } from './domain/session/start-session';
import { switchSession } from './domain/session/switch-session';
import { createUser } from './domain/user/create-user';
import { disableUser } from './domain/user/disable-user';
import { enableUser } from './domain/user/enable-user';
import { listUsers } from './domain/user/list-users';
import { resetLink } from './domain/user/reset-link';
import { setAdmin } from './domain/user/set-admin';
import { setUpLink } from './domain/user/set-up-link';
import { signOutUser } from './domain/user/sign-out-user';
import { useLink } from './domain/user/use-link';
import { workflowState } from './domain/workflow/read-state';

/** Every action and query people and agents can call, by noun and verb. A door not generated from this is a side door. */
export const catalogue = {
  account: { get: getAccount, rename: renameAccount, signOut: signOutAccount, unlink: unlinkAccount },
  actions: { available: availableQuery },
  agent: {
    list: listAgents,
    calls: agentCalls,
    choices: agentChoices,
    create: createAgent,
    update: updateAgent,
    disable: disableAgent,
    enable: enableAgent,
  },
  blob: { upload: uploadBlob, get: getBlob },
  board: { window: boardWindow, stage: boardStage, cards: boardCards },
  checklist: {
    tick: tickItem,
    untick: untickItem,
    attachEvidence: attachEvidence,
  },
  event: { list: listEvents, log: eventLog, change: eventChange, verify: verifyEvents },
  context: { list: listContext, history: contextHistory, set: setContext, remove: removeContext },
  handoff: {
    get: getHandoff,
    search: searchHandoffs,
    create: createHandoff,
    update: updateHandoff,
    assign: assignHandoff,
    claim: claimHandoff,
    heartbeat: heartbeatHandoff,
    release: releaseHandoff,
    send: sendHandoff,
    return: returnHandoff,
    ask: askHandoff,
    answer: answerHandoff,
    nudge: nudgeHandoff,
    route: routeHandoff,
    complete: completeHandoff,
    cancel: cancelHandoff,
    reopen: reopenHandoff,
    comment: commentHandoff,
  },
  instance: { operations: readOperations },
  invitation: { create: createInvitation, list: listInvitations, revoke: revokeInvitation },
  inbox: { list: listInbox, next: nextItem, read: readInbox },
  member: {
    list: memberList,
    setPermission,
    setRoles,
    disable: disableMember,
    enable: enableMember,
    remove: removeMember,
  },
  override: { list: listOverrides, grant: grantOverride },
  integrity: { heads: integrityHeads, last: integrityLast, note: integrityNote, verify: integrityVerify },
  plan: {
    list: listPlans,
    get: getPlan,
    items: planItems,
    outlook: planOutlook,
    export: exportPlan,
    import: importPlan,
    tick: tickPlan,
    link: linkPlan,
    unlink: unlinkPlan,
    rename: renamePlan,
    remove: removePlan,
  },
  policy: { list: policyList, get: getPolicy, decisions: policyDecisions, coverage: policyCoverage },
  project: {
    get: getProject,
    members: listMembers,
    rename: renameProject,
    configure: configureProject,
    archive: archiveProject,
    unarchive: unarchiveProject,
    create: makeProject,
    remove: removeProject,
    list: listProjects,
    packs: listPacks,
  },
  session: {
    list: sessionList,
    entries: sessionEntries,
    start: startSession,
    log: logSession,
    finish: finishSession,
    pause: pauseSession,
    resume: resumeSession,
    switch: switchSession,
    recover: recoverSession,
    brief: sessionBrief,
    get: getSession,
    lanes: sessionLanes,
    timeline: sessionTimeline,
  },
  token: { create: createToken, revoke: revokeToken },
  user: {
    list: listUsers,
    disable: disableUser,
    enable: enableUser,
    signOut: signOutUser,
    setAdmin: setAdmin,
    create: createUser,
    resetLink: resetLink,
  },
  workflow: { state: workflowState },
} as const;

/** Deadlines and doors call these by themselves; no door offers them. */
const systemActions = [
  lapseHandoff,
  loseSession,
  putBackMember,
  connectAgent,
  acceptInvitation,
  changePassword,
  linkAccount,
  setUpLink,
  useLink,
];

const everything = Object.values(catalogue).flatMap((noun) => Object.values<AnyAction | AnyQuery>(noun));

export const registry = createRegistry(
  [...everything.filter((entry) => entry.kind === 'action'), ...systemActions],
  everything.filter((entry) => entry.kind === 'query'),
);
