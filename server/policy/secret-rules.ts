import { decodeBase64, type Run, stretches } from './secret-text';

/*
 * What the search looks for beyond the preset of secretlint, and the cheap test that spares ordinary text both.
 *
 * Every pattern begins where its run of characters begins (a lookbehind) or is bounded, so that no text makes it
 * start over at each character.
 */

interface SecretRule {
  readonly id: string;
  readonly pattern: RegExp;
  /** Whether the first group (or the whole match) really looks like one; always where absent. */
  readonly accept?: (value: string) => boolean;
}

/** Secrets of any length, told by a word or sign somewhere in the text. */
const SHORT_SIGNS =
  /passw|passphrase|pwd|пароль|-----begin|mongodb|mysql|postgres|_authtoken|x-oauth|aws_?acc/i;
const ADDRESS_WITH_LOGIN = /:\/\/[^\s/@]{0,256}:[^\s/@]{0,256}@/;

/** Keys, told by a sign in the long run itself or shortly before it. */
const RUN_SIGNS = new RegExp(
  [
    'a3t|akia|agpa|aida|aroa|aipa|anpa|anva|asia|aws|secret|npm_|xox[a-z]-|xapp-|hooks\\.slack',
    'sk-|gsk_|hf_|lin_api_|ntn_|sg\\.|shp[a-z]{2}_|gh[pousr]_|github_pat_|gl[a-z]{2,6}-|glc_|glsa_|ops_ey',
    'hv[sbr]\\.|vc[pciark]_|dapi|dckr_pat_|figd_',
    '[sr]k_(?:live|test)_|whsec_|aiza|eyj|bearer|basic|api[_-]?key|access[_-]?key|token|auth|[?&#](?:sig|signature|key)=',
    'account[_-]?key|sharedaccess|q~|:aa|lg_|gocspx-|ya29\\.|age-secret',
  ].join('|'),
  'i',
);
/** Room for the longest name of a secret, its quotes and the sign between it and the value. */
const BEFORE_RUN = 32;

/**
 * Whether any rule, here or in the preset, could find something. Cheap on ordinary text: a handful of words is looked
 * for everywhere, everything else only around long runs. A test holds a sample of every rule against it.
 */
export function hasSecretSign(text: string, runs: readonly Run[]): boolean {
  return (
    SHORT_SIGNS.test(text) ||
    (text.includes('://') && ADDRESS_WITH_LOGIN.test(text)) ||
    runs.some(({ start, end }) => RUN_SIGNS.test(text.slice(Math.max(0, start - BEFORE_RUN), end)))
  );
}

const SECRET_NAMES =
  'api[_-]?key|access[_-]?key|auth[_-]?token|access[_-]?token|refresh[_-]?token|client[_-]?secret|secret[_-]?key|secret';

