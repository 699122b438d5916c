import type { AgentCall } from '@/server/actions/agent-call';
import type { Registry } from '@/server/actions/registry.types';
import type { Message } from './json-rpc';
import { toolList } from './tools';

/** What a client may ask besides calling a tool; other methods are remembered as one. */
const METHODS: ReadonlySet<string> = new Set([
  'initialize',
  'server/discover',
  'ping',
  'tools/list',
  'resources/list',
  'resources/templates/list',
  'prompts/list',
]);
const TOOLS: ReadonlySet<string> = new Set(toolList.tools.map(({ name }) => name));

type Called = Pick<AgentCall, 'tool' | 'action'>;

/** What a message asks for, in names of ours alone: what a client makes up is not kept. null for a notification. */
export function calledBy({ method, body }: Message, registry: Registry): Called | null {
  if (method.startsWith('notifications/')) return null;
  if (method !== 'tools/call') return { tool: METHODS.has(method) ? method : 'other', action: '' };
  const { name, arguments: args } = Object(Object(body).params);
  const { action } = Object(args);
  const known = typeof action === 'string' && (registry.actions.has(action) || registry.queries.has(action));
  return { tool: TOOLS.has(name) ? String(name) : 'other', action: known ? action : '' };
}
