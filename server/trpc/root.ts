import { catalogue } from '../registry';
import { action, query, router } from './init';

/** Wiring only: a procedure is named like its action. */
export const appRouter = router({
  actions: router({ available: query(catalogue.actions.available) }),
  agent: router({
    list: query(catalogue.agent.list),
    calls: query(catalogue.agent.calls),
    choices: query(catalogue.agent.choices),
    create: action(catalogue.agent.create),
    update: action(catalogue.agent.update),
    disable: action(catalogue.agent.disable),
    enable: action(catalogue.agent.enable),
  }),
  blob: router({ upload: action(catalogue.blob.upload) }),
  board: router({
    window: query(catalogue.board.window),
    stage: query(catalogue.board.stage),
    cards: query(catalogue.board.cards),
  }),
  checklist: router({
    tick: action(catalogue.checklist.tick),
    untick: action(catalogue.checklist.untick),
    attachEvidence: action(catalogue.checklist.attachEvidence),
  }),
  context: router({ list: query(catalogue.context.list), set: action(catalogue.context.set) }),
  event: router({
    list: query(catalogue.event.list),
    log: query(catalogue.event.log),
    change: query(catalogue.event.change),
    verify: query(catalogue.event.verify),
  }),
  handoff: router({
    get: query(catalogue.handoff.get),
    search: query(catalogue.handoff.search),
    create: action(catalogue.handoff.create),
    update: action(catalogue.handoff.update),
    assign: action(catalogue.handoff.assign),
    claim: action(catalogue.handoff.claim),
    heartbeat: action(catalogue.handoff.heartbeat),
    release: action(catalogue.handoff.release),
    send: action(catalogue.handoff.send),
    return: action(catalogue.handoff.return),
    route: action(catalogue.handoff.route),
    complete: action(catalogue.handoff.complete),
    cancel: action(catalogue.handoff.cancel),
    comment: action(catalogue.handoff.comment),
  }),
  inbox: router({ next: query(catalogue.inbox.next) }),
  member: router({
    list: query(catalogue.member.list),
    setPermission: action(catalogue.member.setPermission),
    setRoles: action(catalogue.member.setRoles),
    disable: action(catalogue.member.disable),
    enable: action(catalogue.member.enable),
    remove: action(catalogue.member.remove),
  }),
  override: router({ list: query(catalogue.override.list), grant: action(catalogue.override.grant) }),
  plan: router({
    get: query(catalogue.plan.get),
    export: query(catalogue.plan.export),
    import: action(catalogue.plan.import),
    tick: action(catalogue.plan.tick),
  }),
  policy: router({
    list: query(catalogue.policy.list),
    get: query(catalogue.policy.get),
    decisions: query(catalogue.policy.decisions),
    coverage: query(catalogue.policy.coverage),
  }),
  project: router({
    get: query(catalogue.project.get),
    members: query(catalogue.project.members),
    rename: action(catalogue.project.rename),
    configure: action(catalogue.project.configure),
    archive: action(catalogue.project.archive),
    unarchive: action(catalogue.project.unarchive),
  }),
  session: router({
    list: query(catalogue.session.list),
    entries: query(catalogue.session.entries),
    start: action(catalogue.session.start),
    log: action(catalogue.session.log),
    finish: action(catalogue.session.finish),
  }),
  token: router({ create: action(catalogue.token.create), revoke: action(catalogue.token.revoke) }),
  user: router({
    list: query(catalogue.user.list),
    disable: action(catalogue.user.disable),
    enable: action(catalogue.user.enable),
    signOut: action(catalogue.user.signOut),
    setAdmin: action(catalogue.user.setAdmin),
  }),
  workflow: router({ state: query(catalogue.workflow.state) }),
});

export type AppRouter = typeof appRouter;
