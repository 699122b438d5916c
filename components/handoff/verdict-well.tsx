'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import { MoreMoves, MoveButton, useMoveWords } from './move-buttons';
import { useStageNames } from './names';
import { usePanel } from './panel-context';
import { PanelDenial, RefusalNote } from './refusal-note';
import { withItemStep } from './unlock.rules';
import type { MoveControl } from './use-moves';
import { type Gap, verdictOf } from './verdict.rules';

/** Why it stays here, and what can be done about it. `bar`: along the foot of a phone. */
export function VerdictWell({ control, bar = false }: { control: MoveControl; bar?: boolean }) {
  const { moves, explained, action } = control;
  const { step, detail, canFollow } = usePanel();
  const main = moves.filter(({ place }) => place === 'main');
  const shown = main.filter((move) => move.action !== 'handoff.route');
  const route = main.find((move) => move.action === 'handoff.route');
  const aside = moves.filter(
    ({ place, action: name }) =>
      // Beside a phone's buttons there is no line of the lease to renew or end it in.
      place === 'more' && (bar || (name !== 'handoff.heartbeat' && name !== 'handoff.release')),
  );
  const denial = moves.find(({ id }) => id === explained)?.locked ?? null;
  const button = (move: (typeof moves)[number]) => (
    <MoveButton
      key={move.id}
      move={move}
      pending={action.pending && control.running === move.id}
      explained={explained === move.id}
      onRun={control.run}
      onExplain={(one) => control.explain(explained === one.id ? null : one.id)}
    />
  );
  return (
    <div
      className={
        bar
          ? 'flex max-h-[60dvh] flex-col gap-2 overflow-y-auto border-line border-t bg-surface px-4 py-2.5'
          : 'mx-5 mb-3.5 flex flex-col gap-2.5 rounded-pane bg-sunken px-3.5 py-3'
      }
    >
      <VerdictSentence />
      <Exception />
      {moves.length === 0 ? null : (
        <div className="flex flex-wrap items-center gap-2">
          {shown.map(button)}
          {/* Empty it takes no gap: on a phone the buttons then fill the row. */}
          <span className="ml-auto flex items-center gap-1 empty:hidden">
            {route === undefined ? null : button(route)}
            <MoreMoves moves={aside} onRun={control.run} />
          </span>
        </div>
      )}
      {bar ? null : <LeaseLine control={control} />}
      {denial === null || explained === null ? null : (
        <PanelDenial
          quiet
          denials={[withItemStep(denial, detail, canFollow)]}
          action={moves.find(({ id }) => id === explained)?.action ?? ''}
          onClose={() => control.explain(null)}
          onFollow={() => control.explain(null)}
        />
      )}
      <RefusalNote action={action} onFollow={action.reset} />
      <RefusalNote action={step} onFollow={step.reset} />
    </div>
  );
}

const GAPS: readonly Gap[] = ['failed', 'evidence', 'stale', 'open'];

function VerdictSentence() {
  const t = useTranslations('handoff.verdict');
  const { detail, stages } = usePanel();
  const { stage, role } = useStageNames();
  const { card } = detail;
  const verdict = verdictOf(detail);
  const roleKey = stages.find(({ key }) => key === card.stage)?.role.key ?? '';
  const values = {
    total: verdict.total,
    hops: card.hops,
    returns: card.returns,
    stage: stage(card.stage),
    role: roleKey === '' ? '' : role(roleKey),
    name: card.assignee?.name ?? 'empty',
    lost: card.lastHolder?.name ?? '',
  };
  const parts = GAPS.filter((gap) => verdict.counts[gap] > 0).map((gap) =>
    t(`gap.${gap}`, { count: verdict.counts[gap] }),
  );
  const waits = card.state === 'offered';
  return (
    <p>
      <strong className="font-medium">{t(verdict.kind, values)}</strong>{' '}
      <span className="text-ink-2">
        {parts.length > 0 && card.closedAt === null ? `${sentence(parts.join(', '))}.` : null}{' '}
        {waits && verdict.kind === 'keeps' ? t('waits', values) : null}
      </span>
    </p>
  );
}

function sentence(text: string): string {
  return text.slice(0, 1).toLocaleUpperCase() + text.slice(1);
}

/** A rule that was set aside is never out of sight. */
function Exception() {
  const t = useTranslations('handoff.verdict');
  const { detail, offset } = usePanel();
  const { override } = detail.card;
  if (override === null || override.used || detail.card.closedAt !== null) return null;
  return (
    <p className="text-meta">
      <strong className="font-medium text-stop">{t('overridden')}</strong>{' '}
      <span className="text-ink-2">
        {t.rich('exception', {
          policy: override.policyId,
          clock: () => <RelativeTime iso={override.expiresAt} offset={offset} format="clock" />,
        })}
      </span>
    </p>
  );
}

/** Whoever holds it: how long still, and how to keep it or put it back. */
function LeaseLine({ control }: { control: MoveControl }) {
  const t = useTranslations('handoff.lease');
  const words = useMoveWords();
  const { detail, available } = usePanel();
  const { card } = detail;
  if (card.holder === null) return null;
  const resting = card.leaseUntil === null;
  const mine = available?.actor.id === card.holder.id;
  const keep = control.moves.filter(
    ({ action }) => (action === 'handoff.heartbeat' && !resting) || action === 'handoff.release',
  );
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-ink-2 text-meta">
      <span>
        {mine ? t('yours') : t('theirs', { name: card.holder.name })} ·{' '}
        {card.leaseUntil === null ? (
          t('rests')
        ) : (
          <>
            {t('lease')} <RelativeTime iso={card.leaseUntil} offset={control.offset} format="left" />
          </>
        )}
      </span>
      {keep.map((move) => (
        <Button
          key={move.id}
          size="sm"
          variant="ghost"
          data-action={move.action}
          loading={control.action.pending && control.running === move.id}
          onClick={() => control.run(move)}
        >
          {words(move)}
        </Button>
      ))}
    </div>
  );
}
