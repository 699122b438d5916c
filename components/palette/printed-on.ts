/** What is printed on the key of a `KeyboardEvent.code`. */
export function printedOn(code: string): string {
  return code.replace(/^(Key|Digit)/, '');
}
