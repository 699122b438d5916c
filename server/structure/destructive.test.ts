import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type AnyAction, defineAction } from '../actions/action';
import { sql } from '../actions/sql';
import { destructiveProblems } from './destructive-checks';

/** A sound definition, to be made wrong one way at a time. */
const sound = defineAction<null>()({
  name: 'kettle.boil',
  title: 'Boil the kettle',
  description: 'Heats water until it boils.',
  input: z.strictObject({ litres: z.number().int() }),
  output: z.strictObject({}),
  permission: 'member',
  scope: 'act',
  events: ['handoff.created'],
  retry: 'server',
  refusals: [],
  facts: () => sql<null>`NULL`,
  derive: () => null,
  rule: () => ({ kind: 'change', events: [], result: {} }),
});
const wrong = (change: object): AnyAction => ({ ...sound, ...change });

describe('destructive actions', () => {
  const confirm = z.string().optional();
  const drain = wrong({ destructive: true, input: z.strictObject({ litres: z.number(), confirm }) });
  const denied = (who: 'person' | 'agent', by = 'security.destructive') => ({
    action: 'kettle.boil',
    who,
    outcome: 'deny' as const,
    by,
  });

  it('take a confirmation, and have a case of who gave none and of the agent who tried', () => {
    expect(destructiveProblems([sound], [])).toEqual([]);
    expect(destructiveProblems([drain], [denied('person'), denied('agent')])).toEqual([]);
    const ofAdmins = { ...drain, adminAction: true };
    const before = denied('agent', 'security.agent-no-admin');
    expect(destructiveProblems([ofAdmins], [denied('person'), before])).toEqual([]);
  });

  it('are missed where either is missing', () => {
    expect(destructiveProblems([drain], [])).toEqual([
      'kettle.boil: no case of a person who did not confirm',
      'kettle.boil: no case of an agent who tried',
    ]);
    const cases = [denied('person'), denied('agent', 'logging.session')];
    expect(destructiveProblems([drain], cases)).toEqual(['kettle.boil: no case of an agent who tried']);
    const blunt = wrong({ destructive: true, input: z.strictObject({ confirm: z.string() }) });
    const both = [denied('person'), denied('agent')];
    const problem = 'kettle.boil: does not take confirm, or insists on it before policy is asked';
    expect(destructiveProblems([blunt], both)).toEqual([problem]);
    expect(destructiveProblems([wrong({ destructive: true })], both)).toEqual([problem]);
    expect(destructiveProblems([wrong({ input: z.strictObject({ confirm }) })], [])).toEqual([
      'kettle.boil: takes a confirmation but is not destructive',
    ]);
  });
});
