import { defineQuery } from '../../actions/action';
import { Verified, VerifyInput } from './event-log.schema';
import { verifySlice } from './verify-slice';

export const verifyEvents = defineQuery({
  name: 'event.verify',
  title: 'Check the chain of events',
  description:
    'Computes the hash chain anew, a slice at a time, and says which event is not as it was sealed.',
  input: VerifyInput,
  output: Verified,
  permission: 'admin',
  scope: 'admin-read',
  adminAction: true,
  read: ({ projectId, rows }, input) => verifySlice(rows, projectId, input),
});
