'use client';

import { ChevronDown } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Popover } from '@/components/ui/popover';
import { roleIcon } from '@/components/ui/role-icon';
import { TickButton } from '@/components/ui/tick-box';
import type { RoleRow } from '@/server/domain/member/member.schema';

/** Up to so many roles are named in a row; more are told by their icons, which the button reads out. */
const NAMED = 2;

/** The roles somebody holds, and all there are to choose from. Several change together, by one save. */
export function RolePicker(props: {
  name: string;
  held: readonly string[];
  roles: readonly RoleRow[];
  disabled: boolean;
  onSave: (roles: string[]) => void;
}) {
  const t = useTranslations('settings.roles');
  const locale = useLocale();
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<readonly string[]>(props.held);
  const named = (role: RoleRow) => (locale === 'ru' ? role.name.ru : role.name.en);
  const shown = props.roles.filter(({ key }) => props.held.includes(key));
  const same = chosen.length === props.held.length && chosen.every((key) => props.held.includes(key));
  return (
    <Popover
      label={t('of', { name: props.name })}
      open={open}
      onOpenChange={(next) => {
        if (next) setChosen(props.held);
        setOpen(next);
      }}
      trigger={
        <button
          type="button"
          className="field-control w-full min-w-0"
          disabled={props.disabled}
          aria-label={t('change', {
            name: props.name,
            roles: shown.length === 0 ? t('none') : shown.map(named).join(', '),
          })}
          data-roles={props.held.join(' ')}
        >
          <span className="flex min-w-0 flex-1 items-center gap-1.5 overflow-hidden">
            {shown.length === 0 ? <span className="text-ink-3">{t('none')}</span> : null}
            {shown.map((role) => {
              const Icon = roleIcon(role.icon);
              return (
                <span key={role.key} className="flex min-w-4 items-center gap-1" title={named(role)}>
                  <Icon size={14} aria-hidden className="flex-none text-ink-3" />
                  {shown.length > NAMED ? null : <span className="truncate">{named(role)}</span>}
                </span>
              );
            })}
          </span>
          <ChevronDown size={14} aria-hidden className="flex-none text-ink-3" />
        </button>
      }
    >
      <form
        className="flex min-w-52 flex-col gap-1"
        onSubmit={(event) => {
          event.preventDefault();
          setOpen(false);
          if (!same) props.onSave([...chosen]);
        }}
      >
        <p className="mb-1 max-w-60 text-ink-3 text-meta">{t('hint')}</p>
        {props.roles.map((role) => {
          const Icon = roleIcon(role.icon);
          const on = chosen.includes(role.key);
          const flip = () => setChosen(on ? chosen.filter((key) => key !== role.key) : [...chosen, role.key]);
          return (
            <div key={role.key} className="flex items-center gap-2 rounded-chip py-1">
              <TickButton
                state={on ? 'passed' : 'open'}
                label={named(role)}
                onClick={flip}
                data-role={role.key}
              />
              {/* The box is named already: this is a larger target for the pointer. */}
              <button
                type="button"
                tabIndex={-1}
                aria-hidden
                className="flex flex-1 items-center gap-2 text-left"
                onClick={flip}
              >
                <Icon size={14} aria-hidden className="text-ink-3" />
                {named(role)}
              </button>
            </div>
          );
        })}
        <Button
          type="submit"
          variant="primary"
          className="mt-2 self-end"
          disabled={same}
          data-action="member.setRoles"
        >
          {t('save')}
        </Button>
      </form>
    </Popover>
  );
}
