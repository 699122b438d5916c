'use client';

import { useLocale } from 'next-intl';
import { useCallback, useMemo } from 'react';
import type { BoardStage, BoardView } from '@/server/domain/board/board.schema';
import type { HandoffCard } from '@/server/domain/handoff/handoff.schema';
import { useBoard, useBoardView } from './board-context';
import { passes } from './card-filter';
import type { CardView, StageRole } from './card-state';

export interface StageLook {
  readonly stage: BoardStage;
  readonly view: CardView;
  /** Cards that pass the filter. */
  readonly cards: readonly HandoffCard[];
}

/** One stage with what its cards need to draw themselves; renders only when that stage changed. */
export function useStage(key: string): StageLook {
  const stage = useBoardView(useCallback((view: BoardView) => findStage(view, key), [key]));
  const nextRole = useBoardView(useCallback((view: BoardView) => roleAfter(view, key), [key]));
  const meId = useBoardView((view) => view.me.actor.id);
  const roles = useBoardView((view) => view.me.roles);
  const filter = useBoard((state) => state.filter);
  const view = useMemo<CardView>(
    () => ({ me: { id: meId, roles }, role: stage.role, nextRole }),
    [meId, roles, stage.role, nextRole],
  );
  const cards = useMemo(
    () => stage.cards.filter((card) => passes(card, view, filter)),
    [stage.cards, view, filter],
  );
  return { stage, view, cards };
}

function findStage(view: BoardView, key: string): BoardStage {
  const stage = view.stages.find((each) => each.key === key);
  if (stage === undefined) throw new Error(`no stage ${key} on this board`);
  return stage;
}

/** Role of the stage that a send from here reaches first. */
export function roleAfter(view: BoardView, key: string): StageRole | null {
  const routes = view.routes.filter(({ from, kind }) => from === key && kind !== 'return');
  const next = routes.find(({ kind }) => kind === 'forward') ?? routes[0];
  return view.stages.find((stage) => stage.key === next?.to)?.role ?? null;
}

/** Picks the page's language from a pair of names. */
export function useNames(): (names: { en: string; ru: string }) => string {
  const locale = useLocale();
  return useCallback((names) => (locale === 'ru' ? names.ru : names.en), [locale]);
}
