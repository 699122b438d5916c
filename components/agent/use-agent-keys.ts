'use client';

import { Bot, PlugZap } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { isTyping } from '@/components/handoff/is-typing';
import { useCommands, useKeyHelp } from '@/components/palette/command-context';
import type { AgentView } from '@/server/domain/agent/agent.schema';

const STEPS = new Map([
  ['KeyJ', 1],
  ['ArrowDown', 1],
  ['KeyK', -1],
  ['ArrowUp', -1],
]);

export interface AgentKeys {
  readonly base: string;
  readonly admin: boolean;
  readonly paneOpen: boolean;
  readonly agents: readonly AgentView[];
}

/** The page's keys by their place on the keyboard, its commands in the palette and its lines in the help. */
export function useAgentKeys({ base, admin, paneOpen, agents }: AgentKeys): void {
  const t = useTranslations('agent');
  const router = useRouter();

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event.target) || document.querySelector('.dialog') !== null) return;
      const step = STEPS.get(event.code);
      if (event.code === 'KeyC' && admin) router.push(`${base}?connect`, { scroll: false });
      else if (event.code === 'Escape' && paneOpen) router.push(base, { scroll: false });
      else if (step !== undefined) {
        const rows = [...document.querySelectorAll<HTMLElement>('a[data-agent]')];
        const at = rows.findIndex((row) => row.matches(':focus'));
        rows[at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step))]?.focus();
      } else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [admin, base, paneOpen, router]);

  useCommands([
    ...(admin
      ? [
          {
            id: 'agent.connect',
            group: 'create' as const,
            icon: PlugZap,
            words: t('connectOne'),
            keys: ['C'],
            action: 'token.create',
            run: () => router.push(`${base}?connect`, { scroll: false }),
          },
        ]
      : []),
    ...agents.map(({ id, name, owner }) => ({
      id: `agent ${id}`,
      group: 'go' as const,
      icon: Bot,
      mono: name,
      words: t('actsFor', { name: owner.name }),
      run: () => router.push(`${base}?agent=${encodeURIComponent(name)}`, { scroll: false }),
    })),
  ]);
  useKeyHelp([
    ...(admin ? [{ words: t('connectOne'), keys: ['C'] }] : []),
    { words: t('keys.walk'), keys: ['J', 'K'] },
    { words: t('keys.open'), keys: ['enter'] },
    { words: t('keys.back'), keys: ['Esc'] },
  ]);
}
