import { describe, expect, it } from 'vitest';
import { factRows, primaryStep, stepsOfOthers } from './denial.rules';
import { type Denial, refusalOf } from './refusal.schema';

const denial = (over: Partial<Denial>): Denial => ({
  policyId: 'checklist.required',
  builtin: true,
  title: 't',
  why: 'w',
  facts: {},
  next: [],
  override: { possible: false, by: '', action: '' },
  ...over,
});
const reviewer = { permission: 'member', roles: ['reviewer'] };

describe('a refusal in front of a person', () => {
  it('lists facts as met or not met and ends in what is missing', () => {
    const rows = factRows({
      requiredOpen: 2,
      evidenceMissing: 0,
      branch: 'develop',
      openItems: ['a'],
      odd: { x: 1 },
      empty: '',
      holder: { kind: 'agent', name: 'c1' },
    });
    expect(rows.map(({ name, sign }) => [name, sign])).toEqual([
      ['branch', 'told'],
      ['holder', 'told'],
      ['evidenceMissing', 'ok'],
      ['requiredOpen', 'bad'],
    ]);
  });

  it('offers the first step that the reader may take', () => {
    const steps = [
      { action: 'handoff.route', arguments: {}, by: 'lead' },
      { action: 'checklist.tick', arguments: { item: 'a' }, by: 'role:reviewer' },
      { action: 'checklist.tick', arguments: { item: 'b' }, by: 'you' },
    ];
    expect(primaryStep([denial({ next: steps })], reviewer)?.arguments).toEqual({ item: 'a' });
    expect(primaryStep([denial({ next: steps })], { permission: 'admin', roles: [] })?.action).toBe(
      'handoff.route',
    );
    expect(primaryStep([denial({ next: steps.slice(0, 1) })], reviewer)).toBeNull();
    expect(primaryStep([denial({ next: steps })], null)?.arguments).toEqual({ item: 'b' });
  });

  it('names once each whom to ask for the rest', () => {
    const ask = { action: 'checklist.tick', arguments: { item: 'a' }, by: 'role:coder' };
    expect(
      stepsOfOthers([denial({ next: [ask, { ...ask, arguments: { item: 'b' } }] })], reviewer),
    ).toHaveLength(1);
  });
});

describe('an error by its shape', () => {
  const thrown = (body: unknown) => Object.assign(new Error('x'), { data: { body } });

  it('tells a refusal, a conflict and the rest apart', () => {
    expect(
      refusalOf(
        thrown({
          code: 'POLICY_DENIED',
          message: 'm',
          details: { action: 'handoff.send', denials: [denial({})] },
        }),
      ),
    ).toMatchObject({
      kind: 'denied',
      action: 'handoff.send',
      denials: [{ policyId: 'checklist.required' }],
    });
    expect(
      refusalOf(
        thrown({
          code: 'CONFLICT',
          message: 'm',
          details: { current: { version: 7 }, changed: [{ field: 'title', from: 'a', to: 'b' }] },
        }),
      ),
    ).toMatchObject({
      kind: 'conflict',
      conflict: { current: { version: 7 }, changed: [{ field: 'title' }] },
    });
    expect(
      refusalOf(
        thrown({
          code: 'INVALID_ARGUMENTS',
          message: 'm',
          details: { issues: [{ path: ['package', 'summary'], message: 'too long' }] },
        }),
      ),
    ).toMatchObject({ kind: 'other', issues: ['package.summary: too long'] });
  });

  it('shows what a rule refused like a policy, with its facts and its next step', () => {
    expect(
      refusalOf(
        thrown({
          code: 'RULE_REFUSED',
          message: 'Attach it first.',
          details: {
            rule: 'checklist.evidence',
            minimum: 1,
            next: [{ action: 'checklist.attachEvidence', arguments: { item: 'a' }, by: 'you' }],
          },
        }),
      ),
    ).toMatchObject({
      kind: 'denied',
      denials: [
        {
          policyId: 'checklist.evidence',
          title: 'Attach it first.',
          facts: { minimum: 1 },
          next: [{ by: 'you' }],
        },
      ],
    });
  });

  it('calls everything without a body a lost connection', () => {
    expect(refusalOf(new TypeError('fetch failed'))).toEqual({ kind: 'offline' });
    expect(refusalOf(undefined)).toEqual({ kind: 'offline' });
    expect(refusalOf(thrown({ nonsense: true }))).toEqual({ kind: 'offline' });
  });

  it('keeps a denial without denials readable', () => {
    expect(refusalOf(thrown({ code: 'POLICY_DENIED', message: 'm', hint: 'h', details: {} }))).toMatchObject({
      kind: 'other',
      message: 'm',
      hint: 'h',
    });
  });
});
