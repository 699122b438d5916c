/** Where links lead: the start of the process settles it for next-auth as well. */
export function ownOrigin(): string {
  const address = process.env.NEXTAUTH_URL;
  if (address === undefined || address === '') throw new Error('NEXTAUTH_URL is not set');
  return new URL(address).origin;
}
