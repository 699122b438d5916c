import type { Lanes } from '@/server/domain/session/session.schema';

type Session = Lanes['sessions'][number];

/** A bar in a lane; `left` and `width` in percent of the window. */
export interface Bar {
  readonly session: Session;
  readonly left: number;
  readonly width: number;
  /** Begins before the window. */
  readonly cut: boolean;
}
export interface Lane {
  readonly actor: Session['actor'];
  readonly bars: readonly Bar[];
}
/** A handoff on its way between two lanes, by their places. */
export interface Run {
  readonly key: string;
  readonly handoff: string;
  readonly kind: 'send' | 'return' | 'route';
  readonly left: number;
  readonly from: number;
  readonly to: number;
}
export interface Picture {
  readonly lanes: readonly Lane[];
  readonly runs: readonly Run[];
  readonly ticks: readonly { readonly at: number; readonly left: number }[];
}

/** Part of the window that lies behind now, so that what goes on has room. */
const AHEAD = 0.06;
/** Where now lies, and how near (percent) to it and to the left side no mark stands. */
const NOW = (1 - AHEAD) * 100;
const EDGE = 3.5;
/** Narrowest bar, in percent: a session of a minute can still be hit. */
const NARROW = 1.2;
const MINUTE = 60_000;

/** Until when a session is drawn: what is active goes on until now, what was lost ends where it was heard of last. */
export function endOf(session: Session, now: number): number {
  if (session.state === 'active') return now;
  return Date.parse(session.finishedAt ?? session.heardAt);
}

/** Lanes in the order in which their actors began, people and agents mixed, as work goes. */
export function picture({
  sessions,
  batons,
  now,
  from,
}: Pick<Lanes, 'sessions' | 'batons' | 'now' | 'from'>): Picture {
  const [end, begin] = [Date.parse(now), Date.parse(from)];
  const span = (end - begin) / (1 - AHEAD);
  const at = (moment: number) => ((moment - begin) / span) * 100;
  const lanes = new Map<string, { actor: Session['actor']; bars: Bar[] }>();
  for (const session of sessions) {
    const to = endOf(session, end);
    if (to < begin) continue;
    const left = Math.max(0, at(Date.parse(session.startedAt)));
    const lane = lanes.get(session.actor.id) ?? { actor: session.actor, bars: [] };
    lane.bars.push({
      session,
      left,
      width: Math.max(NARROW, at(to) - left),
      cut: Date.parse(session.startedAt) < begin,
    });
    lanes.set(session.actor.id, lane);
  }
  const ordered = [...lanes.values()];
  const place = new Map(ordered.map(({ actor }, index) => [actor.id, index]));
  const runs = batons.flatMap((baton): Run[] => {
    const [one, other] = [place.get(baton.from), place.get(baton.to ?? '')];
    if (one === undefined || other === undefined || one === other) return [];
    const { handoff, kind } = baton;
    return [
      { key: `${handoff} ${baton.at}`, handoff, kind, left: at(Date.parse(baton.at)), from: one, to: other },
    ];
  });
  return { lanes: ordered, runs, ticks: ticksOf(begin, end, at) };
}

/** Six to ten marks on round moments. */
function ticksOf(begin: number, end: number, at: (moment: number) => number) {
  const steps = [5, 10, 15, 30, 60, 180, 360, 720].map((minutes) => minutes * MINUTE);
  const step = steps.find((one) => (end - begin) / one <= 10) ?? 720 * MINUTE;
  const ticks: { at: number; left: number }[] = [];
  for (let moment = Math.ceil(begin / step) * step; moment <= end; moment += step) {
    const left = at(moment);
    // Those at the very sides would stand half outside, or on the time that it is now.
    if (left > EDGE && left < NOW - EDGE) ticks.push({ at: moment, left });
  }
  return ticks;
}

/** A short name for a session; ids are long, and their ends differ. */
export const shortId = (id: string): string => `S-${id.slice(-4)}`;
