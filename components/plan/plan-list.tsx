'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { PlanItemView } from '@/server/domain/plan/plan.schema';
import { PlanLine } from './plan-line';
import { keyAct, type PlanRow, stepTo } from './plan-rows.rules';

const ROW = 33;

export interface PlanListProps {
  project: string;
  rows: readonly PlanRow[];
  /** Item to go to at first. */
  wanted: string | null;
  mayTick: boolean;
  onTick: (item: PlanItemView, checked: boolean) => void;
  onFold: (key: string, folded: boolean) => void;
  onCurrent: (key: string) => void;
  onLink: (item: PlanItemView) => void;
  onCreate: (item: PlanItemView) => void;
}

/** A tree in one column, drawn only where it is looked at. One line has the focus; the arrows and space do the rest. */
export function PlanList(props: PlanListProps) {
  const { rows, wanted, mayTick, onTick, onFold, onCurrent, onLink, onCreate } = props;
  const t = useTranslations('plan');
  const box = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState<string | null>(wanted);
  const focusNext = useRef(false);
  const printing = usePrinting();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: printing ? rows.length : 12,
    initialRect: { width: 800, height: 700 },
  });
  const found = rows.findIndex(({ id }) => id === current);
  const at = found >= 0 ? found : stepTo(rows, -1, 1);

  const reached = useRef<string | null>(null);
  useEffect(() => {
    const index = wanted === null ? -1 : rows.findIndex(({ id }) => id === wanted);
    if (index < 0 || reached.current === wanted) return;
    reached.current = wanted;
    setCurrent(wanted);
    virtual.scrollToIndex(index, { align: 'center' });
  }, [wanted, rows, virtual]);

  const go = (index: number) => {
    const row = rows[index];
    if (row === undefined) return;
    focusNext.current = true;
    setCurrent(row.id);
    onCurrent(row.id);
    virtual.scrollToIndex(index);
    box.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(row.id)}"]`)?.focus();
  };

  function keyed(event: KeyboardEvent) {
    const row = rows[at];
    if (row === undefined || row.kind === 'section' || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = inRow(event.target) ? keyAct(event.code, rows, at) : null;
    if (act === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (act.kind === 'go') return go(act.to);
    if (act.kind === 'fold') return onFold(row.id, act.folded);
    if (act.kind === 'open') {
      box.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(row.id)}"] a`)?.click();
      return;
    }
    if (!mayTick) return;
    if (act.kind === 'tick') onTick(row.item, !row.item.checked);
    else if (act.kind === 'link') onLink(row.item);
    else onCreate(row.item);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the tree below has the role; its lines have the focus
    <div ref={box} className="plan-scroll" onKeyDown={keyed}>
      <div
        role="tree"
        aria-label={t('items')}
        style={{ height: virtual.getTotalSize() }}
        className="plan-tree"
      >
        {virtual.getVirtualItems().map(({ index, start, key }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <PlanLine
              key={key}
              project={props.project}
              row={row}
              start={start}
              index={index}
              measure={virtual.measureElement}
              current={index === at}
              takeFocus={focusNext}
              mayTick={mayTick}
              onTick={onTick}
              onFold={onFold}
              onCurrent={(id) => {
                setCurrent(id);
                onCurrent(id);
              }}
              onLink={onLink}
              onCreate={onCreate}
            />
          );
        })}
      </div>
    </div>
  );
}

const inRow = (target: EventTarget) =>
  target instanceof HTMLElement && target.closest('input, textarea, [role="dialog"], [role="menu"]') === null;

/** Whether the page is being printed: then every line is drawn. */
function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const media = window.matchMedia('print');
    const look = () => setPrinting(media.matches);
    media.addEventListener('change', look);
    return () => media.removeEventListener('change', look);
  }, []);
  return printing;
}
