'use client';

import { Menu as MenuIcon } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { InboxBadge } from '../inbox/inbox-badge';
import { useFrame } from './frame-context';
import { placesIn, TABS } from './places';
import { UserMenu } from './user-menu';

/** A phone's rail: at the foot, under the thumb. */
export function TabBar() {
  const t = useTranslations('frame');
  const { project } = useFrame();
  const pathname = usePathname();
  return (
    <nav
      aria-label={t('pages')}
      className="grid h-[66px] flex-none auto-cols-fr grid-flow-col border-line border-t bg-surface px-2 pt-2 pb-3 sm:hidden"
    >
      {project
        ? placesIn(project)
            .slice(0, TABS)
            .map(({ key, icon: Icon, path }) => {
              const href = `/${project.key}/${path}`;
              const here = pathname === href || pathname.startsWith(`${href}/`);
              return (
                <Link key={key} href={href} className="tab-item" aria-current={here ? 'page' : undefined}>
                  <Icon size={22} aria-hidden />
                  {t(`places.${key}`)}
                  {key === 'inbox' ? <InboxBadge project={project.key} /> : null}
                </Link>
              );
            })
        : null}
      <UserMenu
        side="top"
        trigger={
          <button type="button" className="tab-item" data-user-menu>
            <MenuIcon size={22} aria-hidden />
            {t('more')}
          </button>
        }
      />
    </nav>
  );
}
