'use client';

import { createContext, useContext } from 'react';
import type { NextStep } from '@/components/policy/refusal.schema';
import type { AvailableAction, AvailableResult } from '@/server/actions/available.schema';
import type { HandoffDetail } from '@/server/domain/handoff/handoff.schema';
import type { ActionState } from './action-state';
import type { StageInfo } from './panel-client';

export type PanelTab = 'package' | 'checklist' | 'history' | 'comments' | 'log';

export type PanelDialog =
  | { readonly kind: 'return' | 'route'; readonly to: string | null }
  | { readonly kind: 'cancel' | 'assign' | 'reopen' | 'ask' }
  | { readonly kind: 'evidence'; readonly item: string }
  | { readonly kind: 'override'; readonly policyId: string; readonly action: string };

/** What every part of an open panel shares. */
export interface Panel {
  readonly project: string;
  readonly handoff: string;
  readonly detail: HandoffDetail;
  readonly available: AvailableResult | null;
  readonly actions: readonly AvailableAction[];
  readonly stages: readonly StageInfo[];
  /** Server's now minus the browser's, in ms. */
  readonly offset: number;
  /** Loads again what is shown; resolves when it is there. */
  readonly refresh: () => Promise<void>;
  readonly tab: PanelTab;
  readonly setTab: (tab: PanelTab) => void;
  readonly dialog: PanelDialog | null;
  readonly setDialog: (dialog: PanelDialog | null) => void;
  /** The item to put the focus on, once the checklist is drawn. */
  readonly wantedItem: string | null;
  readonly goToItem: (item: string | null) => void;
  /** Does the next step that a refusal names, or opens where it is done. */
  readonly follow: (step: NextStep) => void;
  readonly canFollow: (step: NextStep) => boolean;
  /** The step on its way, with its own refusal. */
  readonly step: ActionState;
}

/** Loads again what the panel shows; resolves when it is there. Apart, because actions run before the rest is known. */
export const RefreshContext = createContext<() => Promise<void>>(() => Promise.resolve());

export const PanelContext = createContext<Panel | null>(null);

export function usePanel(): Panel {
  const panel = useContext(PanelContext);
  if (panel === null) throw new Error('Only inside an open handoff panel');
  return panel;
}
