'use client';

import { Minus, Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Kbd } from '@/components/ui/kbd';
import type { NumberedOption } from './question.rules';

/** An option with what speaks for and against it; its number is also the key that picks it. */
export function OptionText({ option }: { option: NumberedOption }) {
  const t = useTranslations('handoff.question');
  const points = [
    ...option.pros.map((text) => ({ text, icon: Plus, words: t('pro'), tone: 'text-go' })),
    ...option.cons.map((text) => ({ text, icon: Minus, words: t('con'), tone: 'text-stop' })),
  ];
  return (
    <span className="min-w-0 flex-1">
      <span className="flex items-start gap-2">
        <span className="min-w-0 flex-1 break-words font-medium">{option.label}</span>
        <Kbd keys={String(option.number)} />
      </span>
      {points.map(({ text, icon: Icon, words, tone }) => (
        <span key={`${words} ${text}`} className="mt-0.5 flex items-start gap-2 text-ink-2 text-meta">
          <Icon size={12} className={`mt-0.5 shrink-0 ${tone}`} aria-label={words} />
          <span className="min-w-0 break-words">{text}</span>
        </span>
      ))}
    </span>
  );
}
