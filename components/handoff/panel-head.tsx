'use client';

import { Check, ChevronLeft, GitBranch, Link as LinkIcon, Pencil, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/field';
import { roleIcon } from '@/components/ui/role-icon';
import { Tag } from '@/components/ui/tag';
import { mayDo } from './moves.rules';
import { useStageNames } from './names';
import { usePanel } from './panel-context';
import { RefusalNote } from './refusal-note';
import { useAction } from './use-action';
import { roundOf } from './verdict.rules';

/** Number, mode, stage with round, branch, link and the way out. */
export function PanelHead({ onClose }: { onClose: () => void }) {
  const t = useTranslations('handoff');
  const { detail, stages } = usePanel();
  const { stage } = useStageNames();
  const { card } = detail;
  const round = roundOf(detail);
  const Icon = roleIcon(stages.find(({ key }) => key === card.stage)?.role.icon ?? '');
  const closed = card.state === 'done' || card.state === 'cancelled';
  return (
    <div className="flex items-center gap-x-2 pt-3 pr-3.5 pl-5 max-sm:border-line max-sm:border-b max-sm:px-2 max-sm:py-2">
      <Button
        variant="ghost"
        size="sm"
        square
        className="sm:hidden!"
        aria-label={t('back')}
        onClick={onClose}
      >
        <ChevronLeft size={20} aria-hidden />
      </Button>
      <span className="short-id text-[12.5px]! text-ink-2!">{card.handoff}</span>
      <span className="mono text-ink-3 text-meta max-sm:hidden">[{card.mode}]</span>
      <Tag tone={closed ? 'neutral' : card.state === 'active' ? 'go' : 'wait'}>
        <Icon size={12} aria-hidden />
        {closed ? t(`state.${card.state}`) : t('stageRound', { stage: stage(card.stage), round })}
      </Tag>
      <span className="flex-1" />
      {card.branch === null ? null : (
        <CopyButton text={() => card.branch ?? ''} label={t('copyBranch', { branch: card.branch })} shrink>
          <GitBranch size={14} aria-hidden />
          <span className="mono min-w-0 truncate">{card.branch}</span>
        </CopyButton>
      )}
      <CopyButton text={() => linkTo(card.handoff)} label={t('copyLink')}>
        <LinkIcon size={14} aria-hidden />
      </CopyButton>
      <Button
        variant="ghost"
        size="sm"
        square
        className="max-sm:hidden!"
        aria-label={t('close')}
        onClick={onClose}
        aria-keyshortcuts="Escape"
      >
        <X size={15} aria-hidden />
      </Button>
    </div>
  );
}

function linkTo(handoff: string): string {
  const url = new URL(window.location.href);
  url.search = '';
  url.hash = '';
  url.searchParams.set('handoff', handoff);
  return url.href;
}

function CopyButton(props: {
  text: () => string;
  label: string;
  children: React.ReactNode;
  shrink?: boolean;
}) {
  const t = useTranslations('handoff');
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1600);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <Button
      variant="ghost"
      size="sm"
      className={props.shrink ? 'min-w-0 max-w-44 shrink! max-sm:max-w-28' : 'px-1.5!'}
      aria-label={props.label}
      title={props.label}
      onClick={() => {
        navigator.clipboard.writeText(props.text()).then(
          () => setCopied(true),
          // Without a clipboard (plain http) the text can still be taken by hand.
          () => window.prompt(props.label, props.text()),
        );
      }}
    >
      {copied ? <Check size={14} className="text-go" aria-hidden /> : null}
      {copied ? <span role="status">{t('copied')}</span> : props.children}
    </Button>
  );
}

/** The title, edited in place by those who may. */
export function PanelTitle({ id }: { id: string }) {
  const t = useTranslations('handoff');
  const { detail, actions, available } = usePanel();
  const { card } = detail;
  const [draft, setDraft] = useState<{ text: string; version: number } | null>(null);
  const action = useAction();
  const field = useRef<HTMLInputElement>(null);
  const editing = draft !== null;
  useEffect(() => {
    if (editing) field.current?.select();
  }, [editing]);
  const mayEdit =
    mayDo(actions, 'handoff.update', available?.permission) &&
    card.state !== 'done' &&
    card.state !== 'cancelled';

  const save = async () => {
    if (draft === null) return;
    const title = draft.text.trim();
    if (title === '' || title === card.title) return setDraft(null);
    const done = await action.run('handoff.update', {
      handoff: card.handoff,
      expectedVersion: draft.version,
      title,
    });
    if (done !== null) setDraft(null);
  };

  return (
    <div className="px-5 pt-1 pb-3.5 max-sm:px-4 max-sm:pt-3">
      <h2 id={id} className={editing ? 'sr-only' : 'group flex items-start gap-1 text-panel font-semibold'}>
        <span className="min-w-0 break-words">{card.title}</span>
        {mayEdit && !editing ? (
          <button
            type="button"
            className="mt-0.5 flex size-6 shrink-0 items-center justify-center rounded-chip text-ink-3 opacity-0 hover:bg-raise focus-visible:opacity-100 group-hover:opacity-100 max-sm:opacity-100"
            aria-label={t('editTitle')}
            onClick={() => setDraft({ text: card.title, version: card.version })}
          >
            <Pencil size={14} aria-hidden />
          </button>
        ) : null}
      </h2>
      {draft === null ? null : (
        <form
          className="flex flex-col gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <div className="flex flex-wrap gap-2">
            <Input
              ref={field}
              className="min-w-40 flex-1"
              aria-label={t('titleField')}
              maxLength={200}
              value={draft.text}
              onChange={(event) => setDraft({ ...draft, text: event.target.value })}
              onKeyDown={(event) => {
                if (event.key === 'Escape') {
                  event.stopPropagation();
                  setDraft(null);
                  action.reset();
                }
              }}
            />
            <Button type="submit" variant="primary" loading={action.pending} data-action="handoff.update">
              {t('save')}
            </Button>
            <Button variant="ghost" onClick={() => setDraft(null)}>
              {t('cancel')}
            </Button>
          </div>
          <RefusalNote
            action={{
              ...action,
              again: async () => {
                const done = await action.again();
                if (done !== null) setDraft(null);
                return done;
              },
            }}
          />
        </form>
      )}
    </div>
  );
}
