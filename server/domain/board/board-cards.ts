import { defineQuery } from '../../actions/action';
import { sql } from '../../actions/sql';
import type { HandoffCard } from '../handoff/handoff.schema';
import { cardJson } from '../handoff/handoff-card.sql';
import {
  BoardCards,
  BoardCardsInput,
  type BoardStage,
  BoardStageInput,
  BoardStagePage,
} from './board.schema';
import { stageHeads } from './board-stages.sql';
import { cardCursor, readCardCursor } from './card-cursor';

export const boardCards = defineQuery({
  name: 'board.cards',
  title: 'Fresh cards',
  description: 'The present state of the named handoffs and of the stage heads, for live patches.',
  input: BoardCardsInput,
  output: BoardCards,
  permission: 'viewer',
  scope: 'read',
  read: async ({ facts, projectId, rows }, input) => {
    const numbers = input.handoffs
      .filter((name) => name.startsWith(`${facts.project?.prefix ?? ''}-`))
      .map((name) => Number(name.slice(name.lastIndexOf('-') + 1)))
      .filter((number) => Number.isSafeInteger(number) && number > 0 && number < 2 ** 31);
    const [row] = await rows(sql<{
      cards: HandoffCard[];
      stages: Omit<BoardStage, 'cards' | 'nextCursor'>[];
      seq: number;
    }>`WITH pr AS MATERIALIZED (SELECT * FROM project WHERE id = ${projectId}::uuid)
      SELECT coalesce((SELECT jsonb_agg(${cardJson}) FROM handoff h, pr WHERE h.project_id = pr.id AND h.number = ANY(${numbers}::int[])), '[]') AS cards,
        coalesce((SELECT jsonb_agg(${stageHeads} ORDER BY s.position) FROM stage s JOIN workflow_version w
          ON w.project_id = s.project_id AND w.id = s.version_id, pr WHERE s.project_id = pr.id AND w.status = 'active'), '[]') AS stages,
        (SELECT c.seq FROM project_clock c, pr WHERE c.project_id = pr.id) AS seq`);
    return row ?? null;
  },
});

export const boardStage = defineQuery({
  name: 'board.stage',
  title: 'More cards of a stage',
  description: 'The next page of live handoffs at one stage, by their last move, oldest first.',
  input: BoardStageInput,
  output: BoardStagePage,
  permission: 'viewer',
  scope: 'read',
  read: async ({ projectId, rows }, input) => {
    const from = readCardCursor(input.cursor);
    const [row] = await rows(sql<{
      cards: HandoffCard[];
    }>`WITH pr AS MATERIALIZED (SELECT * FROM project WHERE id = ${projectId}::uuid),
      page AS MATERIALIZED (SELECT h.* FROM handoff h JOIN workflow_version w ON w.project_id = h.project_id AND w.id = h.version_id, pr
        WHERE h.project_id = pr.id AND w.status = 'active' AND w.workflow = ${input.workflow} AND h.stage_key = ${input.stage}
          AND h.state IN ('offered', 'active', 'input_required')
          AND (${from?.movedAt ?? null}::timestamptz IS NULL OR (h.moved_at, h.number) > (${from?.movedAt ?? null}::timestamptz, ${from?.number ?? 0}::int))
        ORDER BY h.moved_at, h.number LIMIT ${input.limit + 1}::int)
      SELECT coalesce((SELECT jsonb_agg(${cardJson} ORDER BY h.moved_at, h.number) FROM page h, pr), '[]') AS cards`);
    const cards = row?.cards ?? [];
    const page = cards.slice(0, input.limit);
    const last = page.at(-1);
    return {
      cards: page,
      nextCursor: cards.length > input.limit && last ? cardCursor(last) : null,
    };
  },
});
