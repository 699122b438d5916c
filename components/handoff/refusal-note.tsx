'use client';

import { useTranslations } from 'next-intl';
import { DenialNote } from '@/components/policy/denial-note';
import type { DenialView, Refusal } from '@/components/policy/refusal.schema';
import { Button } from '@/components/ui/button';
import { ErrorNote } from '@/components/ui/error-note';
import type { ActionState } from './action-state';
import { ConflictNote } from './conflict-note';
import { useStageNames } from './names';
import { usePanel } from './panel-context';
import { useItemName } from './use-item-name';

/** The refusal of one action, where it was tried: who to ask, what changed, or what to do, and nothing typed is lost. */
export function RefusalNote({
  action,
  onFollow,
}: {
  action: ActionState;
  onFollow?: (() => void) | undefined;
}) {
  const { refusal } = action;
  if (refusal === null) return null;
  if (refusal.kind === 'denied') {
    return (
      <PanelDenial
        denials={refusal.denials}
        action={refusal.action}
        onClose={action.reset}
        onFollow={onFollow}
      />
    );
  }
  if (refusal.kind === 'conflict') {
    return (
      <ConflictNote
        conflict={refusal.conflict}
        pending={action.pending}
        onAgain={() => void action.again()}
        onDrop={action.reset}
      />
    );
  }
  return <PlainRefusal refusal={refusal} action={action} />;
}

function PlainRefusal({
  refusal,
  action,
}: {
  refusal: Extract<Refusal, { kind: 'other' | 'offline' }>;
  action: ActionState;
}) {
  const t = useTranslations('handoff.error');
  const offline = refusal.kind === 'offline';
  const known = !offline && t.has(`code.${refusal.code}`);
  const title = offline ? t('offline') : known ? t(`code.${refusal.code}`) : refusal.message;
  const details = offline
    ? []
    : refusal.issues.length > 0
      ? refusal.issues
      : known
        ? [refusal.message]
        : [refusal.hint];
  return (
    <ErrorNote
      tone={offline || refusal.retryable ? 'wait' : 'stop'}
      title={title}
      safe={[...details.filter((one) => one !== ''), t('safe')].join(' ')}
      action={
        <>
          {offline || refusal.retryable ? (
            <Button loading={action.pending} onClick={() => void action.again()}>
              {t('retry')}
            </Button>
          ) : null}
          <Button variant="ghost" onClick={action.reset}>
            {t('dismiss')}
          </Button>
        </>
      }
    />
  );
}

/** A denial with the panel's names, its reader and its way to the next step. */
export function PanelDenial(props: {
  denials: readonly DenialView[];
  action: string;
  onClose?: (() => void) | undefined;
  onFollow?: (() => void) | undefined;
  quiet?: boolean;
}) {
  const { available, follow, canFollow, setDialog } = usePanel();
  const { stage, role } = useStageNames();
  const itemName = useItemName();
  return (
    <DenialNote
      denials={props.denials}
      action={props.action}
      reader={available}
      itemName={itemName}
      roleName={role}
      stageName={stage}
      canFollow={canFollow}
      onClose={props.onClose}
      quiet={props.quiet ?? false}
      onNext={(step) => {
        props.onFollow?.();
        follow(step);
      }}
      onOverride={(denial) => {
        props.onFollow?.();
        setDialog({ kind: 'override', policyId: denial.policyId, action: props.action });
      }}
    />
  );
}
