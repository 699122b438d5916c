import { createHash } from 'node:crypto';
import type { BuiltinPolicy } from './policy.types';
import { parsePolicyText } from './policy-text';

/*
 * Layer 1: part of the build, so no row and no environment variable can switch one off.
 * @override names the permission that may grant an exception and appears only together with the matching
 * `unless { context.overrides.contains(…) }`; a test holds the two together.
 */

const FORBIDS: readonly string[] = [
  `@id("security.active-actor")
@title("This account or key is not active")
@why("A disabled, revoked or expired actor, or one from another project, may do nothing at all.")
@fix("Ask an admin of the project to enable the account or to issue a new key.")
@denies("Everything a disabled, revoked, expired or foreign actor tries.")
@example("A key that was revoked a second ago sends a handoff.")
forbid (principal, action, resource)
unless { principal.active };`,

  `@id("security.no-secrets")
@title("The text holds a secret")
@why("What is written here is stored, logged and shown to others, so keys and passwords must not be in it.")
@fix("Remove the secret, replace it at its issuer, and name where it is kept instead.")
@denies("Any change whose text holds something that looks like a key, a token or a password.")
@example("A note that contains an access token.")
forbid (principal, action in Action::"mutate", resource)
when { context.secretsFound > 0 };`,

  `@id("security.agent-no-admin")
@title("Agents do not administer")
@why("Members, rules, keys and overrides are changed by people only, whatever permission the agent has.")
@fix("Ask a person with the permission to do it.")
@denies("An agent changing members, rules or keys, or granting an override.")
@example("An agent makes itself a lead.")
forbid (principal is Agent, action in Action::"admin", resource);`,

  `@id("security.agent-ceiling")
@title("The agent's owner may not do this")
@why("An agent acts for a person and can never do more than that person may do at this moment.")
@fix("Ask somebody with the permission, or have an admin restore the owner's permission.")
@denies("An agent doing what its owner may not do now, or acting after its owner is gone.")
@example("The owner was made a viewer yesterday; the agent still tries to claim.")
forbid (principal is Agent, action, resource)
unless {
  principal.ownerPresent &&
  (action in Action::"permission:viewer" ||
   action in Action::"permission:member" && principal.ownerRank >= 1 ||
   action in Action::"permission:lead" && principal.ownerRank >= 2 ||
   action in Action::"permission:admin" && principal.ownerRank >= 3)
};`,

  `@id("security.destructive")
@title("Deleting needs a person's confirmation")
@why("What is deleted cannot be brought back by the next in line, so a person has to say yes to exactly this; an agent never can.")
@fix("Let a person confirm it by its name.")
@denies("A deletion that no person has confirmed by its name; any deletion by an agent.")
@example("An agent removes a plan on its own.")
forbid (principal, action in Action::"mutate", resource)
when { context.destructive && (principal is Agent || !context.humanConfirmed) };`,

  `@id("logging.session")
@title("An agent needs an open session")
@why("Without a session nobody could read afterwards what the agent did and why.")
@fix("Start a session, then repeat the call.")
@denies("An agent changing anything without an active session; starting and recovering one are exempt.")
@example("handoff.send as the very first call of an agent.")
@override("lead")
@overrideNote("expires within 30 minutes")
forbid (principal is Agent, action in Action::"mutate", resource)
when { !context.sessionActive && !context.sessionExempt }
unless { context.overrides.contains("logging.session") };`,

  `@id("branch.protected")
@title("The branch is protected")
@why("Work and handoffs happen on a branch of their own; a protected branch only takes finished, reviewed work.")
@fix("Name another branch, then repeat the call.")
@denies("Creating, claiming or moving work on a protected branch, or setting one.")
@example("A handoff with branch develop.")
@override("lead")
@overrideNote("a hotfix, with a reason and a follow-up")
forbid (principal, action in Action::"mutate", resource)
when { context.branchProtected && (context.isMove || action in Action::"branch") }
unless { context.overrides.contains("branch.protected") };`,

  `@id("branch.review")
@title("The review is not approved")
@why("The route or stage asks for a review by another pair of eyes, and none has been approved for this content.")
@fix("Have the work reviewed first.")
@denies("Completing or moving on work that has to be reviewed and is not.")
@example("Completing a handoff nobody has looked at.")
@override("lead")
@overrideNote("never for one's own work")
forbid (principal, action in Action::"mutate", resource)
when { context.reviewRequired && !context.reviewApproved && (context.isMove || context.leavesStage) }
unless { context.overrides.contains("branch.review") };`,

  `@id("flow.route")
@title("No route leads there")
@why("Work moves along the routes of the workflow version it was started with, and this hop is none of them.")
@fix("Choose one of the stages that the workflow leads to, or ask a lead for an override.")
@denies("A move that the pinned workflow version does not have.")
@example("From coder straight to auditor.")
@override("lead")
@overrideNote("one hop")
forbid (principal, action in Action::"mutate", resource)
when { context.isMove && !context.transitionAllowed }
unless { context.overrides.contains("flow.route") };`,

  `@id("checklist.required")
@title("Required checklist items are not done")
@why("Whoever takes over relies on the required items: none may be open, lack its evidence, or be ticked for older content.")
@fix("Attach what is missing and tick the items, then repeat the call.")
@denies("Sending or completing while a required item is open, lacks evidence or has a stale tick.")
@example("Sending with 'tests present' still open.")
@override("lead")
@overrideNote("per item")
forbid (principal, action in Action::"mutate", resource)
when { context.leavesStage && (context.requiredOpen > 0 || context.evidenceMissing > 0 || context.ticksStale > 0) }
unless { context.overrides.contains("checklist.required") };`,

  `@id("duty.self-accept")
@title("Nobody approves their own work")
@why("An author, its agent or the agent's owner cannot be the one who approves. Alone in a project a person may, an agent never.")
@fix("Ask somebody else who may approve.")
@denies("The author, its agent or its owner approving their own work, where somebody else could.")
@example("Accepting one's own handoff.")
@override("lead")
@overrideNote("a second lead, who is not the author")
forbid (principal, action in Action::"mutate", resource)
when { context.selfApproval && (principal is Agent || !context.soloProject) }
unless { context.overrides.contains("duty.self-accept") };`,
];

