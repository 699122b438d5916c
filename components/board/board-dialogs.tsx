'use client';

import { useBoard } from './board-context';
import { CreateDialog } from './create-dialog';
import { OverrideDialog } from './override-dialog';
import { ReasonDialog } from './reason-dialog';

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
