import { expect, it } from 'vitest';
import { toolList } from './tools';

it('lists four tools in a fixed order, in at most 4 KB with the envelope around them', () => {
  expect(toolList.tools.map((tool) => tool.name)).toEqual([
    'get_available_actions',
    'run_action',
    'enforce_policy',
    'wait_for_next',
  ]);
  const message = JSON.stringify({ jsonrpc: '2.0', id: 1_000_000, result: toolList });
  expect(Buffer.byteLength(message)).toBeLessThanOrEqual(4096);
});

it('describes input and output of each tool, leaves nothing to guess, and says what a call may change', () => {
  for (const tool of toolList.tools) {
    expect(tool.inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
    expect(tool.outputSchema).toMatchObject({ type: 'object' });
    expect(tool.annotations).toMatchObject({ readOnlyHint: expect.any(Boolean), openWorldHint: false });
  }
  expect(toolList).toMatchSnapshot();
});
