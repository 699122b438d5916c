'use client';

import { Check, CircleX, Info, ShieldOff, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { Button } from '@/components/ui/button';
import { Tag } from '@/components/ui/tag';
import { factRows, mayTake, primaryStep, type Reader, stepsOfOthers } from './denial.rules';
import { FactText } from './fact-text';
import { useByWords, usePolicyWords, useStepWords } from './policy-words';
import { type Denial, type DenialView, type NextStep, wholeDenial } from './refusal.schema';

export interface DenialNoteProps {
  denials: readonly DenialView[];
  /** The action that was refused, such as handoff.send. */
  action: string;
  /** Does the step, or opens where it is done. */
  onNext: (next: NextStep) => void;
  /** Opens the grant of an exception; offered only where the policy allows one and the reader may grant it. */
  onOverride?: ((denial: Denial) => void) | undefined;
  /** Who reads: decides which step is a button and which names somebody to ask. */
  reader?: Reader | null | undefined;
  /** Steps that cannot be done from here stay text. */
  canFollow?: ((step: NextStep) => boolean) | undefined;
  itemName?: ((key: string) => string) | undefined;
  roleName?: ((key: string) => string) | undefined;
  stageName?: ((key: string) => string) | undefined;
  onClose?: (() => void) | undefined;
  /** Locked in advance: told, but not announced as an error. */
  quiet?: boolean | undefined;
}

const same = (key: string) => key;

/** A refusal: what, why, the facts, and the one step that unlocks it. */
export function DenialNote(props: DenialNoteProps) {
  const t = useTranslations('policy');
  const { onNext, onOverride, reader = null, canFollow = () => true, quiet, onClose } = props;
  const { itemName = same, roleName = same, stageName = same } = props;
  const words = usePolicyWords();
  const by = useByWords(roleName);
  const stepWords = useStepWords(itemName, stageName);
  const askWords = useStepWords(itemName, stageName, 'ask');
  const denials = useMemo(() => props.denials.map(wholeDenial), [props.denials]);
  const followable = denials.map((denial) => ({ ...denial, next: denial.next.filter(canFollow) }));
  const step = primaryStep(followable, reader);
  const others = stepsOfOthers(denials, reader);
  const overridable = denials.find(({ override }) => override.possible);
  const mayGrant = overridable !== undefined && mayTake({ by: overridable.override.by }, reader);

  return (
    <div
      className="note"
      data-tone="stop"
      data-denial={denials.map(({ policyId }) => policyId).join(' ')}
      {...(quiet ? {} : { role: 'alert' })}
    >
      <div className="flex flex-col gap-2.5">
        {denials.map((denial) => {
          const { title, why } = words(denial);
          return (
            <div key={denial.policyId} className="min-w-0">
              <div className="flex items-center gap-x-2 gap-y-1 max-sm:flex-wrap">
                <CircleX size={16} className="flex-none text-stop" aria-hidden />
                <p className="min-w-0 flex-1 font-semibold max-sm:basis-[calc(100%-4.5rem)]">{title}</p>
                {denial.policyId === '' ? null : (
                  // On a phone it takes a line of its own, so that the way out stays in its corner.
                  <Tag tone="stop" className="mono bg-surface max-sm:order-last">
                    {denial.policyId}
                  </Tag>
                )}
                {onClose && denial === denials[0] ? (
                  <Button variant="ghost" size="sm" square aria-label={t('close')} onClick={onClose}>
                    <X size={14} aria-hidden />
                  </Button>
                ) : null}
              </div>
              {why === '' || why === title ? null : <p className="mt-1 text-ink-2">{why}</p>}
              <Facts denial={denial} stageName={stageName} roleName={roleName} />
            </div>
          );
        })}
        {others.length === 0 ? null : (
          <ul className="flex flex-col gap-0.5 text-ink-2 text-meta">
            {others.slice(0, 4).map((one) => (
              <li key={`${one.by} ${one.action}`}>
                {t('askOther', { who: by(one.by), what: askWords(one) })}
              </li>
            ))}
          </ul>
        )}
        {step === null && !(mayGrant && onOverride) && overridable === undefined ? null : (
          <div className="flex flex-wrap items-center gap-2">
            {step === null ? null : (
              <Button
                variant="primary"
                className="h-auto! min-h-7.5 max-w-full shrink! whitespace-normal! py-1 text-left"
                onClick={() => onNext(step)}
                data-next={step.action}
              >
                {stepWords(step)}
              </Button>
            )}
            {overridable !== undefined && mayGrant && onOverride ? (
              <Button onClick={() => onOverride(overridable)} data-action="override.grant">
                <ShieldOff size={14} aria-hidden />
                {t('grantOverride')}
              </Button>
            ) : null}
            {overridable !== undefined && !mayGrant ? (
              <p className="text-ink-2 text-meta">{t('overrideBy', { who: by(overridable.override.by) })}</p>
            ) : null}
          </div>
        )}
      </div>
    </div>
  );
}

const signs = { ok: Check, bad: X, told: Info } as const;
const tones = { ok: 'text-go', bad: 'text-stop', told: 'text-ink-3' } as const;

function Facts(props: {
  denial: Denial;
  stageName: (key: string) => string;
  roleName: (key: string) => string;
}) {
  const t = useTranslations('policy');
  const rows = factRows(props.denial.facts);
  if (rows.length === 0) return null;
  return (
    <ul
      className="mt-2 flex flex-col gap-1 rounded-btn bg-surface px-2.5 py-2 text-meta"
      aria-label={t('facts')}
    >
      {rows.map((row) => {
        const Sign = signs[row.sign];
        return (
          <li
            key={row.name}
            className={row.sign === 'bad' ? 'flex gap-2 font-medium' : 'flex gap-2 text-ink-2'}
          >
            <Sign size={14} className={`${tones[row.sign]} mt-px`} aria-hidden />
            <span className="sr-only">{t(`sign.${row.sign}`)}</span>
            <FactText row={row} stageName={props.stageName} roleName={props.roleName} />
          </li>
        );
      })}
    </ul>
  );
}
