/** What has the focus now; of a menu that is about to close, what opened it. */
export function focusedNow(): HTMLElement | null {
  const now = document.activeElement;
  const menu = now?.closest('[role="menu"]');
  const opener = menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : now;
  return opener instanceof HTMLElement && opener !== document.body ? opener : null;
}

/** Gives the focus to where it was, or to the page where that is gone. Where it is by now stays: somebody moved it. */
export function giveBackFocus(to: HTMLElement | null): void {
  const lost = () => document.activeElement === null || document.activeElement === document.body;
  if (!lost()) return;
  if (to?.isConnected === true) to.focus();
  if (lost()) document.querySelector<HTMLElement>('main')?.focus();
}
