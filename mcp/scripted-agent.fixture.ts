import { z } from 'zod';
import type { Agent } from './agents.fixture';

/*
 * An agent without a mind of its own: it knows nothing of this product and does what the text of an answer says. What
 * it gets done, any agent can.
 */

const Step = z.object({
  action: z.string(),
  arguments: z.record(z.string(), z.unknown()).default({}),
  by: z.string(),
});
interface Schema {
  type?: string;
  enum?: unknown[];
  format?: string;
  properties?: Record<string, Schema>;
  required?: string[];
}
const Refused = z.looseObject({
  code: z.string(),
  message: z.string(),
  hint: z.string(),
  details: z.looseObject({
    inputSchema: z.custom<Schema>().optional(),
    usage: z.string().optional(),
    actions: z.array(z.string()).optional(),
    denials: z.array(z.looseObject({ next: z.array(Step) })).optional(),
    next: z.array(Step).optional(),
    current: z.looseObject({ version: z.number() }).optional(),
    repeatWith: z.record(z.string(), z.unknown()).optional(),
  }),
});
type Refused = z.infer<typeof Refused>;
type Call = Record<string, unknown>;

function sample(schema: Schema): unknown {
  if (schema.enum) return schema.enum[0];
  if (schema.format === 'uri') return 'https://example.test/evidence';
  return schema.type === 'integer' ? 1 : 'as asked';
}

/** Drops what the schema does not know, adds what it wants or what the message names. */
function matching(args: Call, schema: Schema, message: string): Call {
  const known = schema.properties ?? {};
  const kept = Object.entries(args).filter(([name]) => name in known);
  const named = Object.keys(known).filter((name) => new RegExp(`\\b${name}\\b`).test(message));
  const missing = [...(schema.required ?? []), ...named].filter((name) => !(name in args));
  return Object.fromEntries([...kept, ...missing.map((name) => [name, sample(known[name] ?? {})])]);
}

/** Letters two words share in order of the first: enough to tell a misspelt name from the others. */
function likeness(one: string, other: string): number {
  const pairs = (word: string) => new Set([...word].slice(1).map((letter, at) => `${word[at]}${letter}`));
  const [mine, theirs] = [pairs(one.toLowerCase()), pairs(other.toLowerCase())];
  const shared = [...mine].filter((pair) => theirs.has(pair)).length;
  return shared / (mine.size + theirs.size);
}

function alike(name: string, names: readonly string[]): string {
  return [...names].sort((a, b) => likeness(name, b) - likeness(name, a))[0] ?? name;
}

export class ScriptedAgent {
  /** Every refusal it met, by code, and what it did next. */
  readonly met: string[] = [];
  readonly #agent: Agent;
  readonly #roles: readonly string[];

  constructor(agent: Agent, roles: readonly string[]) {
    this.#agent = agent;
    this.#roles = roles;
  }

  /** Calls until it works; throws the text of an answer that leads nowhere. */
  async insist(call: Call, depth = 0): Promise<Call> {
    let present = call;
    for (let attempt = 0; attempt < 8; attempt += 1) {
      const { isError, text } = await this.#agent.call('run_action', present);
      if (!isError) return Object(JSON.parse(text));
      const refused = Refused.parse(JSON.parse(text));
      this.met.push(refused.code);
      present = await this.#improve(present, refused, depth);
    }
    throw new Error(`no way on from ${JSON.stringify(present)}`);
  }

  async #improve(call: Call, refused: Refused, depth: number): Promise<Call> {
    const { details, message } = refused;
    if (details.usage !== undefined)
      return Object(JSON.parse(details.usage.slice(details.usage.indexOf('{'))));
    if (details.actions) return { ...call, action: alike(String(call.action), details.actions) };
    if (details.inputSchema) {
      return { ...call, arguments: matching(Object(call.arguments), details.inputSchema, message) };
    }
    if (details.current) {
      return { ...call, arguments: { ...Object(call.arguments), expectedVersion: details.current.version } };
    }
    if (details.repeatWith) return { ...call, ...details.repeatWith };
    const steps = details.denials?.flatMap((denial) => denial.next) ?? details.next ?? [];
    const mine = steps.filter(({ by }) => by === 'you' || this.#roles.some((role) => by === `role:${role}`));
    if (mine.length === 0 || depth > 3) throw new Error(JSON.stringify(refused));
    for (const step of mine) await this.insist({ action: step.action, arguments: step.arguments }, depth + 1);
    return call;
  }
}
