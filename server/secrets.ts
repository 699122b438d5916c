import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Generated once for a data folder and kept in its `secrets.json` (mode 0600). */
export interface Secrets {
  /** scram password of the embedded cluster's superuser */
  superuserPassword: string;
  /** scram password of the role that owns the schema and runs migrations */
  ownerPassword: string;
  /** scram password of the role the application works as */
  appPassword: string;
  /** signs browser sessions where NEXTAUTH_SECRET is not given */
  sessionSecret: string;
}

function generate(): Secrets {
  const secret = () => randomBytes(32).toString('hex');
  return {
    superuserPassword: secret(),
    ownerPassword: secret(),
    appPassword: secret(),
    sessionSecret: secret(),
  };
}

/** The folder's secrets, made on first use. Two processes starting at once end up with the same ones. */
export function loadSecrets(dataDir: string): Secrets {
  // 0711: an unprivileged database user has to walk through it, nobody else lists it.
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  const path = join(dataDir, 'secrets.json');
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(generate(), null, 2)}\n`, { mode: 0o600 });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    unlinkSync(draft);
  }
  return JSON.parse(readFileSync(path, 'utf8')) as Secrets;
}
