import { describe, expect, it } from 'vitest';
import { policiesWatching } from './policy-reach';

const spec = (name: string, more: object = {}) => ({
  name,
  permission: 'member' as const,
  mutation: true,
  adminAction: false,
  destructive: false,
  sessionExempt: false,
  ...more,
});
const EVERY = ['security.active-actor', 'security.no-secrets'];
const AGENTS = ['security.agent-ceiling', 'logging.session'];

describe('which policies look at an action', () => {
  it('is the rules for every change, and for agents theirs', () => {
    expect(policiesWatching(spec('handoff.comment'), 'person')).toEqual(EVERY);
    expect(policiesWatching(spec('handoff.comment'), 'agent')).toEqual([...EVERY, ...AGENTS]);
    const start = spec('session.start', { sessionExempt: true });
    expect(policiesWatching(start, 'agent')).not.toContain('logging.session');
  });

  it('is the gates of a move for moves alone', () => {
    const gates = [
      'branch.protected',
      'branch.review',
      'flow.route',
      'checklist.required',
      'duty.self-accept',
    ];
    expect(policiesWatching(spec('handoff.send'), 'person')).toEqual([...EVERY, ...gates]);
    expect(policiesWatching(spec('handoff.return'), 'person')).not.toContain('checklist.required');
    expect(policiesWatching(spec('handoff.create'), 'person')).toEqual([...EVERY, 'branch.protected']);
  });

  it('is the confirmation for what destroys, and administration for agents', () => {
    expect(policiesWatching(spec('plan.remove', { destructive: true }), 'person')).toContain(
      'security.destructive',
    );
    const admin = spec('token.create', { permission: 'admin', adminAction: true });
    expect(policiesWatching(admin, 'agent')).toContain('security.agent-no-admin');
    expect(policiesWatching(admin, 'person')).not.toContain('security.agent-no-admin');
  });

  it('is only who may ask at all for what is only read', () => {
    expect(policiesWatching(spec('handoff.get', { mutation: false }), 'person')).toEqual([
      'security.active-actor',
    ]);
  });
});
