/** Where to go after signing in: only an address of this site, as another's would make a trap of the link. */
export function safeNext(next: unknown): string {
  if (typeof next !== 'string' || !/^\/(?![/\\])[^\s\\]*$/.test(next)) return '/';
  return next.startsWith('/sign-in') || next.startsWith('/api/') ? '/' : next;
}
