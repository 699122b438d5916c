'use client';

import { KeyRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { enterElsewhere } from '../frame/session-requests';
import { Button } from '../ui/button';
import { SignInError } from './sign-in-error';

export interface WayElsewhere {
  id: 'oidc' | 'github';
  name: string;
}

/** Accounts elsewhere that sign in here; only those that are set up. */
export function ElsewhereButtons({ ways, next }: { ways: readonly WayElsewhere[]; next: string }) {
  const t = useTranslations('sign-in');
  const [busy, setBusy] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  return (
    <div className="flex flex-col gap-2">
      {ways.map(({ id, name }) => (
        <Button
          key={id}
          size="lg"
          data-way={id}
          loading={busy === id}
          onClick={() => {
            setBusy(id);
            setFailed(false);
            void enterElsewhere(id, next).then((gone) => {
              if (gone) return;
              setBusy(null);
              setFailed(true);
            });
          }}
        >
          <KeyRound size={15} aria-hidden />
          {t('elsewhere', { name })}
        </Button>
      ))}
      {failed ? <SignInError problem={{ why: 'unavailable' }} onOver={() => setFailed(false)} /> : null}
    </div>
  );
}
