import { parseArgs } from 'node:util';
import type { PipelineRuntime } from '../actions/pipeline-runtime';
import { AgentList, TokenResult } from '../domain/agent/agent.schema';
import type { Command } from './command';
import { asCommandLine, withRuntime } from './with-runtime';

const USAGE =
  'token create --project KEY --agent NAME --role ROLE [--owner EMAIL] [--scopes read,act] [--days 30]';

interface Wanted {
  project: string;
  agent: string;
  roles: string[];
  owner: string | undefined;
  scopes: string[] | undefined;
  days: number | undefined;
}

const list = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

function parse(args: string[]): Wanted {
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
    },
  });
  const { project, agent, role = [], owner, scopes, days } = values;
  if (positionals.join(' ') !== 'create' || project === undefined || agent === undefined) {
    throw new Error(`usage: llmgenie ${USAGE}`);
  }
  return {
    project,
    agent,
    roles: role.flatMap(list),
    owner,
    scopes: scopes === undefined ? undefined : list(scopes),
    days: days === undefined ? undefined : Number(days),
  };
}

async function agentExists(runtime: PipelineRuntime, { project, agent }: Wanted): Promise<boolean> {
  const known = AgentList.parse(await asCommandLine(runtime, project, 'agent.list', {}));
  return known.agents.some(({ name }) => name === agent);
}

/** Issues a token to an agent, which is made first where there is none of that name. Answers the token. */
export async function createToken(runtime: PipelineRuntime, wanted: Wanted): Promise<string> {
  const { project, agent, roles, owner, scopes, days } = wanted;
  if (!(await agentExists(runtime, wanted))) {
    if (roles.length === 0) throw new Error(`there is no agent ${agent} yet: say its --role`);
    await asCommandLine(runtime, project, 'agent.create', {
      name: agent,
      roles,
      ...(owner === undefined ? {} : { owner }),
    });
  }
  const { token } = TokenResult.parse(
    await asCommandLine(runtime, project, 'token.create', {
      agent,
      ...(scopes === undefined ? {} : { scopes }),
      ...(days === undefined ? {} : { days }),
    }),
  );
  if (token === null) throw new Error('the token was not answered');
  return token;
}

export const command: Command = {
  usage: USAGE,
  async run(args, context) {
    const wanted = parse(args);
    context.print(await withRuntime(context, (runtime) => createToken(runtime, wanted)));
  },
};
