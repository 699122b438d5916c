'use client';

import { OctagonX, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useId } from 'react';
import { Button } from '@/components/ui/button';
import { Tag } from '@/components/ui/tag';
import { useBoardActs } from './board-acts';
import { useBoard, useBoardHome } from './board-context';

/** The frame that every refusal shares; while a card hangs over it, it only tells. */
export function Shell(props: {
  title: string;
  policyId: string | null;
  tone?: 'stop' | 'wait';
  children: ReactNode;
}) {
  const t = useTranslations('board.refusal');
  const { store } = useBoardHome();
  const { mover } = useBoardActs();
  const lifting = useBoard(({ lift }) => lift !== null);
  const dismiss = () => {
    const handoff = store.get().refusal?.card.handoff;
    store.set({ refusal: null });
    if (handoff !== undefined) mover.restFocus(handoff);
  };
  const id = useId();
  return (
    <section className="refusal" data-denial={props.policyId ?? ''} aria-labelledby={id}>
      <div className="mb-1.5 flex items-center gap-2">
        <OctagonX size={16} aria-hidden className={props.tone === 'wait' ? 'text-wait' : 'text-stop'} />
        <span id={id} className="font-semibold text-read">
          {props.title}
        </span>
        <span className="flex-1" />
        {props.policyId === null || props.tone === 'wait' ? null : (
          <Tag tone="stop" className="mono refusal-policy">
            {props.policyId}
          </Tag>
        )}
        {lifting ? null : (
          <Button variant="ghost" size="sm" square aria-label={t('close')} onClick={() => dismiss()}>
            <X size={14} aria-hidden />
          </Button>
        )}
      </div>
      {props.children}
    </section>
  );
}
