'use client';

import { Paperclip } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { usePanel } from '@/components/handoff/panel-context';
import { evidenceMissing } from '@/components/handoff/verdict.rules';
import { EvidenceChip } from '@/components/ui/evidence-chip';
import { exactTime } from '@/components/ui/relative-time';
import type { ChecklistItemView } from '@/server/domain/handoff/handoff.schema';

/** An uploaded file is only ever saved, never opened in the page. */
function fileAddress(sha256: string | null, project: string): string | undefined {
  return sha256 === null ? undefined : `/api/blob/${sha256}?project=${encodeURIComponent(project)}`;
}

/** What proves an item, and what is still missing; the missing chip is the way to attach it. */
export function EvidenceList(props: {
  item: ChecklistItemView;
  /** Why the evidence does not count any more. */
  note: string | null;
  past: boolean;
  mayAttach: boolean;
}) {
  const { item, note, past, mayAttach } = props;
  const t = useTranslations('checklist');
  const locale = useLocale();
  const { project, setDialog } = usePanel();
  const missing = past ? 0 : evidenceMissing(item);
  const attach = () => setDialog({ kind: 'evidence', item: item.key });
  const takes = item.kind !== 'auto' && (item.evidenceKinds.length > 0 || item.evidenceMin > 0);
  if (item.evidence.length === 0 && missing === 0 && note === null && !(takes && mayAttach)) return null;
  const kinds = new Intl.ListFormat(locale, { type: 'disjunction' }).format(
    item.evidenceKinds.map((kind) => (t.has(`kind.${kind}`) ? t(`kind.${kind}`) : kind)),
  );
  return (
    <div className="mt-1.25 flex flex-wrap items-center gap-1.5">
      {item.evidence.map((one) => (
        <EvidenceChip
          key={one.id}
          kind={one.kind}
          href={one.url ?? fileAddress(one.sha256, project)}
          title={t('evidenceBy', { name: one.actor.name, at: exactTime(one.at, locale) })}
        >
          {one.label}
        </EvidenceChip>
      ))}
      {note === null ? null : <span className="font-medium text-micro text-wait">{note}</span>}
      {missing > 0 ? (
        <EvidenceChip kind="missing" onClick={mayAttach ? attach : undefined}>
          {kinds === '' ? t('needsAny', { missing }) : t('needs', { kinds, missing })}
        </EvidenceChip>
      ) : mayAttach && takes ? (
        <button
          type="button"
          className="flex size-6 items-center justify-center rounded-chip text-ink-3 hover:bg-raise hover:text-ink"
          aria-label={t('attachMore')}
          title={t('attachMore')}
          data-action="checklist.attachEvidence"
          onClick={attach}
        >
          <Paperclip size={13} aria-hidden />
        </button>
      ) : null}
    </div>
  );
}
