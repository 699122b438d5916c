import { describe, expect, it } from 'vitest';
import { addressOf, filterOf, NO_FILTER, narrowedBy } from './event-filter.rules';

const ID = '018f2b3c-0000-7000-8000-000000000001';

describe('the filter of the log', () => {
  it('stands in the address and is read back from it', () => {
    const filter = { type: 'handoff.sent', actor: ID, handoff: 'LG-7', days: '7' };
    expect(filterOf(new URLSearchParams(addressOf(filter)))).toEqual(filter);
    expect(addressOf(NO_FILTER)).toBe('');
  });

  it('takes nothing from an address that is no value of it', () => {
    const address = new URLSearchParams('type=<b>&actor=me&handoff=1&days=9999');
    expect(filterOf(address)).toEqual(NO_FILTER);
  });

  it('becomes arguments, and leaves out what is half typed', () => {
    expect(narrowedBy({ ...NO_FILTER, handoff: 'LG-' }, 0)).toEqual({});
    expect(narrowedBy({ type: 'a.b', actor: ID, handoff: 'LG-7', days: '1' }, 86_400_000)).toEqual({
      types: ['a.b'],
      actor: ID,
      handoff: 'LG-7',
      from: '1970-01-01T00:00:00.000Z',
    });
  });
});
