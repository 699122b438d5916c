/** What is shown of the log; '' where it is not narrowed. */
export interface EventFilter {
  readonly type: string;
  readonly actor: string;
  readonly handoff: string;
  /** Days back. */
  readonly days: string;
}

export const NO_FILTER: EventFilter = { type: '', actor: '', handoff: '', days: '' };
const NAMES = ['type', 'actor', 'handoff', 'days'] as const;
const DAY_MS = 86_400_000;

const HANDOFF = /^[A-Z]{1,8}-[1-9]\d{0,8}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** From the address of the page; what is no value of a filter is not one. */
export function filterOf(params: { get(name: string): string | null }): EventFilter {
  const read = (name: string, right: RegExp) => {
    const value = params.get(name) ?? '';
    return right.test(value) ? value : '';
  };
  return {
    type: read('type', /^[a-z]+\.[A-Za-z]+$/),
    actor: read('actor', UUID),
    handoff: read('handoff', HANDOFF),
    days: read('days', /^(1|7|30)$/),
  };
}

/** The filter as the page's address has it, after the question mark. */
export function addressOf(filter: EventFilter): string {
  const params = new URLSearchParams(
    NAMES.flatMap((name) => (filter[name] === '' ? [] : [[name, filter[name]]])),
  );
  return params.toString();
}

/** Arguments of event.log. `now`: milliseconds. */
export function narrowedBy({ type, actor, handoff, days }: EventFilter, now: number) {
  return {
    ...(type === '' ? {} : { types: [type] }),
    ...(actor === '' ? {} : { actor }),
    ...(HANDOFF.test(handoff) ? { handoff } : {}),
    ...(days === '' ? {} : { from: new Date(now - Number(days) * DAY_MS).toISOString() }),
  };
}
