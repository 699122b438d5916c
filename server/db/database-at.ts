/** The same server, user and options with another database. */
export function databaseAt(url: string, name: string): string {
  const target = new URL(url);
  target.pathname = `/${name}`;
  return target.toString();
}
