'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { MailPlus } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { v7 } from 'uuid';
import { useProjectEvents } from '../frame/use-project-events';
import { RefusalText } from '../policy/refusal-text';
import { SectionCard } from '../settings/section-card';
import { useTRPC, useTRPCClient } from '../trpc/provider';
import { Button } from '../ui/button';
import { RelativeTime } from '../ui/relative-time';
import { Skeleton } from '../ui/skeleton';
import { Tag } from '../ui/tag';
import { InviteDialog, type InviteDialogProps } from './invite-dialog';

/** Who was asked into the project and has not come yet, with the way to ask somebody and to take it back. For admins. */
export function Invitations({ project }: { project: string }) {
  const t = useTranslations('people');
  const locale = useLocale();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const options = trpc.invitation.list.queryOptions({ project, arguments: {} });
  const list = useQuery(options);
  // Read for the members already; here for the names of the roles.
  const roles: InviteDialogProps['roles'] =
    useQuery(trpc.member.list.queryOptions({ project, arguments: {} })).data?.roles ?? [];
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState<string | null>(null);
  const [refused, setRefused] = useState<unknown>(null);
  const again = () => void queries.invalidateQueries({ queryKey: options.queryKey });

  useProjectEvents(project, (message) => {
    if (message.kind !== 'event' || message.event.type.startsWith('invitation.')) again();
  });

  async function revoke(id: string) {
    setBusy(id);
    setRefused(null);
    try {
      await client.invitation.revoke.mutate({ project, arguments: { id }, idempotencyKey: v7() });
    } catch (failure) {
      setRefused(failure);
    }
    setBusy(null);
    again();
  }

  const roleName = (key: string) => roles.find((role) => role.key === key)?.name[locale] ?? key;
  const invitations = list.data?.invitations ?? [];
  return (
    <SectionCard
      title={t('invitations.title')}
      detail={list.data ? t('invitations.count', { count: invitations.length }) : undefined}
      flush
      aside={
        <Button variant="primary" size="sm" data-open="invite" onClick={() => setOpen(true)}>
          <MailPlus size={14} aria-hidden />
          {t('invitations.invite')}
        </Button>
      }
    >
      {list.isPending ? <Skeleton className="m-4 h-6 w-60" /> : null}
      {[list.error, refused].filter(Boolean).map((error, index) => (
        <div key={index === 0 ? 'read' : 'done'} className="p-4">
          <RefusalText
            error={error}
            {...(error === list.error ? { onAgain: () => void list.refetch() } : {})}
          />
        </div>
      ))}
      {list.data && invitations.length === 0 ? (
        <p className="p-4 text-ink-3 sm:px-4.5">{t('invitations.none')}</p>
      ) : null}
      {invitations.length > 0 ? (
        <ul className="divide-y divide-line">
          {invitations.map((each) => (
            <li
              key={each.id}
              className="flex flex-wrap items-center gap-x-2.5 gap-y-1 px-4 py-2.5 sm:px-4.5"
              data-invitation={each.email}
            >
              <span className="min-w-0 flex-1 basis-48 truncate font-medium">{each.email}</span>
              <Tag>{t(`link.permissions.${each.permission}`)}</Tag>
              {each.roles.map((role) => (
                <Tag key={role} tone="outline">
                  {roleName(role)}
                </Tag>
              ))}
              <span className="text-ink-3 text-meta">
                {each.expired ? (
                  <Tag tone="wait">{t('invitations.expired')}</Tag>
                ) : (
                  t.rich('invitations.left', {
                    time: () => <RelativeTime iso={each.expiresAt} format="left" />,
                  })
                )}
              </span>
              <Button
                size="sm"
                variant="ghost"
                data-action="invitation.revoke"
                loading={busy === each.id}
                aria-label={t('invitations.revokeOf', { email: each.email })}
                onClick={() => void revoke(each.id)}
              >
                {t('invitations.revoke')}
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      <InviteDialog project={project} open={open} onOpenChange={setOpen} roles={roles} onInvited={again} />
    </SectionCard>
  );
}
