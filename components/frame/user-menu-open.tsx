'use client';

import { Building2, LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useTheme } from 'next-themes';
import type { ReactElement } from 'react';
import { Menu, MenuChoice, MenuItem, MenuLine } from '../ui/menu';
import { useToast } from '../ui/toaster';
import { useFrame } from './frame-context';
import { isLocale, locales } from './locale.rules';
import { placesIn, TABS } from './places';
import { rememberLocale } from './remember-locale';
import { leave } from './session-requests';

const languages = { en: 'English', ru: 'Русский' } as const;
const themes = { system: Monitor, light: Sun, dark: Moon } as const;

/** Who is signed in, the project on a phone, language, theme and the way out. */
export function UserMenuOpen(props: { trigger: ReactElement; side: 'right' | 'top'; defaultOpen: boolean }) {
  const t = useTranslations('frame');
  const { me, project, projects } = useFrame();
  const { theme = 'system', setTheme } = useTheme();
  const locale = useLocale();
  const router = useRouter();
  const toast = useToast();

  async function signOut() {
    if (await leave()) window.location.assign('/sign-in');
    else toast({ title: t('signOutFailed'), text: t('signOutFailedSafe'), tone: 'stop' });
  }

  return (
    <Menu trigger={props.trigger} side={props.side} align="end" defaultOpen={props.defaultOpen}>
      <div className="px-2.5 pt-1.5 pb-1">
        <p className="font-medium">{me.name}</p>
        <p className="text-meta text-ink-3">{me.email}</p>
      </div>
      <MenuLine />
      {projects.length > 1 && project ? (
        <div className="sm:hidden">
          <MenuChoice
            heading={t('project')}
            value={project.key}
            options={projects.map(({ key, name }) => ({ value: key, label: name }))}
            onChange={(key) => router.push(`/${key}/board`)}
          />
          <MenuLine />
        </div>
      ) : null}
      {props.side === 'top' && project ? (
        <>
          {placesIn(project)
            .slice(TABS)
            .map(({ key, icon, path }) => (
              <MenuItem key={key} icon={icon} onSelect={() => router.push(`/${project.key}/${path}`)}>
                {t(`places.${key}`)}
              </MenuItem>
            ))}
          <MenuLine />
        </>
      ) : null}
      <MenuChoice
        heading={t('language')}
        value={isLocale(locale) ? locale : 'en'}
        options={locales.map((value) => ({ value, label: languages[value], lang: value }))}
        onChange={(next) => {
          rememberLocale(next);
          router.refresh();
        }}
      />
      <MenuLine />
      <MenuChoice
        heading={t('theme')}
        value={theme}
        options={(['system', 'light', 'dark'] as const).map((value) => ({
          value,
          label: t(`themes.${value}`),
          icon: themes[value],
        }))}
        onChange={setTheme}
      />
      <MenuLine />
      <MenuItem icon={UserRound} onSelect={() => router.push('/account')}>
        {t('account')}
      </MenuItem>
      {me.instanceAdmin ? (
        <MenuItem icon={Building2} action="instance" onSelect={() => router.push('/instance')}>
          {t('instance')}
        </MenuItem>
      ) : null}
      <MenuItem icon={LogOut} onSelect={() => void signOut()}>
        {t('signOut')}
      </MenuItem>
    </Menu>
  );
}
