import clsx from 'clsx';
import type { ReactNode } from 'react';
import type { BatonState } from './baton';

type Tone = 'empty' | 'go' | 'wait' | 'dashed';
interface Track {
  tone: Tone;
  /** 8 px: the baton stands at this end. */
  short?: boolean;
}
interface Drawing {
  before: Track;
  /** Between the middle actor and the baton, where there is one. */
  through?: Track;
  after: Track;
  gate?: boolean;
}

/** Where the baton stands and how the lane looks on both sides of it. */
const drawings: Record<BatonState, Drawing> = {
  offered: { before: { tone: 'wait' }, after: { tone: 'empty' } },
  active: { before: { tone: 'go' }, after: { tone: 'go', short: true } },
  input: { before: { tone: 'go' }, through: { tone: 'wait' }, after: { tone: 'wait', short: true } },
  stale: { before: { tone: 'dashed' }, after: { tone: 'dashed' } },
  blocked: { before: { tone: 'go', short: true }, after: { tone: 'empty' }, gate: true },
  returned: { before: { tone: 'wait', short: true }, after: { tone: 'wait' } },
  overridden: { before: { tone: 'go' }, after: { tone: 'go', short: true } },
  done: { before: { tone: 'empty' }, after: { tone: 'empty' } },
};

export interface LaneProps {
  state: BatonState;
  left: ReactNode;
  right: ReactNode;
  baton: ReactNode;
  /** A second actor on the way: the holder who asks. */
  middle?: ReactNode;
  size?: 'card' | 'header' | undefined;
  /** The whole hand-over in words; without it the parts speak for themselves. */
  label?: string | undefined;
  className?: string | undefined;
}

/** The state line of a hand-over. When only `state` changes, the baton runs along its lane. */
export function Lane({ state, left, right, baton, middle, size = 'card', label, className }: LaneProps) {
  const drawing = drawings[state];
  const spoken = label === undefined ? {} : { role: 'img', 'aria-label': label };
  return (
    <div className={clsx('lane', className)} data-state={state} data-size={size} {...spoken}>
      {left}
      <TrackLine key="before" {...(middle || !drawing.through ? drawing.before : drawing.through)} />
      {middle}
      {middle ? <TrackLine key="through" {...(drawing.through ?? drawing.before)} /> : null}
      {baton}
      {drawing.gate ? <span key="gate" className="lane-gate" /> : null}
      <TrackLine key="after" {...drawing.after} />
      {right}
    </div>
  );
}

function TrackLine({ tone, short }: Track) {
  return <span className="lane-track" data-tone={tone} data-short={short ? '' : undefined} />;
}
