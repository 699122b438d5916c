import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

/** Only that every row is measured and printed: times belong to a quiet machine, not to a test. */
test('prints every goal with its target, value and verdict', { timeout: 240_000 }, async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    'server/cli/start.mjs',
    '--run',
    'bench',
    'core',
    '--quick',
  ]);
  const rows = stdout.split('\n').filter((line) => /^\| \d/.test(line));
  const goals = new Set(rows.map((row) => row.split('|')[1]?.trim()));
  expect([...goals].toSorted()).toEqual(['1', '10', '2', '3', '4', '5', '6', '7', '9']);
  for (const row of rows) expect(row).toMatch(/\| [<>]= [\d.]+.* \| [\d.]+.*\| (met|missed) /);
  expect(stdout).toMatch(/Machine: \d+ cores .*, load average .*, PostgreSQL 18\.\d+, Node \d+/);
});
