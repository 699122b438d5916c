'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useCallback, useEffect, useState } from 'react';
import { ElsewhereButtons, type WayElsewhere } from '../sign-in/elsewhere-buttons';
import { EntryShell } from '../sign-in/entry-shell';
import { Button } from '../ui/button';
import { Skeleton } from '../ui/skeleton';
import { IdentityNote } from './identity-note';
import { askIdentity, type IdentityProblem, type LinkLook } from './identity-requests';
import { LinkForm } from './link-form';

/** Kept for the time of this tab alone: a sign-in elsewhere comes back without the `#`. */
const KEPT = 'llmgenie.link';

function takeSecret(): string {
  const given = window.location.hash.slice(1);
  if (given === '') return window.sessionStorage.getItem(KEPT) ?? '';
  window.sessionStorage.setItem(KEPT, given);
  // Neither the history nor a bookmark keeps it.
  window.history.replaceState(null, '', window.location.pathname);
  return given;
}

/** Where a one-time link leads: first admin, new password, invitation. Opening the page uses nothing up. */
export function LinkView({ elsewhere }: { elsewhere: readonly WayElsewhere[] }) {
  const t = useTranslations('people.link');
  const locale = useLocale();
  const [secret, setSecret] = useState('');
  const [look, setLook] = useState<LinkLook | null>(null);
  const [problem, setProblem] = useState<IdentityProblem | null>(null);

  const read = useCallback(async () => {
    const found = takeSecret();
    setSecret(found);
    const answer = await askIdentity<LinkLook>('link', { secret: found });
    if (answer.ok) setLook(answer);
    else setProblem(answer);
  }, []);
  useEffect(() => void read(), [read]);

  function used(next: string) {
    window.sessionStorage.removeItem(KEPT);
    window.location.assign(next);
  }

  if (problem) {
    return (
      <EntryShell
        title={t(problem.why === 'gone' ? 'gone.title' : 'gone.unread')}
        lead={problem.why === 'gone' ? t('gone.lead') : ''}
      >
        <IdentityNote problem={problem} />
        <a href="/sign-in" className="btn" data-variant="plain" data-size="lg">
          {t('gone.signIn')}
        </a>
      </EntryShell>
    );
  }
  if (!look) {
    return (
      <EntryShell title={t('reading')} lead="">
        <Skeleton className="h-24 w-full" />
      </EntryShell>
    );
  }
  const roles = look.roles.map((role) => role.name[locale] ?? role.key);
  const values = {
    project: look.project?.name ?? '',
    by: look.by ?? '',
    known: look.by === null ? 'no' : 'yes',
    email: look.email ?? '',
  };
  return (
    <EntryShell title={t(`${look.purpose}.title`, values)} lead={t(`${look.purpose}.lead`, values)}>
      {look.purpose === 'invite' ? (
        <p className="text-ink-2 text-meta" data-invited>
          {t('invite.as', {
            permission: t(`permissions.${look.permission ?? 'member'}`),
            roles: roles.join(', '),
            count: roles.length,
          })}
        </p>
      ) : null}
      <LinkForm look={look} secret={secret} onUsed={used} onGone={setProblem} />
      {look.purpose === 'invite' && !look.yours && elsewhere.length > 0 ? (
        <ElsewhereButtons ways={elsewhere} next="/link" />
      ) : null}
      {look.purpose === 'invite' && look.hasAccount && !look.yours ? null : (
        <Button
          variant="ghost"
          size="sm"
          className="self-start"
          onClick={() => window.location.assign('/sign-in')}
        >
          {t('later')}
        </Button>
      )}
    </EntryShell>
  );
}
