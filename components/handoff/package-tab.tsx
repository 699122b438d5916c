'use client';

import {
  Braces,
  Check,
  FileText,
  Lightbulb,
  ListChecks,
  type LucideIcon,
  MessageCircleQuestionMark,
  Pencil,
  Play,
  ScanSearch,
  Target,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { EvidenceChip } from '@/components/ui/evidence-chip';
import { ARTIFACTS, missingParts, type PackagePart } from '@/server/domain/handoff/package.rules';
import { Markdown } from './markdown';
import { mayDo } from './moves.rules';
import { PackageForm } from './package-form';
import { usePanel } from './panel-context';
import { useHasDraft } from './use-draft';

const icons: Record<PackagePart, LucideIcon> = {
  summary: FileText,
  lessons: Lightbulb,
  checklist: ListChecks,
  audit: ScanSearch,
  metadata: Braces,
  startupPrompt: Play,
  controlQuestions: MessageCircleQuestionMark,
  successCriteria: Target,
};

/** What is carried: five artifacts, the first words, the questions and the criteria. */
export function PackageTab() {
  const t = useTranslations('handoff.package');
  const { detail, actions, available } = usePanel();
  const content = detail.package;
  const drafted = useHasDraft('package');
  const [editing, setEditing] = useState(drafted);
  const closed = detail.card.closedAt !== null;
  const mayEdit = !closed && mayDo(actions, 'handoff.update', available?.permission);
  if (editing && mayEdit) return <PackageForm onClose={() => setEditing(false)} />;

  const missing = missingParts(content);
  const edit = mayEdit ? (
    <Button size="sm" variant="ghost" onClick={() => setEditing(true)} data-edit="package">
      <Pencil size={13} aria-hidden />
      {t('edit')}
    </Button>
  ) : null;
  if (missing.length === Object.keys(icons).length) {
    return (
      <EmptyState
        action={
          mayEdit ? (
            <Button onClick={() => setEditing(true)} data-edit="package">
              <Pencil size={14} aria-hidden />
              {t('fill')}
            </Button>
          ) : null
        }
      >
        {t('empty')}
      </EmptyState>
    );
  }

  return (
    <div className="pb-4">
      <div className="flex items-center gap-2 pt-2">
        <p className="flex-1 text-ink-3 text-meta">{t('score', { score: detail.packageScore })}</p>
        {edit}
      </div>
      {[...ARTIFACTS, 'startupPrompt' as const, 'controlQuestions' as const, 'successCriteria' as const].map(
        (part) => (
          <Part key={part} part={part} missing={missing.includes(part)}>
            <PartBody part={part} />
          </Part>
        ),
      )}
      {(content.links ?? []).length === 0 ? null : (
        <section className="panel-section">
          <h3 className="mb-1.5 font-semibold text-ink-2 text-meta">{t('part.links')}</h3>
          <p className="flex flex-wrap gap-1.5">
            {content.links?.map(({ label, url }) => (
              <EvidenceChip key={`${label} ${url}`} kind="link" href={url}>
                {label}
              </EvidenceChip>
            ))}
          </p>
        </section>
      )}
    </div>
  );
}

function Part({ part, missing, children }: { part: PackagePart; missing: boolean; children: ReactNode }) {
  const t = useTranslations('handoff.package');
  const Icon = icons[part];
  return (
    <section className="panel-section" data-part={part}>
      <h3 className="mb-1 flex items-center gap-1.75 font-semibold text-ink-2 text-meta">
        <Icon size={14} aria-hidden />
        {t(`part.${part}`)}
        {missing ? null : <Check size={13} className="text-go" aria-label={t('present')} />}
      </h3>
      {children}
      {missing ? <EvidenceChip kind="missing">{t(`need.${part}`)}</EvidenceChip> : null}
    </section>
  );
}

function PartBody({ part }: { part: PackagePart }) {
  const { detail } = usePanel();
  const content = detail.package;
  if (part === 'metadata') {
    const entries = Object.entries(content.metadata ?? {});
    if (entries.length === 0) return null;
    return (
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3.5 gap-y-0.5">
        {entries.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="mono text-ink-3">{name}</dt>
            <dd className="mono min-w-0 break-words">{value}</dd>
          </div>
        ))}
      </dl>
    );
  }
  if (part === 'controlQuestions' || part === 'successCriteria') {
    const lines = content[part] ?? [];
    const List = part === 'controlQuestions' ? 'ol' : 'ul';
    return lines.length === 0 ? null : (
      <List className={`mb-1.5 pl-5 ${part === 'controlQuestions' ? 'list-decimal' : 'list-disc'}`}>
        {lines.map((line) => (
          <li key={line} className="break-words">
            {line}
          </li>
        ))}
      </List>
    );
  }
  const text = content[part]?.trim() ?? '';
  if (text === '') return null;
  if (part === 'startupPrompt') {
    return <p className="mono whitespace-pre-wrap break-words rounded-btn bg-sunken px-2.5 py-2">{text}</p>;
  }
  return <Markdown text={text} />;
}
