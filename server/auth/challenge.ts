import type { ErrorBody } from '../errors';

/** Scopes an agent needs for daily work; the token's own are what counts. */
const USUAL_SCOPES = 'read act';

/**
 * WWW-Authenticate by RFC 6750. No `resource_metadata` while there is no authorization server to point to: clients
 * would follow it into nowhere instead of telling their user that a token is missing.
 */
export function challenge(body: Pick<ErrorBody, 'code' | 'details'>, hadToken: boolean): string | null {
  if (body.code === 'UNAUTHENTICATED') {
    return `Bearer ${hadToken ? 'error="invalid_token", ' : ''}scope="${USUAL_SCOPES}"`;
  }
  return body.code === 'INSUFFICIENT_SCOPE'
    ? `Bearer error="insufficient_scope", scope="${String(body.details.scope)}"`
    : null;
}
