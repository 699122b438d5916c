'use client';

import { Popover as Radix } from 'radix-ui';
import { type ReactNode, useMemo } from 'react';

export type TipSide = 'top' | 'right' | 'bottom' | 'left';

/** The words of a `Tooltip` while they show, beside what they are about; they never take the focus. */
export function Tip(props: {
  id: string;
  anchor: HTMLElement;
  side: TipSide;
  /** The pointer rests on the words. */
  onReach: () => void;
  /** It left them, or Escape was pressed. */
  onGone: () => void;
  children: ReactNode;
}) {
  const { id, anchor, side, onReach, onGone, children } = props;
  const beside = useMemo(() => ({ current: anchor }), [anchor]);
  return (
    <Radix.Root open onOpenChange={(open) => (open ? undefined : onGone())}>
      <Radix.Anchor virtualRef={beside} />
      <Radix.Portal>
        <Radix.Content
          role="tooltip"
          id={id}
          className="floating tip"
          side={side}
          sideOffset={6}
          collisionPadding={8}
          onPointerEnter={onReach}
          onPointerLeave={onGone}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
