'use client';

import { ChevronRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { isTyping } from '@/components/handoff/is-typing';
import { mayDo } from '@/components/handoff/moves.rules';
import { useLocalName, useStageNames } from '@/components/handoff/names';
import { usePanel } from '@/components/handoff/panel-context';
import { EmptyState } from '@/components/ui/empty-state';
import { Kbd } from '@/components/ui/kbd';
import type { ChecklistItemView, ChecklistView } from '@/server/domain/handoff/handoff.schema';
import { ChecklistRow } from './checklist-row';
import { passedOf, stepFocus, type TickState } from './ticks.rules';
import { useTicks } from './use-ticks';

/** An item that waits for words before it is ticked. */
export interface Asking {
  readonly item: string;
  readonly state: Exclude<TickState, 'passed' | 'open'>;
}

/** The checklist of the present stage, to be ticked; those of other stages below, to be read. */
export function ChecklistTab() {
  const t = useTranslations('checklist');
  const { detail, actions, available, wantedItem, goToItem } = usePanel();
  const ticks = useTicks();
  const { stage: stageName } = useStageNames();
  const [asking, setAsking] = useState<Asking | null>(null);
  const root = useRef<HTMLDivElement>(null);
  const { stage } = detail.card;
  const closed = detail.card.closedAt !== null;
  const locked = closed || !mayDo(actions, 'checklist.tick', available?.permission);
  const present = ticks.lists.filter((list) => list.stage === stage);
  const others = ticks.lists.filter((list) => list.stage !== stage);

  // A refusal's next step leads here: put the focus on the item it names.
  useEffect(() => {
    if (wantedItem === null) return;
    const row = root.current?.querySelector(`[data-present] [data-item="${CSS.escape(wantedItem)}"]`);
    row?.scrollIntoView({ block: 'center' });
    row?.querySelector<HTMLElement>('[role="checkbox"], button')?.focus();
    goToItem(null);
  }, [wantedItem, goToItem]);

  const boxes = () => [
    ...(root.current?.querySelectorAll<HTMLElement>('[data-present] [role="checkbox"]') ?? []),
  ];
  const focused = () => {
    const row = document.activeElement?.closest('[data-present] [data-item]');
    const key = row?.getAttribute('data-item') ?? null;
    return present.flatMap(({ items }) => items).find((item) => item.key === key) ?? null;
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.code === 'KeyJ' || event.code === 'KeyK') {
      const all = boxes();
      const at = all.findIndex((box) => box.closest('[data-item]')?.contains(document.activeElement));
      all[stepFocus(at, event.code === 'KeyJ' ? 1 : -1, all.length)]?.focus();
    } else if (!actOn(event.code, focused())) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const actOn = (code: string, item: ChecklistItemView | null): boolean => {
    if (item === null || locked || item.kind === 'auto') return false;
    if (code === 'KeyX') setAsking({ item: item.key, state: 'failed' });
    else if (code === 'KeyN') setAsking({ item: item.key, state: 'not_applicable' });
    else if (code === 'KeyU') void ticks.tick(stage, item, 'open');
    else return false;
    return true;
  };

  if (ticks.lists.every(({ items }) => items.length === 0)) return <EmptyState>{t('empty')}</EmptyState>;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys for the boxes inside, which can each be pressed as well
    <div ref={root} className="py-2" onKeyDown={onKeyDown}>
      {present.map((list) => (
        <section key={list.stage} data-present="" aria-label={t('of', { stage: stageName(list.stage) })}>
          <ul className="item-list">
            {list.items.map((item) => (
              <ChecklistRow
                key={item.key}
                stage={list.stage}
                item={item}
                locked={locked}
                ticks={ticks}
                asking={asking?.item === item.key ? asking.state : null}
                onAsk={(state) => setAsking(state === null ? null : { item: item.key, state })}
              />
            ))}
          </ul>
        </section>
      ))}
      {locked ? null : <KeyLine />}
      {others.length === 0 ? null : (
        <details className="group mt-2.5 border-line border-t pt-2">
          <summary className="flex cursor-pointer list-none items-center gap-1.5 rounded-chip font-medium text-ink-2 text-meta">
            <ChevronRight size={14} className="group-open:rotate-90" aria-hidden />
            {t('others')}
          </summary>
          {others.map((list) => (
            <section key={list.stage}>
              <ListHead list={list} />
              <ul className="item-list">
                {list.items.map((item) => (
                  <ChecklistRow
                    key={item.key}
                    stage={list.stage}
                    item={item}
                    locked
                    ticks={ticks}
                    asking={null}
                    onAsk={() => undefined}
                    past
                  />
                ))}
              </ul>
            </section>
          ))}
        </details>
      )}
    </div>
  );
}

function ListHead({ list }: { list: ChecklistView }) {
  const t = useTranslations('checklist');
  const local = useLocalName();
  const { stage } = useStageNames();
  const { passed, total } = passedOf([list]);
  return (
    <h3 className="flex items-baseline gap-2 py-1.5 font-semibold text-ink-2 text-meta">
      {stage(list.stage)}
      <span className="font-normal text-ink-3">{local(list.name)}</span>
      <span className="ml-auto font-medium text-ink-3 text-micro">{t('count', { passed, total })}</span>
    </h3>
  );
}

const KEYS = [
  [['J', 'K'], 'move'],
  [['Space'], 'pass'],
  [['X'], 'fail'],
  [['N'], 'skip'],
  [['U'], 'untick'],
] as const;

function KeyLine() {
  const t = useTranslations('checklist.keys');
  return (
    <p className="flex flex-wrap gap-x-3.5 gap-y-1 pt-2.5 pb-1 text-ink-3 text-micro max-sm:hidden">
      {KEYS.map(([keys, word]) => (
        <span key={word} className="flex items-center gap-1">
          {keys.map((key) => (
            <Kbd key={key} keys={key} />
          ))}
          {t(word)}
        </span>
      ))}
    </p>
  );
}
