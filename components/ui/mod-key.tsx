'use client';

import { Command } from 'lucide-react';
import { useSyncExternalStore } from 'react';

const never = () => () => undefined;
const isApple = () => /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The key of commands as this keyboard has it: the command sign on Apple's, Ctrl elsewhere. */
export function ModKey() {
  const apple = useSyncExternalStore(never, isApple, () => false);
  return apple ? <Command size={10} /> : <span>Ctrl</span>;
}
