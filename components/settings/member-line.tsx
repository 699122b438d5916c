'use client';

import { Ellipsis, UserCheck, UserMinus, UserX } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { RunNote } from '@/components/policy/run-note';
import { useRun } from '@/components/policy/use-run';
import { ActorMark } from '@/components/ui/actor-mark';
import { Button } from '@/components/ui/button';
import { Select } from '@/components/ui/field';
import { Menu, MenuItem } from '@/components/ui/menu';
import { RelativeTime } from '@/components/ui/relative-time';
import { Tag } from '@/components/ui/tag';
import { useToast } from '@/components/ui/toaster';
import type { MemberRow, RoleRow } from '@/server/domain/member/member.schema';
import { RolePicker } from './role-picker';

const ConfirmOut = dynamic(() => import('./confirm-out').then((module) => module.ConfirmOut), {
  ssr: false,
});

const PERMISSIONS = ['viewer', 'member', 'lead', 'admin'] as const;

/** One member: everything about them can be changed where it stands; what is refused says so below. */
export function MemberLine(props: { project: string; member: MemberRow; roles: readonly RoleRow[] }) {
  const { project, member, roles } = props;
  const t = useTranslations('settings.members');
  const run = useRun(project);
  const toast = useToast();
  const [asking, setAsking] = useState<'disable' | 'remove' | null>(null);
  const off = member.disabled || member.accountDisabled;

  async function act(action: string, input: object, done: (putBack: number) => string): Promise<boolean> {
    const answer = await run.run(action, { member: member.name, ...input });
    if (answer === null) return false;
    const putBack = Number(Object(answer.result).putBack ?? 0);
    toast({ title: done(putBack), ...(putBack > 0 ? { text: t('putBack', { count: putBack }) } : {}) });
    return true;
  }

  return (
    <li
      className="border-line border-t px-4 py-2.5 first:border-t-0 sm:px-4.5"
      data-member={member.name}
      data-disabled={off ? '' : undefined}
    >
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3.5 gap-y-2 lg:grid-cols-[minmax(0,1fr)_138px_minmax(0,210px)_104px_30px]">
        <div className="flex min-w-0 items-center gap-3">
          <ActorMark
            kind="person"
            id={member.id}
            name={member.name}
            size={34}
            label=""
            {...(off ? { variant: 'gone' as const } : {})}
          />
          <div className="min-w-0">
            <p className="flex min-w-0 items-center gap-1.5">
              <span className="truncate font-medium" title={member.name}>
                {member.name}
              </span>
              {member.you ? <Tag>{t('you')}</Tag> : null}
              {member.accountDisabled ? <Tag tone="stop">{t('accountDisabled')}</Tag> : null}
              {member.disabled && !member.accountDisabled ? <Tag tone="stop">{t('disabled')}</Tag> : null}
            </p>
            <p className="truncate text-ink-3 text-meta" title={member.email}>
              {member.email}
              {member.agents > 0 ? ` · ${t('agents', { count: member.agents })}` : ''}
              {member.holds > 0 ? ` · ${t('holds', { count: member.holds })}` : ''}
            </p>
          </div>
        </div>
        <div className="max-lg:order-3">
          <Select
            aria-label={t('permissionOf', { name: member.name })}
            value={member.permission}
            disabled={off}
            aria-busy={run.pending}
            atOnce
            options={PERMISSIONS.map((value) => ({ value, label: t(`permission.${value}`) }))}
            onChange={(permission) =>
              void act('member.setPermission', { permission }, () =>
                t('permissionDone', { name: member.name, permission: t(`permission.${permission}`) }),
              )
            }
            data-action="member.setPermission"
          />
        </div>
        <div className="min-w-0 max-lg:order-2 max-lg:col-span-2">
          <RolePicker
            name={member.name}
            held={member.roles}
            roles={roles}
            disabled={off}
            onSave={(next) =>
              void act('member.setRoles', { roles: next }, () => t('rolesDone', { name: member.name }))
            }
          />
        </div>
        <p className="text-ink-3 text-meta max-lg:order-4 max-lg:text-right">
          {member.seenAt === null ? (
            t('neverSeen')
          ) : (
            <RelativeTime iso={member.seenAt} format="ago" focusable />
          )}
        </p>
        <div className="justify-self-end max-lg:order-1">
          <Menu
            align="end"
            trigger={
              <Button
                variant="ghost"
                square
                aria-label={t('more', { name: member.name })}
                loading={run.pending}
              >
                <Ellipsis size={16} aria-hidden />
              </Button>
            }
          >
            {member.disabled ? (
              <MenuItem
                icon={UserCheck}
                action="member.enable"
                onSelect={() => void act('member.enable', {}, () => t('enableDone', { name: member.name }))}
              >
                {t('enable')}
              </MenuItem>
            ) : (
              <MenuItem
                icon={UserX}
                tone="stop"
                action="member.disable"
                onSelect={() => setAsking('disable')}
              >
                {t('disable')}
              </MenuItem>
            )}
            <MenuItem
              icon={UserMinus}
              tone="stop"
              action="member.remove"
              onSelect={() => setAsking('remove')}
            >
              {t('remove')}
            </MenuItem>
          </Menu>
        </div>
      </div>
      {run.refusal === null ? null : (
        <div className="mt-2.5">
          <RunNote run={run} />
        </div>
      )}
      {asking === null ? null : (
        <ConfirmOut
          kind={asking}
          member={member}
          pending={run.pending}
          onClose={() => setAsking(null)}
          onConfirm={() =>
            void act(`member.${asking}`, {}, () => t(`${asking}Done`, { name: member.name })).then(() =>
              setAsking(null),
            )
          }
        />
      )}
    </li>
  );
}
