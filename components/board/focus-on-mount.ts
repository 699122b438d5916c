/** As a ref: the field that a dialog is about takes the focus when it appears, before the dialog would give it to its close button. */
export function focusOnMount(element: HTMLElement | null): void {
  element?.focus();
}
