import {
  FileText,
  FlaskConical,
  Gauge,
  GitCommitHorizontal,
  Link,
  type LucideIcon,
  Paperclip,
  ScrollText,
  ShieldCheck,
} from 'lucide-react';
import type { ReactNode } from 'react';

export type EvidenceKind = 'test' | 'commit' | 'file' | 'link' | 'log' | 'measure' | 'scan';

const icons: Record<EvidenceKind, LucideIcon> = {
  test: FlaskConical,
  commit: GitCommitHorizontal,
  file: FileText,
  link: Link,
  log: ScrollText,
  measure: Gauge,
  scan: ShieldCheck,
};

export interface EvidenceChipProps {
  /** missing: a dashed chip that says what is needed. */
  kind: EvidenceKind | 'missing';
  children: ReactNode;
  /** Opens the evidence in a new tab. Only http, https and addresses of this site make a link. */
  href?: string | undefined;
  onClick?: (() => void) | undefined;
  title?: string | undefined;
}

export function EvidenceChip({ kind, children, href, onClick, title }: EvidenceChipProps) {
  const Icon = kind === 'missing' ? Paperclip : icons[kind];
  const inner = (
    <>
      <Icon size={12} aria-hidden />
      <span className={kind === 'commit' ? 'evidence-text mono' : 'evidence-text'}>{children}</span>
    </>
  );
  const shared = { className: 'evidence', 'data-missing': kind === 'missing' ? '' : undefined, title };
  if (href && /^(https?:\/\/|\/(?!\/))/i.test(href)) {
    return (
      <a {...shared} href={href} target="_blank" rel="noreferrer noopener">
        {inner}
      </a>
    );
  }
  if (onClick) {
    return (
      <button type="button" {...shared} onClick={onClick}>
        {inner}
      </button>
    );
  }
  return <span {...shared}>{inner}</span>;
}
