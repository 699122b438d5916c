import { enforce } from '@/server/actions/enforce';
import { Enforce, Enforced } from '@/server/actions/enforce.schema';
import { defineTool } from './tool';

export const enforcePolicy = defineTool({
  name: 'enforce_policy',
  title: 'Ask first',
  description: 'Whether run_action would be allowed now, or what denies and what unlocks it. Writes nothing.',
  input: Enforce,
  output: Enforced,
  annotations: { readOnlyHint: true },
  usage: 'enforce_policy {"action": "handoff.claim", "arguments": {"handoff": "LG-1"}}',
  run: ({ runtime, credential }, input) => enforce(runtime, { credential, project: null }, input),
});
