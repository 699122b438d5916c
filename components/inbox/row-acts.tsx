'use client';

import { Check, Ellipsis } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { LazyMenu } from '@/components/ui/lazy-menu';
import type { InboxRow } from '@/server/domain/inbox/inbox.schema';
import { ACTIONS } from './act-looks';
import type { Act } from './inbox.rules';

const loadMenu = () => import('./act-menu').then(({ ActMenu }) => ActMenu);

/** The one thing to do about a row, and what else can be done in a menu beside it. */
export function RowActs(props: {
  row: InboxRow;
  acts: readonly Act[];
  pending: Act | null;
  primary: boolean;
  /** The reader reminded of it within the hour. */
  lately: boolean;
  onAct: (row: InboxRow, act: Act) => void;
}) {
  const { row, acts, pending, primary, lately } = props;
  const t = useTranslations('inbox');
  const [main = 'open', ...others] = acts;
  const { handoff } = row.card;
  const reminded = main === 'nudge' && lately;
  return (
    <div className="inbox-acts">
      <Button
        variant={primary ? 'primary' : row.kind === 'others' ? 'ghost' : 'plain'}
        className="inbox-act"
        loading={pending === main}
        data-act={main}
        data-action={ACTIONS[main]}
        aria-label={t('actOn', { act: reminded ? t('nudge.sent') : t(`act.${main}`), handoff })}
        onClick={() => props.onAct(row, main)}
      >
        {reminded ? <Check size={14} aria-hidden /> : null}
        {reminded ? t('nudge.sent') : t(`act.${main}`)}
      </Button>
      {others.length === 0 ? (
        <span className="inbox-more" />
      ) : (
        <LazyMenu
          load={loadMenu}
          menu={{ acts: others, onAct: (act: Act) => props.onAct(row, act) }}
          trigger={
            <Button
              variant="ghost"
              square
              className="inbox-more"
              aria-label={t('more', { handoff })}
              data-more={handoff}
            >
              <Ellipsis size={16} aria-hidden />
            </Button>
          }
        />
      )}
    </div>
  );
}
