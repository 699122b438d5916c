'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { v7 } from 'uuid';
import { type Refusal, refusalOf } from '@/components/policy/refusal.schema';
import { useTRPCClient } from '@/components/trpc/provider';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, Input } from '@/components/ui/field';
import type { PlanItemView } from '@/server/domain/plan/plan.schema';
import { PlanRefusal } from './plan-refusal';

export interface ItemDialogProps {
  kind: 'link' | 'create';
  project: string;
  plan: string;
  item: PlanItemView;
  onClose: () => void;
}

/** Links an item to a handoff that is there, or makes one for it. */
export function ItemDialog({ kind, project, plan, item, onClose }: ItemDialogProps) {
  const t = useTranslations(`plan.${kind}`);
  const trpc = useTRPCClient();
  const queries = useQueryClient();
  const [text, setText] = useState(kind === 'create' ? item.text.slice(0, 200) : '');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [pending, setPending] = useState(false);
  const found = useQuery({
    queryKey: ['plan', project, 'handoffs', text],
    enabled: kind === 'link' && text.trim() !== '',
    queryFn: () => trpc.handoff.search.query({ project, arguments: { text: text.trim() } }),
  });

  async function run(act: () => Promise<unknown>, close: boolean) {
    setPending(true);
    setRefusal(null);
    try {
      await act();
      await queries.invalidateQueries({ queryKey: ['plan', project] });
      if (close) onClose();
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setPending(false);
    }
  }
  const at = { plan, item: item.key };
  const link = (handoff: string) =>
    run(() => trpc.plan.link.mutate({ project, arguments: { ...at, handoff }, idempotencyKey: v7() }), true);
  const create = () =>
    run(
      () =>
        trpc.handoff.create.mutate({
          project,
          arguments: { title: text.trim(), planItem: at },
          idempotencyKey: v7(),
        }),
      true,
    );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('title')}
      description={item.text.slice(0, 300)}
      closeLabel={t('close')}
    >
      <form
        className="flex flex-col gap-3 px-5 py-4"
        onSubmit={(event) => {
          event.preventDefault();
          const first = found.data?.handoffs[0];
          if (kind === 'create') void create();
          else if (first !== undefined) void link(first.handoff);
        }}
      >
        <Field label={t('label')}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              value={text}
              maxLength={200}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        {kind === 'link' ? (
          <ul className="flex flex-col gap-1">
            {(found.data?.handoffs ?? []).map(({ handoff, title }) => (
              <li key={handoff}>
                <Button
                  className="w-full justify-start!"
                  variant="ghost"
                  loading={pending}
                  data-action="plan.link"
                  data-to={handoff}
                  onClick={() => void link(handoff)}
                >
                  <span className="mono">{handoff}</span>
                  <span className="truncate">{title}</span>
                </Button>
              </li>
            ))}
            {found.data?.handoffs.length === 0 ? <li className="text-ink-2">{t('none')}</li> : null}
          </ul>
        ) : null}
        {kind === 'link'
          ? item.links.map(({ handoff }) => (
              <Button
                key={handoff}
                loading={pending}
                data-action="plan.unlink"
                onClick={() =>
                  void run(
                    () =>
                      trpc.plan.unlink.mutate({
                        project,
                        arguments: { ...at, handoff },
                        idempotencyKey: v7(),
                      }),
                    true,
                  )
                }
              >
                {t('unlink', { handoff })}
              </Button>
            ))
          : null}
        {refusal ? (
          <PlanRefusal
            refusal={refusal}
            action={kind === 'link' ? 'plan.link' : 'handoff.create'}
            onClose={() => setRefusal(null)}
          />
        ) : null}
        {kind === 'create' ? (
          <Button
            type="submit"
            variant="primary"
            loading={pending}
            disabled={text.trim() === ''}
            data-action="handoff.create"
            className="self-end"
          >
            {t('submit')}
          </Button>
        ) : null}
      </form>
    </Dialog>
  );
}
