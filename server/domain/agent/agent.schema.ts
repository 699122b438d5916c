import { z } from 'zod';

const Name = z
  .string()
  .max(60)
  .regex(/^[a-z][a-z0-9-]*$/, 'Lower case letters, digits and dashes, such as coder-1');
const TokenName = z
  .string()
  .max(40)
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'Lower case letters, digits and dashes, such as laptop');
const Roles = z.array(z.string().max(40)).min(1).max(12);
const OwnerEmail = z.email();

/** What a token may be good for; what each allows is said in docs/agents.md and on the page. */
export const SCOPES = ['read', 'act', 'knowledge', 'admin-read'] as const;
export type Scope = (typeof SCOPES)[number];
const Scopes = z.array(z.enum(SCOPES)).min(1);

export const CreateAgent = z.strictObject({
  name: Name,
  roles: Roles,
  owner: OwnerEmail.optional().describe('E-mail of the member who answers for it; you if absent'),
});
export const AgentResult = z.strictObject({ agent: Name, roles: z.array(z.string()), owner: z.string() });

export const UpdateAgent = z.strictObject({
  agent: Name,
  roles: Roles.optional(),
  owner: OwnerEmail.optional().describe('E-mail of the member who answers for it from now on'),
});

export const StopAgent = z.strictObject({ agent: Name });
export const StopResult = z.strictObject({
  agent: Name,
  disabled: z.boolean(),
  /** Claims that end with it and are offered again within a moment. */
  handoffs: z.array(z.string()),
});

export const CreateToken = z.strictObject({
  agent: Name,
  name: TokenName.optional().describe('Tells the tokens of an agent apart; t1, t2 and so on if absent'),
  scopes: Scopes.default(['read', 'act']),
  days: z.number().int().min(1).max(365).default(30),
});
/** `token` is given once, in the first answer; only its hash is kept. */
export const TokenResult = z.strictObject({
  id: z.string(),
  agent: Name,
  name: z.string(),
  scopes: Scopes,
  days: z.number().int(),
  token: z.string().nullable(),
});
export const RevokeToken = z
  .strictObject({
    id: z.uuid().optional(),
    agent: Name.optional().describe('Instead of id, together with name'),
    name: TokenName.optional(),
  })
  .refine(({ id, agent, name }) => (id === undefined) === (agent !== undefined && name !== undefined), {
    message: 'Say either id, or agent and name',
  });
export const RevokeResult = z.strictObject({ id: z.string(), revoked: z.literal(true) });

/** The first call of a token; the doors report it, nobody else can. */
export const ConnectAgent = z.strictObject({ id: z.uuid().describe('Of the token') });
export const ConnectResult = z.strictObject({ agent: z.string(), token: z.string() });

const TokenView = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  createdAt: z.string(),
  expiresAt: z.string(),
  revokedAt: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
});
export type TokenView = z.infer<typeof TokenView>;

/** One kind of call within one minute: what, how often, how it went. Never with arguments. */
export const CallView = z.object({
  at: z.string(),
  token: z.string(),
  /** Of the protocol, or one of the tools. */
  tool: z.string(),
  /** The action or query run; '' for none, or one that does not exist. */
  action: z.string(),
  /** 'ok', or the code of the refusal. */
  outcome: z.string(),
  /** The policy, rule or scope that refused; ''. */
  stoppedBy: z.string(),
  count: z.number(),
});
export type CallView = z.infer<typeof CallView>;

export const AgentView = z.object({
  id: z.string(),
  name: z.string(),
  roles: z.array(z.string()),
  owner: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  createdAt: z.string(),
  disabledAt: z.string().nullable(),
  /** Who stopped it; null while it is not. */
  disabledBy: z.string().nullable(),
  /** Newest first, the living before the others. */
  tokens: z.array(TokenView),
  lastCall: CallView.nullable(),
  lastRefusal: CallView.nullable(),
  /** What it holds now. */
  claims: z.array(z.object({ handoff: z.string(), leaseUntil: z.string().nullable(), fence: z.number() })),
  /** What it held last and lost, newest first. */
  lost: z.array(z.object({ handoff: z.string(), at: z.string() })),
});
export type AgentView = z.infer<typeof AgentView>;

export const AgentListInput = z.strictObject({
  agent: Name.optional().describe('This one alone'),
  limit: z.number().int().min(1).max(200).default(100),
  cursor: z.string().max(60).optional(),
});
export const AgentList = z.object({
  agents: z.array(AgentView),
  /** Agents of the whole project that hold a handoff now, those not listed here counted as well. */
  atWork: z.number().int(),
  nextCursor: z.string().nullable(),
  now: z.string(),
  /** May create, change and enable agents and issue tokens; others see the agents that act for them. */
  mayAdminister: z.boolean(),
});
export type AgentList = z.infer<typeof AgentList>;

export const AgentCallsInput = z.strictObject({
  agent: Name.optional().describe('Of this one alone'),
  refused: z.boolean().default(false).describe('Refusals alone'),
  limit: z.number().int().min(1).max(200).default(30),
});
export const AgentCalls = z.object({
  calls: z.array(CallView.extend({ agent: z.string() })),
  /** Since midnight of the server's clock. */
  today: z.number(),
  refusedToday: z.number(),
});
export type AgentCalls = z.infer<typeof AgentCalls>;

export const AgentChoicesInput = z.strictObject({});
export const AgentChoices = z.object({
  roles: z.array(
    z.object({ key: z.string(), name: z.object({ en: z.string(), ru: z.string() }), icon: z.string() }),
  ),
  owners: z.array(z.object({ name: z.string(), email: z.string() })),
});
export type AgentChoices = z.infer<typeof AgentChoices>;
