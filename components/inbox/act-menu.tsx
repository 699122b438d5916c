'use client';

import { useTranslations } from 'next-intl';
import type { ReactElement } from 'react';
import { Kbd } from '@/components/ui/kbd';
import { Menu, MenuItem } from '@/components/ui/menu';
import { ACT_ICONS, ACTIONS } from './act-looks';
import type { Act } from './inbox.rules';

const KEYS: Partial<Record<Act, string>> = { claim: 'C', nudge: 'N', route: 'R' };

/** What else can be done about a row. */
export function ActMenu(props: {
  acts: readonly Act[];
  onAct: (act: Act) => void;
  trigger: ReactElement;
  defaultOpen: boolean;
}) {
  const t = useTranslations('inbox');
  return (
    <Menu align="end" trigger={props.trigger} defaultOpen={props.defaultOpen}>
      {props.acts.map((act) => (
        <MenuItem
          key={act}
          icon={ACT_ICONS[act]}
          action={ACTIONS[act]}
          hint={KEYS[act] === undefined ? null : <Kbd keys={KEYS[act]} />}
          onSelect={() => props.onAct(act)}
        >
          {t(`act.${act}`)}
        </MenuItem>
      ))}
    </Menu>
  );
}
