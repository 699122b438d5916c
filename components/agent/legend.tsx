'use client';

import { useTranslations } from 'next-intl';

const SHOWN = ['on', 'idle', 'refused', 'lost', 'off'] as const;

/** What the lights mean. */
export function Legend() {
  const t = useTranslations('agent.light');
  return (
    <ul className="flex flex-wrap gap-x-3.5 gap-y-1 text-ink-3 text-meta max-sm:hidden">
      {SHOWN.map((light) => (
        <li key={light} className="flex items-center gap-2">
          <i className="agent-light" data-light={light} aria-hidden />
          {t(`short.${light}`)}
        </li>
      ))}
    </ul>
  );
}
