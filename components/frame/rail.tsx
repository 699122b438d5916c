'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { InboxBadge } from '../inbox/inbox-badge';
import { ActorMark } from '../ui/actor-mark';
import { Mark } from '../ui/mark';
import { useFrame } from './frame-context';
import { type Place, placesIn } from './places';
import { UserMenu } from './user-menu';

/** 76 px at the left: icon and word of each page, the person at the foot. */
export function Rail() {
  const t = useTranslations('frame');
  const { me, project } = useFrame();
  const pathname = usePathname();
  const all = placesIn(project);
  const item = ({ key, icon: Icon, path }: Place) => {
    const href = `/${project?.key}/${path}`;
    const here = pathname === href || pathname.startsWith(`${href}/`);
    return (
      <Link key={key} href={href} className="rail-item" aria-current={here ? 'page' : undefined}>
        <Icon size={18} aria-hidden />
        {t(`places.${key}`)}
        {key === 'inbox' && project !== null ? <InboxBadge project={project.key} /> : null}
      </Link>
    );
  };
  return (
    <nav
      aria-label={t('pages')}
      className="hidden flex-col items-center gap-0.5 border-line border-r bg-surface pt-2.5 pb-3 sm:flex"
    >
      <Link href="/" className="mb-3 rounded-chip" aria-label={t('home')}>
        <Mark size={30} />
      </Link>
      {all.filter(({ foot }) => !foot).map(item)}
      <span className="flex-1" />
      {all.filter(({ foot }) => foot).map(item)}
      <UserMenu
        side="right"
        trigger={
          <button
            type="button"
            className="grid size-10 place-items-center rounded-full"
            aria-label={t('you', { name: me.name })}
            data-user-menu
          >
            <ActorMark kind="person" id={me.id} name={me.name} size={30} label="" />
          </button>
        }
      />
    </nav>
  );
}
