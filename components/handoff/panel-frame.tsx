'use client';

import './panel.css';
import { useTranslations } from 'next-intl';
import {
  createContext,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useContext,
  useEffect,
  useId,
  useRef,
} from 'react';
import { isTyping } from './is-typing';

type KeyHandler = (event: KeyboardEvent) => boolean;

interface Frame {
  /** Id of the heading that names the panel. */
  readonly headingId: string;
  /** Answers whether it used the key. */
  readonly keys: RefObject<KeyHandler | null>;
}

const FrameContext = createContext<Frame | null>(null);

export function usePanelFrame(): Frame {
  const frame = useContext(FrameContext);
  if (frame === null) throw new Error('Only inside the frame of a handoff panel');
  return frame;
}

/**
 * The floating pane: a region beside the board that takes the focus when it opens but never traps it. Escape closes it,
 * and its keys work only while the focus is inside, so that they never meet those of the board.
 */
export function PanelFrame(props: { handoff: string; onClose: () => void; children: ReactNode }) {
  const t = useTranslations('handoff');
  const headingId = useId();
  const root = useRef<HTMLElement>(null);
  const keys = useRef<KeyHandler | null>(null);
  useEffect(() => root.current?.focus({ preventScroll: true }), []);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    // Keys of a dialog opened from here come through React's tree, but not from inside this element.
    if (!(event.target instanceof Node) || !event.currentTarget.contains(event.target)) return;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.code === 'Escape') props.onClose();
    else if (isTyping(event.target) || keys.current === null || !keys.current(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <aside
      ref={root}
      className="handoff-panel"
      aria-labelledby={headingId}
      data-panel={props.handoff}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <FrameContext value={{ headingId, keys }}>
        {props.children}
        <p className="sr-only">{t('keysHelp')}</p>
      </FrameContext>
    </aside>
  );
}
