/** A ring around an actor: what is left of a lease. Moves once a second with its props; nothing loops. */
export function LeaseRing(props: { size: number; square: boolean; fraction: number; warn: boolean }) {
  const box = props.size + 8;
  const left = Math.round(Math.min(1, Math.max(0, props.fraction)) * 100);
  const dash = { pathLength: 100, strokeDasharray: `${left} 100` };
  const inner = { x: 1.2, y: 1.2, width: box - 2.4, height: box - 2.4, rx: (props.size + 6) * 0.3 };
  const middle = { cx: box / 2, cy: box / 2, r: box / 2 - 1.2 };

  return (
    <svg
      className="actor-lease"
      viewBox={`0 0 ${box} ${box}`}
      data-warn={props.warn ? '' : undefined}
      aria-hidden="true"
    >
      {props.square ? (
        <>
          <rect className="rest" {...inner} />
          {left > 0 ? <rect className="left" {...inner} {...dash} /> : null}
        </>
      ) : (
        <>
          <circle className="rest" {...middle} />
          {left > 0 ? (
            <circle className="left" {...middle} {...dash} transform={`rotate(-90 ${box / 2} ${box / 2})`} />
          ) : null}
        </>
      )}
    </svg>
  );
}
