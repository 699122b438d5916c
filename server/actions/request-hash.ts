import { createHash } from 'node:crypto';

/** JSON with sorted keys: the same request has the same text, however its keys were ordered. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${entries.map(([key, v]) => `${JSON.stringify(key)}:${canonical(v)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** SHA-256, hex, of an action and its arguments as the caller sent them. */
export function requestHash(action: string, args: unknown): string {
  return createHash('sha256')
    .update(`${action}\n${canonical(args)}`)
    .digest('hex');
}
