import clsx from 'clsx';

export interface MarkProps {
  size: number;
  /** quiet: both hands in a hairline colour, for empty places. */
  tone?: 'ink' | 'quiet' | undefined;
  /** Without the baton two open hands wait. */
  baton?: boolean | undefined;
  /** Read aloud; without it the mark is decoration. */
  label?: string | undefined;
  className?: string | undefined;
}

/** Two open hands, one round (a person), one square (an agent), and the baton between them. */
export function Mark({ size, tone = 'ink', baton = true, label, className }: MarkProps) {
  const width = tone === 'quiet' ? 1.4 : 2.6;
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: it has a title unless it is decoration
    <svg
      className={clsx(tone === 'quiet' ? 'text-line-2' : 'text-ink', 'block flex-none', className)}
      width={size}
      height={size}
      viewBox="0 0 32 32"
      fill="none"
      aria-hidden={label === undefined}
    >
      {label === undefined ? null : <title>{label}</title>}
      <path
        d="M12.5 5.2A11 11 0 0 0 12.5 26.8"
        stroke="currentColor"
        strokeWidth={width}
        strokeLinecap="round"
      />
      <path
        d="M19.5 5.2h3.6a4.2 4.2 0 0 1 4.2 4.2v13.2a4.2 4.2 0 0 1-4.2 4.2h-3.6"
        stroke="currentColor"
        strokeWidth={width}
        strokeLinecap="round"
      />
      {baton ? (
        <rect
          className="fill-wait-solid"
          x="8.6"
          y="13"
          width="15"
          height="6"
          rx="3"
          transform="rotate(-32 16.1 16)"
        />
      ) : null}
    </svg>
  );
}
