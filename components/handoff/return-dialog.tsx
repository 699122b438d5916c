'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, Input, TextArea } from '@/components/ui/field';
import { useLocalName, useStageNames } from './names';
import { usePanel } from './panel-context';
import { RefusalNote } from './refusal-note';
import { useAction } from './use-action';
import { useDraft } from './use-draft';
import { currentChecklists } from './verdict.rules';

interface ReturnDraft {
  readonly reason: string;
  /** Reason by item key; a key that is there is marked failed. */
  readonly failed: Readonly<Record<string, string>>;
}

const SHORTEST_REASON = 3;

/** Gives it back: a reason for each failed item and one for the whole. */
export function ReturnDialog({ to, onClose }: { to: string | null; onClose: () => void }) {
  const t = useTranslations('handoff.return');
  const common = useTranslations('handoff');
  const { detail } = usePanel();
  const { card } = detail;
  const local = useLocalName();
  const { stage } = useStageNames();
  const items = currentChecklists(detail)
    .flatMap((list) => list.items)
    .filter(({ kind }) => kind !== 'auto');
  const [version] = useState(card.version);
  const [draft, setDraft, clearDraft] = useDraft<ReturnDraft>('return', () => ({
    reason: '',
    failed: Object.fromEntries(
      items.filter(({ state }) => state === 'failed').map((item) => [item.key, item.reason ?? '']),
    ),
  }));
  const [tried, setTried] = useState(false);
  const action = useAction();
  const short = (text: string | undefined) => (text ?? '').trim().length < SHORTEST_REASON;
  const incomplete = short(draft.reason) || Object.values(draft.failed).some(short);

  const finish = (done: unknown) => {
    if (done === null) return;
    clearDraft();
    onClose();
  };
  const submit = async () => {
    setTried(true);
    if (incomplete) return;
    const failedItems = Object.entries(draft.failed).map(([item, reason]) => ({
      item,
      reason: reason.trim(),
    }));
    finish(
      await action.run('handoff.return', {
        handoff: card.handoff,
        expectedVersion: version,
        ...(to === null ? {} : { to }),
        reason: draft.reason.trim(),
        failedItems,
      }),
    );
  };
  const toggle = (key: string, on: boolean) => {
    const { [key]: old, ...rest } = draft.failed;
    setDraft({ ...draft, failed: on ? { ...rest, [key]: old ?? '' } : rest });
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={to === null ? t('title') : t('titleTo', { stage: stage(to) })}
      description={t('description', { used: detail.returnBudget.used, limit: detail.returnBudget.limit })}
      closeLabel={common('close')}
      width="lg"
    >
      <form
        className="flex flex-col gap-3.5 p-5 pt-3.5"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {items.length === 0 ? null : (
          <fieldset>
            <legend className="mb-1.5 font-medium text-meta">{t('items')}</legend>
            <ul className="flex flex-col gap-1.5">
              {items.map((item) => {
                const reason = draft.failed[item.key];
                return (
                  <li key={item.key} className="flex flex-col gap-1.5">
                    <label className="flex items-start gap-2">
                      <input
                        type="checkbox"
                        className="check mt-px"
                        checked={reason !== undefined}
                        onChange={(event) => toggle(item.key, event.target.checked)}
                      />
                      <span className="min-w-0 break-words">{local(item.label)}</span>
                    </label>
                    {reason === undefined ? null : (
                      <Input
                        className="ml-6 w-auto!"
                        aria-label={t('itemReason', { item: local(item.label) })}
                        aria-invalid={tried && short(reason) ? true : undefined}
                        placeholder={t('itemReasonHint')}
                        maxLength={2000}
                        value={reason}
                        onChange={(event) =>
                          setDraft({ ...draft, failed: { ...draft.failed, [item.key]: event.target.value } })
                        }
                      />
                    )}
                  </li>
                );
              })}
            </ul>
          </fieldset>
        )}
        <Field label={t('reason')} error={tried && incomplete ? t('needReason') : null}>
          {(control) => (
            <TextArea
              {...control}
              rows={3}
              maxLength={2000}
              value={draft.reason}
              onChange={(event) => setDraft({ ...draft, reason: event.target.value })}
            />
          )}
        </Field>
        <RefusalNote
          action={{
            ...action,
            again: async () => {
              const done = await action.again();
              finish(done);
              return done;
            },
          }}
          onFollow={onClose}
        />
        <div className="flex flex-wrap justify-end gap-2">
          <Button variant="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button type="submit" variant="primary" loading={action.pending} data-action="handoff.return">
            {t('submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
