'use client';

import { LazyMenu, type LazyTrigger } from '../ui/lazy-menu';

const load = () => import('./user-menu-open').then((module) => module.UserMenuOpen);

/** Who is signed in, the project on a phone, language, theme and the way out. */
export function UserMenu({ trigger, side }: { trigger: LazyTrigger; side: 'right' | 'top' }) {
  return <LazyMenu trigger={trigger} load={load} menu={{ side }} />;
}