export const SECRET_RULES: readonly SecretRule[] = [
  { id: 'llmgenie.agent-token', pattern: /(?<![A-Za-z0-9_-])lg_[A-Za-z0-9-]{1,64}_[A-Za-z0-9_-]{40,64}/g },
  {
    id: 'aws.access-key-id',
    pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/g,
    accept: (value) => !value.endsWith('EXAMPLE'),
  },
  { id: 'stripe.secret-key', pattern: /(?<![A-Za-z0-9_])[sr]k_(?:live|test)_[A-Za-z0-9]{16,247}/g },
  { id: 'stripe.webhook-secret', pattern: /(?<![A-Za-z0-9_])whsec_[A-Za-z0-9+/=]{24,128}/g },
  { id: 'google.api-key', pattern: /(?<![A-Za-z0-9_-])AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/g },
  {
    id: 'google.oauth',
    pattern: /(?<![A-Za-z0-9_-])(?:GOCSPX-[A-Za-z0-9_-]{20,64}|ya29\.[A-Za-z0-9_-]{30,400})/g,
  },
  {
    id: 'jwt',
    pattern:
      /(?<![A-Za-z0-9_.-])eyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,8000}\.[A-Za-z0-9_-]{16,2000}/g,
  },
  {
    id: 'http.authorization',
    pattern: /(?<![A-Za-z0-9])(?:Bearer|Basic)[ \t]{1,4}([A-Za-z0-9._~+/-]{16,4000}={0,2})/gi,
    accept: (value) => looksRandom(value, 3),
  },
  { id: 'telegram.bot-token', pattern: /(?<![A-Za-z0-9])\d{8,10}:AA[A-Za-z0-9_-]{32,34}(?![A-Za-z0-9_-])/g },
  { id: 'huggingface.token', pattern: /(?<![A-Za-z0-9_])hf_[A-Za-z0-9]{30,64}(?![A-Za-z0-9])/g },
  {
    id: 'openai.key',
    pattern: /(?<![A-Za-z0-9_-])sk-(?:proj-|svcacct-|or-v1-)?[A-Za-z0-9_-]{32,200}/g,
    accept: (value) => looksRandom(value, 3.5),
  },
  { id: 'github.token', pattern: /(?<![A-Za-z0-9_])gh[pousr]_[A-Za-z0-9]{36,255}/g },
  {
    id: 'notion.token',
    pattern: /(?<![A-Za-z0-9_])(?:secret_[A-Za-z0-9]{43}|ntn_[A-Za-z0-9]{40,50})(?![A-Za-z0-9])/g,
  },
  { id: 'azure.account-key', pattern: /(?:Account|SharedAccess)Key=[A-Za-z0-9+/]{42,90}={1,2}/gi },
  { id: 'azure.sas', pattern: /[?&]sig=[A-Za-z0-9%+/]{40,120}(?:%3D|=)/gi },
  {
    id: 'azure.client-secret',
    pattern: /(?<![A-Za-z0-9_~.-])[A-Za-z0-9_~.-]{3}\dQ~[A-Za-z0-9_~.-]{31,34}(?![A-Za-z0-9_~.-])/g,
  },
  { id: 'age.secret-key', pattern: /AGE-SECRET-KEY-1[A-Z0-9]{58}/g },
  {
    id: 'password',
    pattern:
      /(?:passw(?:or)?d|passphrase|pwd|пароль)["'`]?[ \t]{0,4}(?:=>|:=|={1,3}|:)[ \t]{0,4}["'`]?([^\s"'`,;]{6,200})/gi,
    accept: looksLikePassword,
  },
  {
    id: 'secret.assignment',
    pattern: new RegExp(
      `(?:${SECRET_NAMES})["'\`]?[ \\t]{0,4}(?:=>|:=|={1,3}|:)[ \\t]{0,4}["'\`]?([A-Za-z0-9+/_.=~-]{16,400})`,
      'gi',
    ),
    accept: (value) => !UUID.test(value) && looksRandom(value, 3),
  },
  {
    id: 'secret.in-url',
    pattern:
      /[?&#](?:api_?key|key|access_token|token|auth|signature|secret|password)=([A-Za-z0-9+/_.%~-]{16,400})/gi,
    accept: (value) => !UUID.test(value) && looksRandom(value, 3.3),
  },
];

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Words that stand where a secret would: not worth a refusal. */
const PLACEHOLDER =
  /example|placeholder|changeme|redacted|your[_-]?|xxxx|\*\*\*|\.\.\.|<|>|\$\{|\$\(|\{\{|process\.env|env\(|null|undefined/i;

/** Bits of information a character, by how often each occurs in the text itself. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** A value in a place meant for secrets: a digit, a letter, and more variety than a word has. */
function looksRandom(value: string, bits: number): boolean {
  return /\d/.test(value) && /[A-Za-z]/.test(value) && !PLACEHOLDER.test(value) && entropy(value) >= bits;
}

/** People's passwords are short, so variety says little: it takes a digit beside letters, or three kinds of signs. */
function looksLikePassword(value: string): boolean {
  // Code and templates: a call, an index, a variable.
  if (PLACEHOLDER.test(value) || /[()[\]{}|]|^[$%@&]/.test(value)) return false;
  const lower = /\p{Ll}/u.test(value);
  const upper = /\p{Lu}/u.test(value);
  const digit = /\d/.test(value);
  const sign = /[^\p{L}\d._/-]/u.test(value);
  return digit ? lower || upper : lower && upper && sign;
}

/** Parts of long runs that look like a generated key although nothing names them. */
export function generatedKeys(text: string, runs: readonly Run[]): Run[] {
  const found: Run[] = [];
  for (const run of runs) {
    if (run.end - run.start < MIN_GENERATED) continue;
    const around = text.slice(Math.max(0, run.start - 16), run.end);
    // Addresses carry ids of their own; keys in them have a rule. Integrity hashes, data URLs, public keys: public.
    if (/:?\/\/|sha\d{1,3}[-:]|base64,|AAAA[BCE]3Nza/.test(around)) continue;
    for (const part of stretches(text.slice(run.start, run.end), MIN_GENERATED)) {
      const [start, end] = [run.start + part.start, run.start + part.end];
      if (end - start > MAX_GENERATED || !looksGenerated(text.slice(start, end))) continue;
      found.push({ start, end });
    }
  }
  return found;
}

/** A shorter one is as likely an identifier, a longer one is a file. */
const MIN_GENERATED = 32;
const MAX_GENERATED = 130;

/**
 * A long run that no person typed and no encoder of text made. Identifiers, slugs, hashes and ids fail one of: all
 * three kinds of characters, enough digits, a long stretch without separators, changing kind nearly every character.
 */
function looksGenerated(run: string): boolean {
  const longest = run.split(/[-_/+=]/).reduce((a, b) => (b.length > a.length ? b : a), '');
  if (longest.length < 16 || !/[a-z]/.test(run) || !/[A-Z]/.test(run)) return false;
  if ((run.match(/\d/g)?.length ?? 0) < 3 || entropy(run) < 4.2) return false;
  let changes = 0;
  for (let index = 1; index < run.length; index += 1) {
    if (kind(run.charCodeAt(index)) !== kind(run.charCodeAt(index - 1))) changes += 1;
  }
  return changes / run.length > 0.42 && decodeBase64(run) === undefined;
}

function kind(code: number): number {
  if (code >= 48 && code <= 57) return 0;
  if (code >= 65 && code <= 90) return 1;
  return code >= 97 && code <= 122 ? 2 : 3;
}
