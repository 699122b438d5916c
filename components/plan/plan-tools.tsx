'use client';

import { Search } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { Input, Select } from '@/components/ui/field';
import type { PlanItemView } from '@/server/domain/plan/plan.schema';
import type { Parts } from './plan-rows.rules';

export interface PlanToolsProps {
  parts: Parts;
  /** What the table of contents leads to. */
  groups: readonly PlanItemView[];
  search: string;
  onSearch: (text: string) => void;
  openOnly: boolean;
  onOpenOnly: (on: boolean) => void;
  onGoTo: (item: string) => void;
}

/** The counts of the phase, and the ways to find something in it. */
export function PlanTools(props: PlanToolsProps) {
  const { parts, groups, search, onSearch, openOnly, onOpenOnly, onGoTo } = props;
  const t = useTranslations('plan');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const keyed = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof HTMLElement && event.target.closest('input, textarea, [role="dialog"]');
      if (event.code !== 'Slash' || event.shiftKey || event.ctrlKey || event.metaKey || typing) return;
      event.preventDefault();
      field.current?.focus();
    };
    document.addEventListener('keydown', keyed);
    return () => document.removeEventListener('keydown', keyed);
  }, []);
  return (
    <div className="plan-tools">
      <p className="plan-legend">
        <span data-part="verified">{t('legend.done', { count: parts.verified })}</span>
        <span data-part="moving">{t('legend.moving', { count: parts.moving })}</span>
        <span data-part="waiting">{t('legend.waiting', { count: parts.waiting })}</span>
        <span>
          {t('legend.open', { count: parts.total - parts.verified - parts.moving - parts.waiting })}
        </span>
      </p>
      <Button
        aria-pressed={openOnly}
        className={openOnly ? 'bg-raise' : undefined}
        onClick={() => onOpenOnly(!openOnly)}
      >
        {t('openOnly')}
      </Button>
      {groups.length > 2 ? (
        <Select
          atOnce
          className="plan-contents"
          aria-label={t('contents')}
          value=""
          options={[
            { value: '', label: t('contents') },
            ...groups.map(({ key, text }) => ({ value: key, label: text.slice(0, 90) })),
          ]}
          onChange={(group) => {
            onSearch('');
            onGoTo(group);
          }}
        />
      ) : null}
      <span className="plan-search">
        <Search size={14} aria-hidden />
        <Input
          ref={field}
          type="search"
          aria-label={t('search')}
          placeholder={t('search')}
          value={search}
          onChange={(event) => onSearch(event.target.value)}
        />
      </span>
    </div>
  );
}
