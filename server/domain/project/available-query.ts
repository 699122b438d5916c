import { defineQuery } from '../../actions/action';
import { AvailableInput, AvailableResult } from '../../actions/available.schema';

export const availableQuery = defineQuery({
  name: 'actions.available',
  title: 'Available actions',
  description:
    'What you may do now, on one handoff or at all: yes, blocked with what unlocks it, or needs_input.',
  input: AvailableInput,
  output: AvailableResult,
  permission: 'viewer',
  scope: 'read',
  place: 'any',
  read: ({ runtime }, input) => runtime.available(input),
});
