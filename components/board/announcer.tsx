'use client';

import { useTranslations } from 'next-intl';
import { useBoard, useBoardView } from './board-context';
import { useNames } from './use-stage';

/** Says aloud what the eye sees move. */
export function Announcer() {
  const t = useTranslations('board.said');
  const name = useNames();
  const said = useBoard((state) => state.said);
  const stages = useBoardView((view) => view.stages);
  const stage = stages.find(({ key }) => key === said?.stage);
  return (
    <output className="sr-only" aria-live="assertive" aria-atomic="true">
      {said === null
        ? ''
        : t(said.key, { handoff: said.handoff, stage: stage === undefined ? said.stage : name(stage.name) })}
    </output>
  );
}
