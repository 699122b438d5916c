import type { ComponentProps } from 'react';

export interface ScrollRegionProps extends Omit<ComponentProps<'section'>, 'aria-label' | 'tabIndex'> {
  /** What it is called where it is read aloud. */
  label: string;
}

/** A part of a page that scrolls by itself: it has a name, and keys reach it. */
export function ScrollRegion({ label, ...rest }: ScrollRegionProps) {
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard, in every browser
  return <section {...rest} aria-label={label} tabIndex={0} />;
}
