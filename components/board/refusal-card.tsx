'use client';

import { Check, ListChecks, PanelRight, RotateCw, ShieldOff, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { mayTake } from '@/components/policy/denial.rules';
import { usePolicyWords } from '@/components/policy/policy-words';
import { Button } from '@/components/ui/button';
import { Kbd } from '@/components/ui/kbd';
import type { HandoffCard } from '@/server/domain/handoff/handoff.schema';
import { useBoardActs } from './board-acts';
import { useBoardHome, useBoardView } from './board-context';
import type { Refusal } from './board-store';
import { ConflictBody } from './conflict-body';
import type { Blocker, Move } from './drop-targets';
import { mono } from './handoff-card';
import type { Failure } from './read-failure';
import { factLines, unlockOf } from './refusal-facts';
import { Shell } from './refusal-shell';
import { useNames } from './use-stage';

/** What refused a move, why, on which facts, and the one click that unlocks it. */
export function RefusalCard({ refusal }: { refusal: Refusal }) {
  const { card, to, failure, request } = refusal;
  switch (failure.kind) {
    case 'denied':
      return (
        <Denied card={card} to={to} blocker={failure.denial} move={request?.move ?? null} routed={null} />
      );
    case 'no-route':
      return <Denied card={card} to={to} blocker={NO_ROUTE} move={null} routed={false} />;
    case 'conflict':
      return <ConflictBody card={card} conflict={failure} />;
    case 'silent':
      return <Silent />;
    default:
      return <Plain card={card} failure={failure} />;
  }
}

/** The route table's own refusal, before or without the server's words for it. */
const NO_ROUTE: Blocker = {
  policyId: 'flow.route',
  title: 'No route leads there',
  why: '',
  facts: {},
  next: [],
  override: { possible: true, by: 'lead', action: 'override.grant' },
};

function Denied(props: {
  card: HandoffCard;
  to: string;
  blocker: Blocker;
  move: Move | null;
  routed: boolean | null;
}) {
  const { card, to, blocker, move } = props;
  const t = useTranslations('board.refusal');
  const f = useTranslations('board.fact');
  const name = useNames();
  const words = usePolicyWords()(blocker);
  const stages = useBoardView((view) => view.stages);
  const routes = useBoardView((view) => view.routes);
  const called = (key: string) => {
    const stage = stages.find((each) => each.key === key);
    return stage === undefined ? key : name(stage.name);
  };
  const routed = props.routed ?? routes.some((route) => route.from === card.stage && route.to === to);
  const lines = factLines(blocker, card, routed);
  const values = { from: called(card.stage), to: called(to) };
  return (
    <Shell title={t('refuses', { stage: called(to) })} policyId={blocker.policyId}>
      <p className="mb-2.5 text-ink-2">
        {blocker.policyId === 'flow.route' ? t('noRouteWhy', values) : words.why || words.title}
      </p>
      <ul className="refusal-facts">
        {lines.map(({ ok, key, values: own }) => (
          <li key={key} data-ok={ok ? '' : undefined}>
            {ok ? <Check size={14} aria-hidden /> : <X size={14} aria-hidden />}
            <span>
              <span className="sr-only">{ok ? t('holds') : t('fails')} </span>
              {f.rich(key, { ...values, ...own, m: mono })}
            </span>
          </li>
        ))}
      </ul>
      <Ways card={card} to={to} blocker={blocker} move={move} called={called} />
    </Shell>
  );
}

function Ways(props: {
  card: HandoffCard;
  to: string;
  blocker: Blocker;
  move: Move | null;
  called: (key: string) => string;
}) {
  const { card, to, blocker, move, called } = props;
  const t = useTranslations('board.refusal');
  const { store } = useBoardHome();
  const { open, start } = useBoardActs();
  const me = useBoardView((view) => view.me);
  const unlock = unlockOf(blocker, { move, to });
  return (
    <>
      {unlock.kind === 'open' && unlock.by !== null && !mayTake({ by: unlock.by }, me) ? (
        <p className="mb-2.5 text-ink-3 text-meta">{t('who', { who: whoKey(unlock.by), name: unlock.by })}</p>
      ) : null}
      <div className="flex flex-wrap gap-2">
        {unlock.kind === 'move' ? (
          <Button
            variant="primary"
            data-action={`handoff.${unlock.move}`}
            onClick={() => start(card, unlock.to, unlock.move)}
          >
            {t(`do.${unlock.move}`, { stage: called(unlock.to) })}
            <Kbd keys="enter" />
          </Button>
        ) : (
          <Button
            variant="primary"
            onClick={() => open(card.handoff, unlock.kind === 'items' ? unlock.items[0] : undefined)}
          >
            {unlock.kind === 'items' ? (
              <ListChecks size={14} aria-hidden />
            ) : (
              <PanelRight size={14} aria-hidden />
            )}
            {unlock.kind === 'items'
              ? t('openItems', { count: unlock.items.length })
              : t('openHandoff', { handoff: card.handoff })}
            <Kbd keys="enter" />
          </Button>
        )}
        {blocker.override.possible ? (
          <Button
            onClick={() =>
              store.set({ dialog: { kind: 'override', card, policyId: blocker.policyId }, refusal: null })
            }
          >
            <ShieldOff size={14} aria-hidden />
            {t('requestOverride')}
          </Button>
        ) : null}
      </div>
    </>
  );
}

/** 'lead' and the like, or a role: 'role:reviewer'. */
function whoKey(by: string): string {
  return by.startsWith('role:') ? 'role' : by;
}

/** Nobody answered: the same call with the same key cannot happen twice. */
function Silent() {
  const t = useTranslations('board.refusal');
  const { again } = useBoardActs();
  return (
    <Shell title={t('silent')} policyId={null}>
      <p className="mb-2.5 text-ink-2">{t('silentSafe')}</p>
      <Button variant="primary" onClick={again}>
        <RotateCw size={14} aria-hidden />
        {t('again')}
      </Button>
    </Shell>
  );
}

function Plain({ card, failure }: { card: HandoffCard; failure: Extract<Failure, { kind: 'refused' }> }) {
  const t = useTranslations('board.refusal');
  const { again, open } = useBoardActs();
  return (
    <Shell title={t('notMoved', { handoff: card.handoff })} policyId={null}>
      <p className="text-ink-2">{failure.message}</p>
      {failure.hint ? <p className="mt-1 mb-2.5 text-ink-3 text-meta">{failure.hint}</p> : null}
      {failure.retryable ? (
        <Button variant="primary" onClick={again}>
          <RotateCw size={14} aria-hidden />
          {t('again')}
        </Button>
      ) : (
        <Button variant="primary" onClick={() => open(card.handoff)}>
          <PanelRight size={14} aria-hidden />
          {t('openHandoff', { handoff: card.handoff })}
        </Button>
      )}
    </Shell>
  );
}
