'use client';

import { useLocale, useTranslations } from 'next-intl';
import { exactTime } from '@/components/ui/relative-time';
import type { FactRow } from './denial.rules';

/** One fact in words. A fact without words of its own is printed as name and value. */
export function FactText(props: {
  row: FactRow;
  stageName: (key: string) => string;
  roleName: (key: string) => string;
}) {
  const t = useTranslations('policy.fact');
  const locale = useLocale();
  const { name, value } = props.row;
  if (!t.has(name)) {
    return (
      <span className="mono min-w-0 break-words">
        {name}: {Array.isArray(value) ? value.join(', ') : String(value)}
      </span>
    );
  }
  const named = (key: string) =>
    name === 'from' || name === 'to' ? props.stageName(key) : name === 'role' ? props.roleName(key) : key;
  return <span className="min-w-0 break-words">{t(name, { value: shownValue() })}</span>;

  function shownValue(): string | number {
    if (typeof value === 'number') return value;
    if (typeof value === 'boolean') return String(value);
    if (typeof value !== 'string') {
      return new Intl.ListFormat(locale, { type: 'unit' }).format(
        value.map(name === 'reachable' ? props.stageName : props.roleName),
      );
    }
    if (name === 'leaseUntil' || name === 'again') return exactTime(value, locale);
    return named(value);
  }
}
