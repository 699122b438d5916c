/** The mark, as large as the page, with the hands' echoes: decoration of the sign-in page. */
export function SignInHands() {
  // Each echo is 0.75 further out, in the units of the mark's 32 x 32 box.
  const echoes = [0.75, 1.5, 2.25].map((out) => {
    const arc = 11 + out;
    const corner = 4.2 + out;
    return {
      person: `M${12.5 - out * 0.2} ${5.2 - out}A${arc} ${arc} 0 0 0 ${12.5 - out * 0.2} ${26.8 + out}`,
      agent: `M${19.5 + out * 0.2} ${5.2 - out}h3.6a${corner} ${corner} 0 0 1 ${corner} ${corner}v13.2a${corner} ${corner} 0 0 1 ${-corner} ${corner}h-3.6`,
    };
  });
  return (
    <svg
      className="absolute top-1/2 left-1/2 size-[760px] -translate-x-1/2 -translate-y-1/2"
      viewBox="0 0 32 32"
      fill="none"
      aria-hidden="true"
    >
      <g className="stroke-line-2" strokeWidth={0.05}>
        {echoes.map(({ person, agent }) => (
          <path key={person} d={`${person}${agent}`} />
        ))}
      </g>
      <g className="stroke-ink" strokeWidth={0.16} strokeLinecap="round">
        <path d="M12.5 5.2A11 11 0 0 0 12.5 26.8" />
        <path d="M19.5 5.2h3.6a4.2 4.2 0 0 1 4.2 4.2v13.2a4.2 4.2 0 0 1-4.2 4.2h-3.6" />
      </g>
      <rect
        className="fill-wait-solid"
        x="10.8"
        y="14"
        width="10.6"
        height="4"
        rx="2"
        transform="rotate(-32 16.1 16)"
      />
    </svg>
  );
}
