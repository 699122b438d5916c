'use client';

import { createContext, useContext } from 'react';
import type { AvailableResult } from '@/server/actions/available.schema';
import type { BoardStage } from '@/server/domain/board/board.schema';
import type { ActorView, HandoffDetail } from '@/server/domain/handoff/handoff.schema';
import type { SessionEntryView } from '@/server/domain/session/session.schema';

export type StageInfo = Pick<BoardStage, 'key' | 'name' | 'role' | 'kind' | 'position'>;

export interface RoleInfo {
  readonly key: string;
  readonly name: { readonly en: string; readonly ru: string };
}

/** Somebody who can be given work. */
export interface Assignable {
  readonly id: string;
  readonly kind: ActorView['kind'];
  readonly name: string;
  readonly roles: readonly string[];
}

export interface PanelCall {
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly idempotencyKey: string;
}

/** The doors the panel uses; errors keep the shape of the server's, see refusal.schema.ts. */
export interface PanelClient {
  detail(handoff: string): Promise<HandoffDetail>;
  available(handoff: string): Promise<AvailableResult>;
  stages(): Promise<readonly StageInfo[]>;
  people(): Promise<readonly Assignable[]>;
  /** Every role of the project, whether a stage is its or not. */
  roles(): Promise<readonly RoleInfo[]>;
  sessionEntries(handoff: string): Promise<readonly SessionEntryView[]>;
  /** Runs an action and answers its result. */
  run(call: PanelCall): Promise<unknown>;
}

export const PanelClientContext = createContext<PanelClient | null>(null);

export function usePanelClient(): PanelClient {
  const client = useContext(PanelClientContext);
  if (client === null) throw new Error('The handoff panel needs a PanelClientContext around it');
  return client;
}
