/* What the pages ask of the server before anybody is signed in. Never throws: what goes wrong is an answer. */

export interface LinkLook {
  purpose: 'set-up' | 'reset' | 'invite';
  email: string | null;
  name: string | null;
  project: { key: string; name: string } | null;
  permission: 'viewer' | 'member' | 'lead' | 'admin' | null;
  roles: { key: string; name: Record<string, string> }[];
  by: string | null;
  expiresAt: string;
  hasAccount: boolean;
  /** The one who is signed in has the address. */
  yours: boolean;
}

export type IdentityProblem =
  | { why: 'gone' | 'offline' | 'unavailable' | 'other' | 'member' | 'taken' | 'wrong' | 'invalid' }
  | { why: 'rate'; seconds: number };
export type IdentityAnswer<Body> = ({ ok: true } & Body) | ({ ok: false } & IdentityProblem);

const RULES: Readonly<Record<string, 'gone' | 'other' | 'member' | 'taken'>> = {
  'link.gone': 'gone',
  'invitation.other': 'other',
  'invitation.member': 'member',
  'user.exists': 'taken',
};

function problemOf(status: number, body: unknown): IdentityProblem {
  const { error } = Object(body);
  const { code, details } = Object(error);
  const { rule, retryAfterSeconds, issues } = Object(details);
  if (code === 'RATE_LIMITED') return { why: 'rate', seconds: Number(retryAfterSeconds) || 60 };
  const known = RULES[String(rule)];
  if (known) return { why: known };
  if (code === 'NOT_FOUND') return { why: 'gone' };
  if (Array.isArray(issues) && Object(issues[0]).code === 'wrong') return { why: 'wrong' };
  return { why: status === 400 ? 'invalid' : 'unavailable' };
}

export async function askIdentity<Body extends object>(
  door: 'link' | 'use' | 'ask' | 'password',
  body: object,
): Promise<IdentityAnswer<Body>> {
  try {
    const response = await fetch(`/api/identity/${door}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      cache: 'no-store',
    });
    const answer: unknown = await response.json();
    return response.ok
      ? { ok: true, ...Object(answer) }
      : { ok: false, ...problemOf(response.status, answer) };
  } catch (error) {
    return { ok: false, why: error instanceof TypeError ? 'offline' : 'unavailable' };
  }
}
