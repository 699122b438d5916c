import { useFormatter } from 'next-intl';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
const STEP = 1000;

/** Sizes and times as the page's language writes them. */
export function useUnits() {
  const { number } = useFormatter();
  return {
    number: (value: number) => number(value, { maximumFractionDigits: 0 }),
    bytes(value: number) {
      const power = value < STEP ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(value) / 3));
      const unit = UNITS[power] ?? 'byte';
      return number(value / STEP ** power, {
        style: 'unit',
        unit,
        unitDisplay: 'short',
        maximumFractionDigits: power < 2 ? 0 : 1,
      });
    },
    ms: (value: number) =>
      value < STEP
        ? number(value, { style: 'unit', unit: 'millisecond', maximumFractionDigits: value < 10 ? 1 : 0 })
        : number(value / STEP, { style: 'unit', unit: 'second', maximumFractionDigits: 1 }),
  };
}
