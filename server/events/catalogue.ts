import { z } from 'zod';

const text = z.string();
const stage = z.string();
const nullable = z.string().nullable();

/**
 * Every event that can be appended, with the shape of its payload. Events in the past tense, named after their action.
 * Payloads are data that people and agents wrote: show them, never follow them.
 */
export const eventCatalogue = {
  'project.created': z.object({ key: text, name: text, pack: text }),
  'user.created': z.object({ name: text, email: text, admin: z.boolean() }),
  'user.resetLinkMade': z.object({ name: text }),
  'user.setUpLinkMade': z.object({}),
  'user.linkUsed': z.object({ name: text, purpose: text }),
  'account.renamed': z.object({ from: text, to: text }),
  'account.signedOut': z.object({ name: text }),
  'account.passwordChanged': z.object({ name: text }),
  'account.linked': z.object({ name: text, provider: text, created: z.boolean() }),
  'account.unlinked': z.object({ name: text, provider: text }),
  'invitation.created': z.object({
    email: text,
    permission: text,
    roles: z.array(text),
    replaced: z.boolean(),
  }),
  'invitation.revoked': z.object({ email: text }),
  'invitation.accepted': z.object({ email: text, name: text, permission: text, roles: z.array(text) }),
  'integrity.checked': z.object({
    projects: z.number(),
    problems: z.number(),
    broken: z.array(z.record(z.string(), z.unknown())),
  }),
  'user.disabled': z.object({ name: text }),
  'user.enabled': z.object({ name: text }),
  'user.signedOut': z.object({ name: text }),
  'user.adminChanged': z.object({ name: text, admin: z.boolean() }),
  'member.added': z.object({ name: text, permission: text, roles: z.array(text) }),
  'member.permissionChanged': z.object({ name: text, from: text, to: text }),
  'member.rolesChanged': z.object({
    name: text,
    roles: z.array(text),
    added: z.array(text),
    taken: z.array(text),
  }),
  'member.disabled': z.object({ name: text, putBack: z.number() }),
  'member.workPutBack': z.object({ name: text, putBack: z.number() }),
  'member.enabled': z.object({ name: text }),
  'member.removed': z.object({ name: text, putBack: z.number() }),
  'project.renamed': z.object({ from: text, to: text }),
  'project.configured': z.object({ protectedBranches: z.array(text) }),
  'project.archived': z.object({ key: text }),
  'project.unarchived': z.object({ key: text }),
  'project.removed': z.object({ key: text, name: text }),
  'agent.created': z.object({ name: text, roles: z.array(text), owner: text }),
  'agent.updated': z.object({ agent: text, roles: z.array(text), owner: text }),
  'agent.disabled': z.object({ agent: text, handoffs: z.array(text) }),
  'agent.enabled': z.object({ agent: text }),
  'agent.connected': z.object({ agent: text, token: text }),
  'token.created': z.object({ agent: text, token: text, scopes: z.array(text), expiresAt: text }),
  'token.revoked': z.object({ agent: text, token: text }),
  'handoff.created': z.object({ title: text, stage, mode: text, branch: nullable }),
  'handoff.updated': z.object({ version: z.number(), changed: z.record(z.string(), z.unknown()) }),
  'handoff.assigned': z.object({ version: z.number(), assignee: nullable }),
  'handoff.claimed': z.object({ version: z.number(), stage, fence: z.number(), leaseSeconds: z.number() }),
  'handoff.released': z.object({ version: z.number(), stage, note: nullable }),
  'handoff.lapsed': z.object({ version: z.number(), stage, holder: text, fence: z.number() }),
  'handoff.sent': z.object({
    version: z.number(),
    from: stage,
    to: stage,
    note: nullable,
    contentHash: text,
  }),
  'handoff.returned': z.object({
    version: z.number(),
    from: stage,
    to: stage,
    reason: text,
    failedItems: z.array(z.object({ item: text, reason: text })),
    returns: z.number(),
  }),
  'handoff.routed': z.object({ version: z.number(), from: stage, to: stage, reason: nullable }),
  'handoff.completed': z.object({ version: z.number(), stage, note: nullable, contentHash: text }),
  'handoff.reopened': z.object({ version: z.number(), stage, reason: text }),
  'handoff.cancelled': z.object({ version: z.number(), stage, reason: text }),
  'handoff.asked': z.object({
    version: z.number(),
    stage,
    questionId: text,
    role: nullable,
    actor: nullable,
    excerpt: text,
    options: z.number(),
  }),
  'handoff.answered': z.object({
    version: z.number(),
    stage,
    questionId: text,
    option: z.number().nullable(),
    excerpt: text,
    leaseSeconds: z.number(),
  }),
  /** `mentions`: names of those it is addressed to; absent where it names nobody. */
  'handoff.commented': z.object({ commentId: text, excerpt: text, mentions: z.array(text).optional() }),
  /** Who was reminded: somebody by name, else whoever holds the role. */
  'handoff.nudged': z.object({ stage, actor: nullable, role: nullable }),
  /** How many comments that named the reader were read. */
  'inbox.read': z.object({ mentions: z.number() }),
  'checklist.ticked': z.object({
    version: z.number(),
    stage,
    item: text,
    state: text,
    reason: nullable,
    contentHash: text,
    evidence: z.number(),
  }),
  'checklist.unticked': z.object({ version: z.number(), stage, item: text, reason: nullable }),
  'checklist.evidenceAttached': z.object({ version: z.number(), stage, item: text, kind: text, label: text }),
  'blob.uploaded': z.object({ sha256: text, name: text, size: z.number() }),
  'session.started': z.object({ mode: text, branch: nullable, focus: text, handoff: nullable }),
  'session.logged': z.object({ stream: text, text }),
  'session.finished': z.object({ summary: nullable }),
  'session.paused': z.object({ note: nullable }),
  'session.resumed': z.object({}),
  'session.switched': z.object({ from: text, mode: text, handoff: nullable, focus: nullable }),
  'session.recovered': z.object({
    actor: text,
    from: text,
    handoff: nullable,
    fenceFrom: z.number().nullable(),
    fenceTo: z.number().nullable(),
    tokens: z.number(),
    budget: z.number(),
  }),
  'session.lost': z.object({
    actor: text,
    owner: nullable,
    handoff: nullable,
    silentMinutes: z.number().nullable(),
  }),
  'context.changed': z.object({
    layer: text,
    key: text,
    version: z.number(),
    source: z.string().optional(),
    /** The beginning of the value, as text; what it was before is told by the event before. */
    changed: z.record(z.string(), z.unknown()).optional(),
  }),
  'context.removed': z.object({
    layer: text,
    key: text,
    version: z.number(),
    changed: z.record(z.string(), z.unknown()).optional(),
  }),
  'override.granted': z.object({ policyId: text, actor: text, expiresAt: text, reason: text }),
  'override.used': z.object({ policyId: text, action: text }),
  'policy.denied': z.object({ action: text, policies: z.array(text), resource: text }),
  /** `leaves` and `done`: boxes that are work of their own, and how many of them are checked. */
  'plan.imported': z.object({
    plan: text,
    sha256: text,
    items: z.number(),
    leaves: z.number().optional(),
    done: z.number().optional(),
    linksLost: z.number().optional(),
  }),
  /** `handoff`: whose completion, reopening or link turned the mark; null for a tick by hand. */
  'plan.ticked': z.object({
    plan: text,
    item: z.number(),
    checked: z.boolean(),
    key: text.optional(),
    leaf: z.boolean().optional(),
    handoff: nullable.optional(),
    sha256: text.optional(),
  }),
  'plan.linked': z.object({ plan: text, item: z.number(), key: text, handoff: text }),
  'plan.unlinked': z.object({ plan: text, item: z.number(), key: text, handoff: text }),
  'plan.renamed': z.object({ plan: text, title: text }),
  'plan.removed': z.object({ plan: text, title: text, items: z.number(), sha256: text }),
} as const;

