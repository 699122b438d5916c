'use client';

import { Panel, useReactFlow, type Viewport } from '@xyflow/react';
import { Maximize, Minus, Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';

const GLIDE = { duration: 180 };

export function ZoomButtons({ first }: { first: Viewport }) {
  const t = useTranslations('board.zoom');
  const { zoomIn, zoomOut, setViewport } = useReactFlow();
  return (
    <Panel position="bottom-right" className="board-zoom">
      <Button variant="ghost" size="sm" square aria-label={t('in')} onClick={() => void zoomIn(GLIDE)}>
        <Plus size={14} aria-hidden />
      </Button>
      <Button variant="ghost" size="sm" square aria-label={t('out')} onClick={() => void zoomOut(GLIDE)}>
        <Minus size={14} aria-hidden />
      </Button>
      <Button
        variant="ghost"
        size="sm"
        square
        aria-label={t('fit')}
        onClick={() => void setViewport(first, GLIDE)}
      >
        <Maximize size={14} aria-hidden />
      </Button>
    </Panel>
  );
}
