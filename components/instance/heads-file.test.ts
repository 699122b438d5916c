import { expect, test } from 'vitest';
import { goneWithout, headsText, readHeads } from './heads-file.rules';

const hash = 'a'.repeat(64);
const head = { id: 'one', key: 'llmgenie', name: 'L', seq: 7, hash, epoch: 'e', at: '2026-01-01T00:00:00Z' };

test('a saved file is read again, and nothing else is', () => {
  const file = readHeads(headsText([head], '2026-01-02T00:00:00Z'));
  const { id, seq, epoch, at } = head;
  expect(file).toEqual({
    format: 1,
    madeAt: '2026-01-02T00:00:00Z',
    projects: { llmgenie: { id, seq, hash, epoch, at } },
  });
  const wrong = [
    '',
    '[]',
    '{}',
    '{"format":2,"madeAt":"x","projects":{}}',
    headsText([{ ...head, seq: -1 }], 'x'),
  ];
  for (const text of [...wrong, headsText([{ ...head, hash: 'short' }], 'x')])
    expect(readHeads(text)).toBeNull();
});

test('a project that is gone is excused by a tombstone that agrees', () => {
  const file = readHeads(headsText([head], 'x'));
  if (file === null) throw new Error('it is a file');
  expect(goneWithout(file, [{ id: 'one' }], [])).toEqual([]);
  expect(goneWithout(file, [], [])).toEqual(['llmgenie']);
  expect(goneWithout(file, [], [{ id: 'one', seq: 9, hash: 'b' }])).toEqual([]);
  expect(goneWithout(file, [], [{ id: 'one', seq: 7, hash }])).toEqual([]);
  expect(goneWithout(file, [], [{ id: 'one', seq: 7, hash: 'b' }])).toEqual(['llmgenie']);
  expect(goneWithout(file, [], [{ id: 'one', seq: 6, hash }])).toEqual(['llmgenie']);
});
