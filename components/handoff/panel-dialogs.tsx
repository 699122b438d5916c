'use client';

import dynamic from 'next/dynamic';
import { EvidenceDialog } from '@/components/checklist/evidence-dialog';
import { OverrideDialog } from '@/components/policy/override-dialog';
import { AssignDialog } from './assign-dialog';
import { CancelDialog } from './cancel-dialog';
import { usePanel } from './panel-context';
import { ReopenDialog } from './reopen-dialog';
import { ReturnDialog } from './return-dialog';
import { RouteDialog } from './route-dialog';

// Asking is rare beside the moves: its form comes with the first question.
const AskDialog = dynamic(() => import('./ask-dialog').then((part) => part.AskDialog), { ssr: false });

/** The one dialog that is open, if any. */
export function PanelDialogs() {
  const { dialog, setDialog } = usePanel();
  const onClose = () => setDialog(null);
  if (dialog === null) return null;
  switch (dialog.kind) {
    case 'return':
      return <ReturnDialog to={dialog.to} onClose={onClose} />;
    case 'route':
      return <RouteDialog to={dialog.to} onClose={onClose} />;
    case 'cancel':
      return <CancelDialog onClose={onClose} />;
    case 'reopen':
      return <ReopenDialog onClose={onClose} />;
    case 'assign':
      return <AssignDialog onClose={onClose} />;
    case 'ask':
      return <AskDialog onClose={onClose} />;
    case 'evidence':
      return <EvidenceDialog item={dialog.item} onClose={onClose} />;
    case 'override':
      return <OverrideDialog policyId={dialog.policyId} onClose={onClose} />;
  }
}
