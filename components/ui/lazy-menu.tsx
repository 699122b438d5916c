'use client';

import { type ComponentType, cloneElement, type ReactElement, useState } from 'react';

/** A trigger and the menu it opens, as a component of its own file. */
export type OpenMenu<Props> = ComponentType<Props & { trigger: ReactElement; defaultOpen: boolean }>;

interface TriggerProps {
  onClick?: () => void;
  onPointerEnter?: () => void;
  onFocus?: () => void;
  'aria-haspopup'?: 'menu';
  'aria-expanded'?: boolean;
}

export type LazyTrigger = ReactElement<TriggerProps>;

/**
 * A menu whose code is loaded with the first look at its trigger and used from the first click on: what every page
 * carries and few people open shall cost the page nothing.
 */
export function LazyMenu<Props extends object>(props: {
  trigger: LazyTrigger;
  load: () => Promise<OpenMenu<Props>>;
  menu: Props;
}) {
  const { trigger, load, menu } = props;
  const [Menu, setMenu] = useState<OpenMenu<Props> | null>(null);
  if (Menu !== null) return <Menu {...menu} trigger={trigger} defaultOpen />;
  const warm = () => void load();
  return cloneElement(trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: warm,
    onFocus: warm,
    onClick: () => void load().then((loaded) => setMenu(() => loaded)),
  });
}
