'use client';

import { useTranslations } from 'next-intl';
import { shortName } from '@/components/board/card-state';
import { useLocalName, useStageNames } from '@/components/handoff/names';
import { usePanel } from '@/components/handoff/panel-context';
import { RelativeTime } from '@/components/ui/relative-time';
import { Tag } from '@/components/ui/tag';
import { TickBox, TickButton } from '@/components/ui/tick-box';
import type { ChecklistItemView } from '@/server/domain/handoff/handoff.schema';
import { EvidenceList } from './evidence-list';
import { ItemReason } from './item-reason';
import { TickRefusal } from './tick-refusal';
import { clickState, shownState, type TickState } from './ticks.rules';
import type { Ticks } from './use-ticks';

export interface ChecklistRowProps {
  stage: string;
  item: ChecklistItemView;
  /** Nobody, or not the reader, may tick it. */
  locked: boolean;
  /** Of a stage that the handoff is not at. */
  past?: boolean | undefined;
  ticks: Ticks;
  /** The tick that waits for its reason. */
  asking: Exclude<TickState, 'passed' | 'open'> | null;
  onAsk: (state: Exclude<TickState, 'passed' | 'open'> | null) => void;
}

/** One item: its box, its words, its evidence, who said so and when, or what is missing. */
export function ChecklistRow(props: ChecklistRowProps) {
  const { stage, item, locked, past, ticks, asking, onAsk } = props;
  const t = useTranslations('checklist');
  const local = useLocalName();
  const shown = shownState(item);
  const label = local(item.label);
  const settled = shown === 'passed' || shown === 'na';
  const boxLabel = t('box', { item: label, state: t(`state.${shown}`) });
  const refused = ticks.refusals.get(`${stage} ${item.key}`);
  return (
    <li data-item={item.key} data-state={shown}>
      <div className="item-row">
        {locked || item.kind === 'auto' ? (
          <TickBox state={shown} label={boxLabel} />
        ) : (
          <TickButton
            state={shown}
            label={boxLabel}
            data-action="checklist.tick"
            aria-keyshortcuts="Space X N U"
            onClick={() => void ticks.tick(stage, item, clickState(item))}
          />
        )}
        <div className="min-w-0 flex-1">
          <div className="flex items-baseline gap-1.5">
            <span className={settled || past ? 'min-w-0 break-words' : 'min-w-0 break-words font-medium'}>
              {label}
              {item.required ? null : (
                <Tag tone="outline" className="ml-1.5 align-bottom">
                  {t('optional')}
                </Tag>
              )}
            </span>
            <span className="flex-1" />
            <Who item={item} />
          </div>
          <EvidenceList
            item={item}
            note={shown === 'stale' ? t('staleWhy') : null}
            past={past === true}
            mayAttach={!past && !locked && item.kind !== 'auto'}
          />
          {item.reason === null || item.reason === '' ? null : (
            <p className={`mt-1 break-words text-meta ${shown === 'failed' ? 'text-stop' : 'text-ink-2'}`}>
              {item.reason}
            </p>
          )}
          {asking === null ? null : (
            <ItemReason
              itemKey={item.key}
              state={asking}
              onCancel={() => onAsk(null)}
              onSubmit={async (reason) => {
                const taken = await ticks.tick(stage, item, asking, reason);
                if (taken) onAsk(null);
                return taken;
              }}
            />
          )}
          {refused === undefined || refused.about !== item.state ? null : (
            <TickRefusal
              refused={refused}
              onAgain={() => {
                ticks.dismiss(stage, item.key);
                void ticks.tick(stage, item, refused.tick.state, refused.tick.reason ?? undefined);
              }}
              onDismiss={() => ticks.dismiss(stage, item.key)}
            />
          )}
        </div>
      </div>
    </li>
  );
}

/** Who ticked it and when; for an open one who is to. */
function Who({ item }: { item: ChecklistItemView }) {
  const t = useTranslations('checklist');
  const { detail, offset, stages } = usePanel();
  const { role } = useStageNames();
  if (item.kind === 'auto') return <span className="shrink-0 text-ink-3 text-micro">{t('auto')}</span>;
  if (item.tickedBy !== null && item.tickedAt !== null && item.state !== 'open') {
    return (
      <span className="shrink-0 text-ink-3 text-micro">
        <span className={item.tickedBy.kind === 'agent' ? 'mono' : undefined}>
          {shortName(item.tickedBy)}
        </span>
        , <RelativeTime iso={item.tickedAt} offset={offset} format="clock" />
      </span>
    );
  }
  const own = stages.find(({ key }) => key === detail.card.stage)?.role.key;
  const roles = item.tickRoles.length > 0 ? item.tickRoles : own === undefined ? [] : [own];
  const words = roles.map(role).join(', ');
  return (
    <span className="shrink-0 text-ink-3 text-micro">
      {item.notByAuthor ? t('notByAuthor', { roles: words }) : words}
    </span>
  );
}
