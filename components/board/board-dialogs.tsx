'use client';

import dynamic from 'next/dynamic';
import { useBoard } from './board-context';

const CreateDialog = dynamic(() => import('./create-dialog').then((module) => module.CreateDialog), {
  ssr: false,
});
const OverrideDialog = dynamic(() => import('./override-dialog').then((module) => module.OverrideDialog), {
  ssr: false,
});
const ReasonDialog = dynamic(() => import('./reason-dialog').then((module) => module.ReasonDialog), {
  ssr: false,
});

/** The one dialog that is open. */
export function BoardDialogs() {
  const dialog = useBoard((state) => state.dialog);
  switch (dialog?.kind) {
    case 'create':
      return <CreateDialog />;
    case 'reason':
      return <ReasonDialog dialog={dialog} />;
    case 'override':
      return <OverrideDialog dialog={dialog} />;
    default:
      return null;
  }
}
