import { z } from 'zod';
import { ActorView } from '../handoff/handoff.schema';

export const MembersInput = z.strictObject({});
export const Members = z.object({
  members: z.array(
    z.object({
      actor: ActorView,
      permission: z.enum(['viewer', 'member', 'lead', 'admin']).nullable(),
      roles: z.array(z.string()),
      disabled: z.boolean(),
    }),
  ),
});
