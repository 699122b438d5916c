'use client';

import clsx from 'clsx';
import { useTranslations } from 'next-intl';
import type { Light } from '@/server/domain/agent/light.rules';

/** The connection light with its word: colour, fill and halo differ. */
export function AgentLight({ light, word, className }: { light: Light; word?: boolean; className?: string }) {
  const t = useTranslations('agent.light');
  return (
    <span className={clsx('inline-flex items-center gap-2.5', className)}>
      <i className="agent-light" data-light={light} aria-hidden />
      {word === false ? null : <span className="font-medium text-meta">{t(light)}</span>}
    </span>
  );
}
