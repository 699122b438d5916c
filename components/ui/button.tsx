import clsx from 'clsx';
import type { ComponentProps } from 'react';
import { Spinner } from './spinner';

export interface ButtonProps extends ComponentProps<'button'> {
  variant?: 'primary' | 'plain' | 'ghost' | 'stop' | undefined;
  /** sm 26 px, md 30 px, lg 42 px; on a phone 36, 44 and 48. */
  size?: 'sm' | 'md' | 'lg' | undefined;
  /** Shows a spinner before the words and takes no second click; the focus stays. */
  loading?: boolean | undefined;
  /** As wide as high: for a lone icon; give an aria-label. */
  square?: boolean | undefined;
}

export function Button(props: ButtonProps) {
  const { variant = 'plain', size = 'md', loading, square, className, children, onClick, ...rest } = props;
  return (
    <button
      type="button"
      className={clsx('btn', className)}
      data-variant={variant}
      data-size={size}
      data-square={square ? '' : undefined}
      data-loading={loading ? '' : undefined}
      aria-busy={loading ? true : undefined}
      onClick={(event) => {
        if (loading) event.preventDefault();
        else onClick?.(event);
      }}
      {...rest}
    >
      {loading ? <Spinner size={14} /> : null}
      {loading && square ? null : children}
    </button>
  );
}
