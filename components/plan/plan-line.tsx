'use client';

import { ChevronDown, ChevronRight, Link2, Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { memo, type RefObject, useEffect, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { ProgressBar } from '@/components/ui/progress-bar';
import { TickButton } from '@/components/ui/tick-box';
import type { PlanItemView } from '@/server/domain/plan/plan.schema';
import { LinkChips } from './link-chips';
import type { PlanRow } from './plan-rows.rules';

export interface PlanLineProps {
  project: string;
  row: PlanRow;
  /** Distance from the top of the tree, in px. */
  start: number;
  index: number;
  measure: (element: HTMLElement | null) => void;
  current: boolean;
  /** Set by a key that moved here: the line takes the focus once it is drawn. */
  takeFocus: RefObject<boolean>;
  mayTick: boolean;
  onTick: (item: PlanItemView, checked: boolean) => void;
  onFold: (key: string, folded: boolean) => void;
  onCurrent: (key: string) => void;
  onLink: (item: PlanItemView) => void;
  onCreate: (item: PlanItemView) => void;
}

export const PlanLine = memo(function PlanLine(props: PlanLineProps) {
  const { row, start, index, measure, current, takeFocus } = props;
  const t = useTranslations('plan');
  const line = useRef<HTMLDivElement | null>(null);
  useEffect(() => {
    if (!current || !takeFocus.current) return;
    takeFocus.current = false;
    line.current?.focus();
  }, [current, takeFocus]);
  const place = {
    'data-index': index,
    style: { transform: `translateY(${start}px)` },
  };
  if (row.kind === 'section') {
    return (
      <div ref={measure} className="plan-line plan-section" role="none" {...place}>
        {row.title === '' ? t('secondary') : row.title}
      </div>
    );
  }
  const { item } = row;
  const group = row.kind === 'group' ? row : null;
  const box = (
    <TickButton
      state={item.checked ? 'passed' : 'open'}
      label={item.text}
      tabIndex={-1}
      disabled={!props.mayTick}
      data-action="plan.tick"
      onClick={() => props.onTick(item, !item.checked)}
    />
  );
  return (
    <div
      ref={(element) => {
        line.current = element;
        measure(element);
      }}
      className={group ? 'plan-line plan-group' : 'plan-line'}
      role="treeitem"
      aria-level={item.depth + 1}
      aria-expanded={group ? !group.folded : undefined}
      aria-checked={item.checked}
      aria-label={
        group
          ? `${item.text} ${t('of', { done: group.parts.verified, total: group.parts.total })}`
          : item.text
      }
      aria-selected={current}
      tabIndex={current ? 0 : -1}
      data-row={row.id}
      data-item={item.key}
      data-checked={item.checked}
      onFocus={() => props.onCurrent(row.id)}
      {...place}
    >
      <span className="plan-indent" style={{ width: item.depth * 22 }} aria-hidden />
      {group ? (
        <button
          type="button"
          tabIndex={-1}
          className="plan-chevron"
          aria-label={group.folded ? t('unfold') : t('fold')}
          onClick={() => props.onFold(row.id, !group.folded)}
        >
          {group.folded ? <ChevronRight size={14} aria-hidden /> : <ChevronDown size={14} aria-hidden />}
        </button>
      ) : (
        <span className="plan-chevron" aria-hidden />
      )}
      {box}
      <span className={item.checked && !group ? 'plan-text text-ink-2' : 'plan-text'}>{item.text}</span>
      <LinkChips project={props.project} links={item.links} />
      {group ? (
        <>
          <ProgressBar
            className="w-29 max-sm:hidden"
            parts={group.parts}
            total={group.parts.total}
            label={t('bar', {
              done: group.parts.verified,
              total: group.parts.total,
              moving: group.parts.moving,
              waiting: group.parts.waiting,
            })}
          />
          <span className="plan-of">{t('of', { done: group.parts.verified, total: group.parts.total })}</span>
        </>
      ) : props.mayTick ? (
        <span className="plan-acts">
          <Button
            size="sm"
            variant="ghost"
            square
            tabIndex={-1}
            aria-label={t('link.open')}
            data-action="plan.link"
            onClick={() => props.onLink(item)}
          >
            <Link2 size={14} aria-hidden />
          </Button>
          <Button
            size="sm"
            variant="ghost"
            square
            tabIndex={-1}
            aria-label={t('create.open')}
            data-action="handoff.create"
            onClick={() => props.onCreate(item)}
          >
            <Plus size={14} aria-hidden />
          </Button>
        </span>
      ) : null}
    </div>
  );
});
