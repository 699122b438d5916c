import { describe, expect, it } from 'vitest';
import type { CallView, TokenView } from './agent.schema';
import { arrivalOf, lightOf, scopesOf, tokenLife } from './light.rules';

const now = Date.parse('2026-11-25T12:00:00Z');
const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
const token = (change: Partial<TokenView> = {}): TokenView => ({
  id: '1',
  name: 't1',
  scopes: ['act', 'read'],
  createdAt: ago(600),
  expiresAt: ago(-60 * 24 * 10),
  revokedAt: null,
  lastUsedAt: null,
  ...change,
});
const call = (minutes: number, change: Partial<CallView> = {}): CallView => ({
  at: ago(minutes),
  token: 't1',
  tool: 'run_action',
  action: 'handoff.claim',
  outcome: 'ok',
  stoppedBy: '',
  count: 1,
  ...change,
});
const agent = (change: Partial<Parameters<typeof lightOf>[0]> = {}) => ({
  disabledAt: null,
  tokens: [token()],
  lastCall: null,
  lost: [],
  ...change,
});

describe('the light of an agent', () => {
  it.each([
    ['off', agent({ disabledAt: ago(1), lastCall: call(0) })],
    ['off', agent({ tokens: [] })],
    [
      'off',
      agent({ tokens: [token({ revokedAt: ago(1) }), token({ expiresAt: ago(1) })], lastCall: call(0) }),
    ],
    ['waiting', agent()],
    ['idle', agent({ tokens: [token({ lastUsedAt: ago(9000) })] })],
    ['on', agent({ lastCall: call(1) })],
    ['on', agent({ lastCall: call(0), lost: [{ handoff: 'LG-1', at: ago(5) }] })],
    ['refused', agent({ lastCall: call(9, { outcome: 'POLICY_DENIED' }) })],
    ['idle', agent({ lastCall: call(11, { outcome: 'POLICY_DENIED' }) })],
    ['idle', agent({ lastCall: call(3) })],
    ['lost', agent({ lastCall: call(41), lost: [{ handoff: 'LG-1', at: ago(26) }] })],
  ] as const)('is %s', (light, seen) => {
    expect(lightOf(seen, now)).toBe(light);
  });
});

describe('the life of tokens', () => {
  it('is that of the one which holds longest', () => {
    expect(tokenLife([token({ expiresAt: ago(-30) }), token()], now)).toEqual({
      kind: 'holds',
      days: 10,
      soon: false,
    });
    expect(tokenLife([token({ expiresAt: ago(-30) })], now)).toMatchObject({ days: 1, soon: true });
    expect(tokenLife([token({ revokedAt: ago(1) })], now).kind).toBe('revoked');
    expect(tokenLife([token({ expiresAt: ago(1) })], now).kind).toBe('ended');
    expect(tokenLife([], now).kind).toBe('none');
  });

  it('brings the scopes of those that hold', () => {
    const gone = token({ scopes: ['knowledge'], revokedAt: ago(1) });
    expect(scopesOf([token(), gone], now)).toEqual(['read', 'act']);
  });
});

describe('how far a token has come', () => {
  it('is told by its first calls', () => {
    const calls = [call(1), call(2, { tool: 'tools/list' }), call(3, { tool: 'initialize' })];
    expect(arrivalOf(calls)).toEqual({ reached: ago(3), accepted: ago(3), listed: ago(2), worked: ago(1) });
    expect(arrivalOf([call(1, { outcome: 'UNAUTHENTICATED' })])).toEqual({
      reached: ago(1),
      accepted: null,
      listed: null,
      worked: null,
    });
  });
});
