import type { ReactNode } from 'react';
import { PaletteButton } from '../palette/palette-button';
import { Mark } from '../ui/mark';
import { ProjectCrumb } from './project-crumb';

export interface TopBarProps {
  title: ReactNode;
  /** Instead of the project's name and its switch. */
  crumb?: ReactNode;
  /** After the title: the workflow's version. */
  badge?: ReactNode;
  /** A `LiveLight`. */
  live?: ReactNode;
  /** An `ActorStack`; hidden on a phone. */
  presence?: ReactNode;
  /** Search and view controls. */
  children?: ReactNode;
  /** The one primary button of the view. */
  primary?: ReactNode;
}

/** 52 px above every page: where you are at the left, what you can do at the right. */
export function TopBar({ title, crumb, badge, live, presence, children, primary }: TopBarProps) {
  return (
    <header className="flex h-13 flex-none items-center gap-2.5 border-line border-b bg-surface px-4 sm:px-5">
      <Mark size={26} className="sm:hidden" />
      {crumb ?? <ProjectCrumb />}
      <h1 className="min-w-0 truncate font-semibold text-pane sm:text-[0.9375rem] sm:leading-5">{title}</h1>
      {badge}
      {live}
      <span className="flex-1" />
      {presence ? <span className="mr-1 hidden sm:inline-flex">{presence}</span> : null}
      {children}
      <PaletteButton />
      {primary}
    </header>
  );
}
