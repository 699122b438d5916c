import type { PolicyCoverage } from '@/server/domain/policy-log/coverage.schema';

const HEIGHT = 26;
const GAP = 1;

/** A bar a day: let through in grey, refused in red above it, set aside hatched on top. The words say the sums. */
export function Sparkline(props: { series: PolicyCoverage['series']; label: string; width?: number }) {
  const { series, label, width = 130 } = props;
  const days = series.denied.length;
  const total = (day: number) =>
    (series.allowed[day] ?? 0) + (series.denied[day] ?? 0) + (series.overridden[day] ?? 0);
  const highest = Math.max(1, ...Array.from({ length: days }, (_, day) => total(day)));
  const step = width / days;
  // By the root: a day with one refusal among hundreds still shows it.
  const high = (n: number) => (n === 0 ? 0 : Math.max(2, (Math.sqrt(n) / Math.sqrt(highest)) * (HEIGHT - 6)));
  return (
    <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={label}>
      {Array.from({ length: days }, (_, day) => {
        const parts = [
          { key: 'allowed', value: series.allowed[day] ?? 0, className: 'fill-line-2' },
          { key: 'denied', value: series.denied[day] ?? 0, className: 'fill-stop-solid' },
          { key: 'overridden', value: series.overridden[day] ?? 0, className: 'fill-wait-solid' },
        ];
        let top = HEIGHT;
        return parts.map(({ key, value, className }) => {
          const height = high(value);
          if (height === 0) return null;
          top -= height + (top === HEIGHT ? 0 : 0.5);
          return (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: a day keeps its place
              key={`${key} ${day}`}
              x={day * step}
              y={top}
              width={Math.max(1, step - GAP)}
              height={height}
              rx={1}
              className={className}
            />
          );
        });
      })}
      <line
        x1={0}
        x2={width}
        y1={HEIGHT - 0.25}
        y2={HEIGHT - 0.25}
        className="stroke-line"
        strokeWidth={0.5}
      />
    </svg>
  );
}
