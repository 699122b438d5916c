/** One thing a person wanted: repeating it unchanged must have one effect, so it keeps its idempotency key. */
export interface Gesture {
  readonly key: string;
  readonly body: string;
}

/**
 * The gesture for a call: the earlier one where the very same call is repeated (after a lost connection, say), otherwise
 * a new one. The same key with another body would be refused.
 */
export function gestureFor(
  earlier: Gesture | null,
  action: string,
  input: Readonly<Record<string, unknown>>,
  makeKey: () => string,
): Gesture {
  const body = `${action} ${JSON.stringify(input)}`;
  return earlier !== null && earlier.body === body ? earlier : { key: makeKey(), body };
}
