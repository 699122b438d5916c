import clsx from 'clsx';
import type { ComponentProps } from 'react';

export interface TagProps extends ComponentProps<'span'> {
  tone?: 'neutral' | 'go' | 'wait' | 'stop' | 'agent' | 'surface' | 'outline' | undefined;
  /** sm 20 px, md 24 px (filters). */
  size?: 'sm' | 'md' | undefined;
}

/** A short fact on a tint. An icon of 12 px may stand first. */
export function Tag({ tone = 'neutral', size = 'sm', className, ...rest }: TagProps) {
  return <span className={clsx('tag', className)} data-tone={tone} data-size={size} {...rest} />;
}

export interface TagButtonProps extends ComponentProps<'button'> {
  tone?: TagProps['tone'];
  pressed?: boolean | undefined;
}

/** A tag that filters: pressed or not. */
export function TagButton({ tone = 'neutral', pressed, className, ...rest }: TagButtonProps) {
  return (
    <button
      type="button"
      className={clsx('tag', pressed && 'ring-1 ring-current ring-inset', className)}
      data-tone={tone}
      data-size="md"
      aria-pressed={pressed}
      {...rest}
    />
  );
}
