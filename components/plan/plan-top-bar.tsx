'use client';

import { Download, Printer, Upload } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { LiveLight } from '@/components/frame/live-light';
import { TopBar } from '@/components/frame/top-bar';
import { Button } from '@/components/ui/button';
import { Tag } from '@/components/ui/tag';
import type { PlanProgress } from '@/server/domain/plan/plan.schema';

const LIGHT = { connecting: 'idle', on: 'on', lost: 'lost' } as const;

export interface PlanTopBarProps {
  progress: PlanProgress;
  live: keyof typeof LIGHT;
  mayImport: boolean;
  onImport: () => void;
  onExport: () => void;
}

export function PlanTopBar({ progress, live, mayImport, onImport, onExport }: PlanTopBarProps) {
  const t = useTranslations('plan');
  return (
    <TopBar
      title={t('title')}
      badge={
        <Tag tone="go" className="max-sm:hidden">
          {t('ofItems', { done: progress.leaves.checked, total: progress.leaves.total })}
        </Tag>
      }
      live={<LiveLight state={LIGHT[live]} />}
      primary={
        mayImport ? (
          <Button variant="primary" data-action="plan.import" onClick={onImport}>
            <Upload size={15} aria-hidden />
            <span className="max-sm:sr-only">{t('importOne')}</span>
          </Button>
        ) : undefined
      }
    >
      <Button variant="ghost" data-action="plan.export" onClick={onExport}>
        <Download size={15} aria-hidden />
        <span className="max-sm:sr-only">Markdown</span>
      </Button>
      <Button variant="ghost" className="max-sm:hidden" onClick={() => window.print()}>
        <Printer size={15} aria-hidden />
        {t('print')}
      </Button>
    </TopBar>
  );
}
