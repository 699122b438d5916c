'use client';

import { Languages } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useLocale } from 'next-intl';
import { rememberLocale } from '../frame/remember-locale';
import { Button } from '../ui/button';

/** The other language, named in itself. */
export function LanguageSwitch() {
  const router = useRouter();
  const other =
    useLocale() === 'ru'
      ? ({ locale: 'en', name: 'English' } as const)
      : ({ locale: 'ru', name: 'Русский' } as const);
  return (
    <Button
      variant="ghost"
      size="sm"
      lang={other.locale}
      onClick={() => {
        rememberLocale(other.locale);
        router.refresh();
      }}
    >
      <Languages size={14} aria-hidden />
      {other.name}
    </Button>
  );
}
