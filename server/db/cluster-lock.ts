import { execFileSync } from 'node:child_process';
import { existsSync, linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';

/** Who may hold the data folder: a server for as long as it serves, a command for as long as it runs. */
export type LockPurpose = 'server' | 'command';

export interface LockHolder {
  pid: number;
  /** Start time of that process as the system tells it; a recycled pid has another one. */
  started: string;
  purpose: LockPurpose;
}

/** Start time of a living process, or null when there is none with that pid. */
export function processStarted(pid: number): string | null {
  try {
    if (existsSync('/proc/self/stat')) {
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
      // The command name stands in parentheses and may hold spaces: count fields after the last one.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' ? null : (fields[19] ?? null);
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}

function parseHolder(text: string): LockHolder | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    const { pid, started, purpose } = value as Partial<LockHolder>;
    if (typeof pid !== 'number' || typeof started !== 'string') return null;
    return { pid, started, purpose: purpose === 'command' ? 'command' : 'server' };
  } catch {
    // Half-written by a process that was killed while writing: the same as nobody.
    return null;
  }
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** The living holder of the lock file, or null when it is absent or left over from a dead process. */
export function lockHolder(path: string): LockHolder | null {
  const text = readIfThere(path);
  const holder = text === null ? null : parseHolder(text);
  return holder !== null && processStarted(holder.pid) === holder.started ? holder : null;
}

/**
 * Takes the lock file for this process. Answers `null` when it was taken, else the living holder.
 * A lock of a dead process is moved aside, and put back if another process had just renewed it.
 */
export function takeLock(path: string, purpose: LockPurpose): LockHolder | null {
  const own: LockHolder = { pid: process.pid, started: processStarted(process.pid) ?? '', purpose };
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(own), { mode: 0o600 });
  try {
    for (;;) {
      try {
        // A hard link appears with its content at once and fails when the name exists.
        linkSync(draft, path);
        return null;
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      }
      const seen = readIfThere(path);
      const holder = lockHolder(path);
      if (holder !== null) return holder;
      moveStaleAside(path, seen);
    }
  } finally {
    unlinkSync(draft);
  }
}

function moveStaleAside(path: string, seen: string | null): void {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return; // Somebody else moved it first; the caller tries again.
  }
  if (readIfThere(aside) !== seen) {
    try {
      linkSync(aside, path);
    } catch {
      // The name is taken again already, so its new holder is seen on the next turn.
    }
  }
  unlinkSync(aside);
}

/** Removes the lock file if this process holds it. */
export function releaseLock(path: string): void {
  if (lockHolder(path)?.pid === process.pid) unlinkSync(path);
}
