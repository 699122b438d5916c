'use client';

import clsx from 'clsx';
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
import { Button } from './button';
import { focusedNow, giveBackFocus } from './give-back-focus';

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** Where the first control makes the purpose plain, the title is only read aloud. */
  titleHidden?: boolean | undefined;
  description?: ReactNode;
  /** Words for the close button. */
  closeLabel: string;
  width?: 'sm' | 'md' | 'lg' | undefined;
  children: ReactNode;
  className?: string | undefined;
}

/** Modal: traps the focus, closes on Escape and gives the focus back. */
export function Dialog(props: DialogProps) {
  const { open, onOpenChange, title, titleHidden, description, closeLabel, width = 'md' } = props;
  const before = useRef<HTMLElement | null | undefined>(undefined);
  // Before anything in it takes the focus by itself.
  if (open && before.current === undefined && typeof document !== 'undefined') before.current = focusedNow();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="scrim" />
        <Radix.Content
          className={clsx('dialog', props.className)}
          data-width={width}
          {...(description ? {} : { 'aria-describedby': undefined })}
          onCloseAutoFocus={() => {
            giveBackFocus(before.current ?? null);
            before.current = undefined;
          }}
        >
          {titleHidden ? (
            <Radix.Title className="sr-only">{title}</Radix.Title>
          ) : (
            <div className="flex items-start gap-2 px-5 pt-4">
              <div className="min-w-0 flex-1">
                <Radix.Title className="text-pane font-semibold">{title}</Radix.Title>
                {description ? (
                  <Radix.Description asChild>
                    <div className="mt-1 text-ink-2">{description}</div>
                  </Radix.Description>
                ) : null}
              </div>
              <Radix.Close asChild>
                <Button variant="ghost" size="sm" square aria-label={closeLabel}>
                  <X size={16} aria-hidden />
                </Button>
              </Radix.Close>
            </div>
          )}
          {props.children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