/** What is allowed at all. Not listed among the built-ins: a permit never explains a refusal. */
const PERMITS: readonly string[] = [
  `@id("permit.person")
permit (principal is Person, action, resource)
when {
  action in Action::"permission:viewer" ||
  action in Action::"permission:member" && principal.rank >= 1 ||
  action in Action::"permission:lead" && principal.rank >= 2 ||
  action in Action::"permission:admin" && principal.rank >= 3
}
when { context.roleNeeded == "" || principal.roles.contains(context.roleNeeded) };`,

  `@id("permit.agent")
permit (principal is Agent, action, resource)
when {
  action in Action::"permission:viewer" ||
  action in Action::"permission:member" && principal.rank >= 1 ||
  action in Action::"permission:lead" && principal.rank >= 2 ||
  action in Action::"permission:admin" && principal.rank >= 3
}
when { context.roleNeeded == "" || principal.roles.contains(context.roleNeeded) }
when {
  action in Action::"mutate" && principal.scopes.contains("act") ||
  action in Action::"read" && principal.scopes.contains("read") ||
  action in Action::"admin-read" && principal.scopes.contains("admin-read")
};`,

  // Which actions a system actor may start is a fixed list checked before the engine is asked; forbids still apply.
  `@id("permit.system")
permit (principal is System, action, resource);`,
];

const STRUCTURAL: BuiltinPolicy = (() => {
  const text =
    'A change and the event that records it are one statement: where the event cannot be written, the change does not happen.';
  return {
    id: 'logging.atomic',
    title: 'No change without its log entry',
    why: 'An effect that nobody can find in the log would be worse than no effect.',
    fix: 'Nothing to do for the caller; an operator has to make the event table writable again.',
    denies: 'A change whose log entry cannot be stored together with it.',
    example: 'The insert into the event table fails, so the handoff does not move either.',
    override: { possible: false, by: '', note: '' },
    evaluated: false,
    text,
    hash: sha256(text),
  };
})();

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The texts the engine evaluates: permits first, then forbids. */
export function builtinTexts(): readonly string[] {
  return [...PERMITS, ...FORBIDS];
}

let listed: readonly BuiltinPolicy[] | undefined;

/** The built-in rules as shown to people, in the order in which denials are listed. */
export function builtinPolicies(): readonly BuiltinPolicy[] {
  listed ??= [...FORBIDS.map(describe), STRUCTURAL];
  return listed;
}

function describe(text: string): BuiltinPolicy {
  const parsed = parsePolicyText(text);
  if (!parsed.ok) throw new Error(`A built-in policy does not parse: ${parsed.problem}`);
  const note = (name: string) => parsed.policy.annotations[name] ?? '';
  return {
    id: parsed.policy.id,
    title: note('title'),
    why: note('why'),
    fix: note('fix'),
    denies: note('denies'),
    example: note('example'),
    override: { possible: note('override') !== '', by: note('override'), note: note('overrideNote') },
    evaluated: true,
    text,
    hash: sha256(text),
  };
}
