'use client';

import { Hand, List, ListFilter, OctagonX, TimerOff, Workflow, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Kbd } from '@/components/ui/kbd';
import { Segmented } from '@/components/ui/segmented';
import { TagButton } from '@/components/ui/tag';
import type { Range } from './board-canvas';
import { useBoard, useBoardHome, useBoardView } from './board-context';
import type { Chip } from './card-filter';

const CHIPS = [
  { chip: 'needsYou', icon: Hand },
  { chip: 'stale', icon: TimerOff },
  { chip: 'blocked', icon: OctagonX },
] as const satisfies readonly { chip: Chip; icon: typeof Hand }[];

export type BoardForm = 'board' | 'list';

export interface FilterBarProps {
  form: BoardForm;
  onForm: (form: BoardForm) => void;
  range: Range;
  onRange: (range: Range) => void;
}

/** 42 px under the top bar: which form, which cards, how near. */
export function FilterBar({ form, onForm, range, onRange }: FilterBarProps) {
  const t = useTranslations('board');
  const totals = useBoardView((view) => view.totals);
  return (
    <div className="board-filter" role="toolbar" aria-label={t('filterLabel')}>
      <Segmented
        label={t('formLabel')}
        value={form}
        onChange={onForm}
        className="max-sm:hidden"
        options={[
          { value: 'board', label: t('form.board'), icon: Workflow },
          { value: 'list', label: t('form.list'), icon: List },
        ]}
      />
      <span className="board-chips">
        {CHIPS.map(({ chip, icon: Icon }) => (
          <ChipButton key={chip} chip={chip} count={totals[chip]}>
            <Icon size={13} aria-hidden />
          </ChipButton>
        ))}
      </span>
      <FilterText />
      <span className="flex-1" />
      <span className="board-totals">
        {t('totals', { handoffs: totals.live, agents: totals.agentsAtWork })}
      </span>
      {form === 'board' ? (
        <Segmented
          label={t('rangeLabel')}
          value={range}
          onChange={onRange}
          className="max-sm:hidden"
          options={[
            { value: 'far', label: t('range.far') },
            { value: 'near', label: t('range.near') },
          ]}
        />
      ) : null}
    </div>
  );
}

function ChipButton({ chip, count, children }: { chip: Chip; count: number; children: React.ReactNode }) {
  const t = useTranslations('board.chip');
  const { store } = useBoardHome();
  const pressed = useBoard(({ filter }) => filter.chip === chip);
  return (
    <TagButton
      tone={chip === 'needsYou' && count > 0 ? 'wait' : 'neutral'}
      pressed={pressed}
      onClick={() => store.set({ filter: { ...store.get().filter, chip: pressed ? null : chip } })}
    >
      {children}
      {t(chip)} {count}
    </TagButton>
  );
}

/** A button until it is needed; `/` opens it, Escape clears and closes it. */
function FilterText() {
  const t = useTranslations('board');
  const { store } = useBoardHome();
  const text = useBoard(({ filter }) => filter.text);
  const wanted = useBoard((state) => state.filterOpen);
  const [open, setOpen] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const shown = open || wanted || text !== '';
  useEffect(() => {
    if (wanted) input.current?.focus();
  }, [wanted]);
  const set = (next: string) => store.set({ filter: { ...store.get().filter, text: next } });
  const close = () => {
    set('');
    setOpen(false);
    store.set({ filterOpen: false });
  };
  if (!shown)
    return (
      <Button
        variant="ghost"
        size="sm"
        aria-keyshortcuts="/"
        onClick={() => {
          setOpen(true);
          store.set({ filterOpen: true });
        }}
      >
        <ListFilter size={14} aria-hidden />
        {t('filter')}
        <Kbd keys="/" />
      </Button>
    );
  return (
    <span className="board-search">
      <ListFilter size={14} aria-hidden className="text-ink-3" />
      <input
        ref={input}
        value={text}
        aria-label={t('filterText')}
        placeholder={t('filterHint')}
        onChange={(event) => set(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') close();
        }}
        onBlur={() => {
          if (text === '') close();
        }}
      />
      <Button variant="ghost" size="sm" square aria-label={t('filterClear')} onClick={close}>
        <X size={14} aria-hidden />
      </Button>
    </span>
  );
}
