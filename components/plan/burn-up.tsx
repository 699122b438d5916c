import { useFormatter, useTranslations } from 'next-intl';
import type { PlanDay } from '@/server/domain/plan/plan.schema';

const WIDTH = 340;
const HEIGHT = 120;
const FOOT = 16;
const SIDE = 34;

/** Scope and done by day, as steps: between two days of the log nothing is made up. */
export function BurnUp({ days }: { days: readonly PlanDay[] }) {
  const t = useTranslations('plan');
  const format = useFormatter();
  const first = days[0];
  const last = days.at(-1);
  if (first === undefined || last === undefined) return null;
  const time = (day: string) => Date.parse(day);
  const span = Math.max(1, time(last.day) - time(first.day));
  const most = Math.max(1, ...days.map(({ scope }) => scope));
  const right = WIDTH - SIDE;
  const x = (day: string) => (days.length === 1 ? right : ((time(day) - time(first.day)) / span) * right);
  const y = (value: number) => 4 + (1 - value / most) * (HEIGHT - FOOT - 4);
  const steps = (of: (day: PlanDay) => number) =>
    days
      .map(
        (day, at) =>
          `${at === 0 ? `M${x(day.day)}` : `H${x(day.day)}V`}${at === 0 ? `,${y(of(day))}` : y(of(day))}`,
      )
      .join('');
  const done = steps((day) => day.done);
  const word = (day: string) =>
    format.dateTime(new Date(day), { day: 'numeric', month: 'short', timeZone: 'UTC' });
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className="plan-chart"
      role="img"
      aria-label={t('chart', { done: last.done, scope: last.scope, day: word(last.day) })}
    >
      <line x1="0" x2={right} y1={y(0)} y2={y(0)} className="plan-axis" />
      <path d={steps((day) => day.scope)} className="plan-scope" />
      <path d={`${done}V${y(0)}H${x(first.day)}Z`} className="plan-area" />
      <path d={done} className="plan-done" />
      <circle cx={x(last.day)} cy={y(last.done)} r="4" className="plan-dot" />
      <text x={WIDTH} y={y(most) + 4} textAnchor="end">
        {most}
      </text>
      <text x={WIDTH} y={y(0) + 3} textAnchor="end">
        0
      </text>
      <text x="0" y={HEIGHT - 2}>
        {word(first.day)}
      </text>
      {days.length > 1 ? (
        <text x={right} y={HEIGHT - 2} textAnchor="end">
          {word(last.day)}
        </text>
      ) : null}
    </svg>
  );
}
