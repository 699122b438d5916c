import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprint } from './fingerprint.mjs';

describe('fingerprint', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'print-'));
    mkdirSync(join(dir, 'deep'));
    writeFileSync(join(dir, 'deep/a.ts'), 'one');
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('changes with content and names, not with times, tests or generated code', () => {
    const before = fingerprint([dir]);
    utimesSync(join(dir, 'deep/a.ts'), 1, 1);
    writeFileSync(join(dir, 'deep/a.test.ts'), 'a test');
    mkdirSync(join(dir, 'generated'));
    writeFileSync(join(dir, 'generated/client.ts'), 'made');
    expect(fingerprint([dir, join(dir, 'absent')])).toBe(before);
    writeFileSync(join(dir, 'deep/a.ts'), 'two');
    const changed = fingerprint([dir]);
    expect(changed).not.toBe(before);
    writeFileSync(join(dir, 'deep/b.ts'), '');
    expect(fingerprint([dir])).not.toBe(changed);
  });
});
