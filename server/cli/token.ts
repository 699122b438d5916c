import { parseArgs } from 'node:util';
import type { PipelineRuntime } from '../actions/pipeline-runtime';
import { AgentList, TokenResult } from '../domain/agent/agent.schema';
import type { Command } from './command';
import { asCommandLine, withRuntime } from './with-runtime';

const USAGE = `token create --project KEY --agent NAME --role ROLE [--owner EMAIL] [--scopes read,act] [--days 30] [--name laptop]
token list --project KEY [--agent NAME]
token revoke --project KEY --agent NAME --name laptop`;

interface Wanted {
  project: string;
  agent: string;
  roles: string[];
  owner: string | undefined;
  scopes: string[] | undefined;
  days: number | undefined;
  name?: string | undefined;
}

const list = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

function read(args: string[]) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      project: { type: 'string' },
      agent: { type: 'string' },
      role: { type: 'string', multiple: true },
      owner: { type: 'string' },
      scopes: { type: 'string' },
      days: { type: 'string' },
      name: { type: 'string' },
    },
  });
  return { verb: positionals.join(' '), ...values };
}

/** There may be none of that name. */
async function agentsOf(runtime: PipelineRuntime, project: string, agent?: string) {
  const found: AgentList['agents'] = [];
  let cursor: string | null | undefined;
  do {
    const page = AgentList.parse(
      await asCommandLine(runtime, project, 'agent.list', { limit: 200, ...(cursor ? { cursor } : {}) }),
    );
    found.push(...page.agents.filter(({ name }) => agent === undefined || name === agent));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}

export interface Issued {
  readonly token: string;
  /** By which it is listed and revoked. */
  readonly name: string;
}

/** Issues a token to an agent, which is made first where there is none of that name. */
export async function createToken(runtime: PipelineRuntime, wanted: Wanted): Promise<Issued> {
  const { project, agent, roles, owner, scopes, days, name } = wanted;
  if ((await agentsOf(runtime, project, agent)).length === 0) {
    if (roles.length === 0) throw new Error(`there is no agent ${agent} yet: say its --role`);
    await asCommandLine(runtime, project, 'agent.create', {
      name: agent,
      roles,
      ...(owner === undefined ? {} : { owner }),
    });
  }
  const made = TokenResult.parse(
    await asCommandLine(runtime, project, 'token.create', {
      agent,
      ...(name === undefined ? {} : { name }),
      ...(scopes === undefined ? {} : { scopes }),
      ...(days === undefined ? {} : { days }),
    }),
  );
  if (made.token === null) throw new Error('the token was not answered');
  return { token: made.token, name: made.name };
}

const day = (iso: string) => iso.slice(0, 10);

/** A line a token: agent, name, scopes, life, last use. */
export async function listTokens(
  runtime: PipelineRuntime,
  project: string,
  agent?: string,
): Promise<string[]> {
  const now = Date.now();
  return (await agentsOf(runtime, project, agent)).flatMap(({ name, disabledAt, tokens }) =>
    tokens.map((token) => {
      const life =
        token.revokedAt !== null
          ? `revoked ${day(token.revokedAt)}`
          : Date.parse(token.expiresAt) <= now
            ? `ended ${day(token.expiresAt)}`
            : `ends ${day(token.expiresAt)}`;
      const used = token.lastUsedAt === null ? 'never used' : `last used ${day(token.lastUsedAt)}`;
      const stopped = disabledAt === null ? [] : ['agent stopped'];
      return [name, token.name, token.scopes.join(','), life, used, ...stopped].join('\t');
    }),
  );
}

export async function revokeToken(
  runtime: PipelineRuntime,
  { project, agent, name }: { project: string; agent: string; name: string },
): Promise<string> {
  await asCommandLine(runtime, project, 'token.revoke', { agent, name });
  return `revoked ${agent} ${name}`;
}

export const command: Command = {
  usage: USAGE,
  async run(args, context) {
    const { verb, project, agent, name, role = [], owner, scopes, days } = read(args);
    const usage = new Error(`usage: llmgenie ${USAGE.replaceAll('\n', '\n       llmgenie ')}`);
    if (project === undefined) throw usage;
    if (verb === 'list') {
      const lines = await withRuntime(context, (runtime) => listTokens(runtime, project, agent));
      for (const line of lines) context.print(line);
      return;
    }
    if (agent === undefined) throw usage;
    if (verb === 'revoke') {
      if (name === undefined) throw usage;
      context.print(await withRuntime(context, (runtime) => revokeToken(runtime, { project, agent, name })));
      return;
    }
    if (verb !== 'create') throw usage;
    const issued = await withRuntime(context, (runtime) =>
      createToken(runtime, {
        project,
        agent,
        name,
        roles: role.flatMap(list),
        owner,
        scopes: scopes === undefined ? undefined : list(scopes),
        days: days === undefined ? undefined : Number(days),
      }),
    );
    // Alone on stdout, so that it can be taken by a script; the name is what it is revoked by.
    process.stderr.write(`token ${issued.name} of ${agent}\n`);
    context.print(issued.token);
  },
};
