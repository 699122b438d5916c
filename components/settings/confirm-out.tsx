'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import type { MemberRow } from '@/server/domain/member/member.schema';

/** Says what will happen before somebody is disabled or removed. */
export function ConfirmOut(props: {
  kind: 'disable' | 'remove';
  member: MemberRow;
  pending: boolean;
  onClose: () => void;
  onConfirm: () => void;
}) {
  const t = useTranslations('settings.members');
  const { kind, member } = props;
  return (
    <Dialog
      open
      width="sm"
      onOpenChange={(open) => (open ? undefined : props.onClose())}
      title={t(`${kind}Title`, { name: member.name })}
      description={t(`${kind}Text`)}
      closeLabel={t('close')}
    >
      <div className="flex flex-col gap-3.5 p-5 pt-3">
        <ul className="list-disc pl-4 text-ink-2">
          <li>{t('effectHolds', { count: member.holds })}</li>
          <li>{t('effectAgents', { count: member.agents })}</li>
          <li>{t(kind === 'disable' ? 'effectBack' : 'effectKept')}</li>
        </ul>
        <div className="flex flex-wrap justify-end gap-2">
          <Button variant="ghost" onClick={props.onClose}>
            {t('cancel')}
          </Button>
          <Button
            variant="stop"
            loading={props.pending}
            onClick={props.onConfirm}
            data-action={`member.${kind}`}
          >
            {t(kind)}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
