import type { CallToolResult, ListToolsResult } from '@modelcontextprotocol/sdk/types.js';
import { AppError } from '@/server/errors';
import { enforcePolicy } from './enforce-policy';
import type { Exchange } from './exchange';
import { getAvailableActions } from './get-available-actions';
import { runAction } from './run-action';
import type { AgentTool } from './tool';
import { waitForNext } from './wait-for-next';

/** The order is part of what clients cache: keep it. */
const TOOLS: readonly AgentTool[] = [getAvailableActions, runAction, enforcePolicy, waitForNext];

const byName = new Map(TOOLS.map((tool) => [tool.listing.name, tool]));

/** The same for every caller and every call. */
export const toolList: ListToolsResult = { tools: TOOLS.map((tool) => tool.listing) };

/** Throws AppError. */
export async function callTool(exchange: Exchange, name: string, args: unknown): Promise<CallToolResult> {
  const tool = byName.get(name);
  if (tool !== undefined) return tool.call(exchange, args);
  throw new AppError('UNKNOWN_ACTION', 'There is no such tool.', {
    hint: 'Use one of the tools in details.tools; actions go through run_action.',
    details: { tools: [...byName.keys()] },
  });
}
