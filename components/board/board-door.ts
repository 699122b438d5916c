import type { ProjectStream } from '@/components/frame/project-stream';
import type { AvailableResult } from '@/server/actions/available.schema';
import type { BoardView } from '@/server/domain/board/board.schema';
import type { HandoffCard } from '@/server/domain/handoff/handoff.schema';
import type { StageHead } from './window-patch';

/** Everything the board asks of the server. One object, so that pages and tests can stand on either side of it. */
export interface BoardDoor {
  readonly project: string;
  window(): Promise<BoardView>;
  stage(input: {
    workflow: string;
    stage: string;
    cursor: string;
  }): Promise<{ cards: HandoffCard[]; nextCursor: string | null }>;
  cards(handoffs: string[]): Promise<{ cards: HandoffCard[]; stages: StageHead[]; seq: number }>;
  available(handoff: string): Promise<AvailableResult>;
  /** Runs an action; rejects with what the server said. */
  act(
    action: BoardAction,
    input: Readonly<Record<string, unknown>>,
    idempotencyKey: string,
  ): Promise<{ handoff: string }>;
  /** The events of the project. */
  readonly stream: ProjectStream;
}

export type BoardAction =
  | 'handoff.create'
  | 'handoff.send'
  | 'handoff.return'
  | 'handoff.route'
  | 'handoff.comment';