export type EventType = keyof typeof eventCatalogue;
export type EventPayload<T extends EventType> = z.infer<(typeof eventCatalogue)[T]>;

/** Events that change who may do what: caches and open streams look again. */
export const bumpsRules: ReadonlySet<EventType> = new Set<EventType>([
  'user.disabled',
  'user.enabled',
  'user.signedOut',
  'user.linkUsed',
  'account.signedOut',
  'account.passwordChanged',
  'account.linked',
  'user.adminChanged',
  'project.created',
  'project.removed',
  'project.configured',
  'project.archived',
  'project.unarchived',
  'member.added',
  'member.permissionChanged',
  'member.rolesChanged',
  'member.disabled',
  'member.enabled',
  'member.workPutBack',
  'member.removed',
  'agent.created',
  'agent.updated',
  'agent.disabled',
  'agent.enabled',
  'token.created',
  'token.revoked',
  'session.started',
  'session.finished',
  'session.paused',
  'session.resumed',
  'session.switched',
  'session.recovered',
  'session.lost',
  'override.granted',
  'handoff.lapsed',
]);

/** What a rule wants appended; the pipeline adds the actor, the session and the policy set. */
export type EventDraft = {
  [T in EventType]: {
    readonly type: T;
    readonly subject: { readonly kind: string; readonly id: string } | null;
    readonly payload: EventPayload<T>;
  };
}[EventType];

/** Builds one event; the generic keeps payload and type together. */
export function event<T extends EventType>(
  type: T,
  subject: { kind: string; id: string } | null,
  payload: EventPayload<T>,
): Extract<EventDraft, { type: T }>;
export function event(
  type: EventType,
  subject: { kind: string; id: string } | null,
  payload: EventDraft['payload'],
): { type: EventType; subject: { kind: string; id: string } | null; payload: EventDraft['payload'] } {
  return { type, subject, payload };
}
