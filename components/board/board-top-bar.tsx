'use client';

import { Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { LiveLight } from '@/components/frame/live-light';
import { TopBar } from '@/components/frame/top-bar';
import { ActorMark } from '@/components/ui/actor-mark';
import { ActorStack } from '@/components/ui/actor-stack';
import { Button } from '@/components/ui/button';
import { Kbd } from '@/components/ui/kbd';
import { RelativeTime } from '@/components/ui/relative-time';
import { Tag } from '@/components/ui/tag';
import { useBoard, useBoardHome, useBoardView } from './board-context';
import { serverOffset } from './server-clock';
import { useNames } from './use-stage';

const MOST_SHOWN = 6;
const LIGHT = { connecting: 'idle', on: 'on', lost: 'lost' } as const;

export function BoardTopBar() {
  const t = useTranslations('board');
  const name = useNames();
  const { store } = useBoardHome();
  const workflow = useBoardView((view) => view.workflow);
  const present = useBoardView((view) => view.present);
  const permission = useBoardView((view) => view.me.permission);
  return (
    <TopBar
      title={name(workflow.name)}
      badge={
        <Tag tone="outline" className="max-sm:hidden">
          v{workflow.version}
        </Tag>
      }
      live={<Light />}
      presence={
        present.length === 0 ? undefined : (
          <ActorStack label={t('present')}>
            {present.slice(0, MOST_SHOWN).map((actor) => (
              <ActorMark key={actor.id} id={actor.id} kind={actor.kind} name={actor.name} size={24} />
            ))}
          </ActorStack>
        )
      }
      primary={
        permission === 'viewer' ? undefined : (
          <Button
            variant="primary"
            data-action="handoff.create"
            aria-keyshortcuts="C"
            onClick={() => store.set({ dialog: { kind: 'create' } })}
          >
            <Plus size={15} aria-hidden />
            <span className="max-sm:sr-only">{t('new')}</span>
            <Kbd keys="C" />
          </Button>
        )
      }
    />
  );
}

function Light() {
  const t = useTranslations('board');
  const live = useBoard((state) => (state.unanswered ? 'lost' : state.live));
  const heardAt = useBoard((state) => state.heardAt);
  return (
    <LiveLight
      state={LIGHT[live]}
      detail={
        live === 'lost' && heardAt !== null ? (
          <>
            {t('lastSeen')}{' '}
            <RelativeTime iso={new Date(heardAt).toISOString()} offset={serverOffset()} format="ago" />
          </>
        ) : undefined
      }
    />
  );
}
