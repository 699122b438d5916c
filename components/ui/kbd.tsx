import { CornerDownLeft } from 'lucide-react';
import { ModKey } from './mod-key';

export interface KbdProps {
  /** As printed on the key: C, Esc, ?; `mod` draws the command sign or Ctrl, `enter` the return arrow. */
  keys: readonly string[] | string;
}

/** A key cap. Hidden from assistive technology: say the key in aria-keyshortcuts of the control. */
export function Kbd({ keys }: KbdProps) {
  const list = typeof keys === 'string' ? [keys] : keys;
  return (
    <span className="kbd" aria-hidden="true">
      {list.map((key) => {
        if (key === 'mod') return <ModKey key={key} />;
        if (key === 'enter') return <CornerDownLeft key={key} size={10} />;
        return <span key={key}>{key}</span>;
      })}
    </span>
  );
}
