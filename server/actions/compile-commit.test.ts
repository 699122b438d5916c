import fc, { type JsonValue } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Change, type Computed, type Json, now, nowPlus, plus } from './change';
import { type CommitStamp, compileCommit } from './commit';
import { render } from './sql';

const tables = fc.constantFrom('handoff', 'stage', 'checklist_item', 'context_entry', 'session');
const column = fc.stringMatching(/^[a-z][a-z_]{0,12}$/);
const some = <T>(values: fc.Arbitrary<T>, minLength = 0) => fc.array(values, { minLength, maxLength: 3 });
const columns = fc.uniqueArray(column, { minLength: 1, maxLength: 4 });

/** What the text of the statement may depend on: tables, columns and how each is given, never a value. */
const shapes = fc.record({
  updates: some(
    fc.record({
      table: tables,
      key: columns,
      expect: some(
        fc.tuple(column, fc.constantFrom('value', 'null', 'afterNow', 'notAfterNow', 'belowLimit')),
      ),
      set: fc.uniqueArray(
        fc.tuple(column, fc.constantFrom('value', 'value', 'now', 'nowPlus', 'plus', 'absent')),
        { minLength: 1, maxLength: 4, selector: ([name]) => name },
      ),
      miss: fc.constantFrom(undefined, 'wip' as const),
    }),
  ),
  inserts: some(
    fc.record({ table: tables, columns, rows: fc.integer({ min: 1, max: 3 }), at: fc.boolean() }),
  ),
  deletes: some(fc.record({ key: columns })),
  keyed: fc.boolean(),
  overrides: fc.nat({ max: 2 }),
});
type Shape = typeof shapes extends fc.Arbitrary<infer T> ? T : never;

type Next = () => JsonValue;
const scalar = (next: Next) => JSON.stringify(next()).slice(0, 40);

function expected(how: string, next: Next) {
  if (how === 'value') return scalar(next);
  if (how === 'null') return null;
  if (how === 'belowLimit') return { check: 'belowLimit' as const, limit: 'wip_limit' };
  return how === 'afterNow' ? { check: 'afterNow' as const } : { check: 'notAfterNow' as const };
}

function given(how: string, next: Next): Json | Computed | undefined {
  const size = JSON.stringify(next()).length;
  if (how === 'now') return now;
  if (how === 'nowPlus') return nowPlus(size);
  if (how === 'plus') return plus(size);
  return how === 'absent' ? undefined : (next() as Json);
}

function fill(shape: Shape, next: Next): Change {
  return {
    kind: 'change',
    updates: shape.updates.map((update) => ({
      table: update.table,
      key: Object.fromEntries(update.key.map((name) => [name, scalar(next)])),
      expect: Object.fromEntries(update.expect.map(([name, how]) => [name, expected(how, next)])),
      set: Object.fromEntries(update.set.map(([name, how]) => [name, given(how, next)])),
      ...(update.miss === undefined ? {} : { miss: update.miss }),
    })),
    inserts: shape.inserts.map((insert) => ({
      table: insert.table,
      rows: Array.from({ length: insert.rows }, () =>
        Object.fromEntries(insert.columns.map((name) => [name, next() as Json])),
      ),
      ...(insert.at ? { computed: { at: now } } : {}),
    })),
    deletes: shape.deletes.map(({ key }) => ({
      table: 'timer',
      key: Object.fromEntries(key.map((name) => [name, scalar(next)])),
    })),
    events: [],
    result: next(),
  };
}

function stampOf(shape: Shape, next: Next): CommitStamp {
  return {
    projectId: scalar(next),
    rulesEpoch: scalar(next).length,
    actor: { id: scalar(next), kind: 'person', name: scalar(next) },
    sessionId: null,
    action: 'handoff.send',
    policySet: scalar(next),
    causedBy: null,
    idempotency: shape.keyed ? { key: scalar(next), requestHash: scalar(next) } : null,
    overrides: Array.from({ length: shape.overrides }, () => ({ id: scalar(next), policyId: scalar(next) })),
  };
}

function compiled(shape: Shape, values: readonly JsonValue[]) {
  let at = 0;
  const next: Next = () => values[at++ % values.length] ?? null;
  return render(compileCommit(fill(shape, next), stampOf(shape, next)));
}

/** Among them every look-alike of what the statement computes or splices. */
const values = fc.array(
  fc.oneof(
    fc.jsonValue(),
    fc.constantFrom<JsonValue>(
      { kind: 'now' },
      { kind: 'plus', amount: '1' },
      { kind: 'nowPlus', seconds: 1 },
      { parts: ["'; --"], values: [] },
    ),
  ),
  { minLength: 1, maxLength: 30 },
);

describe('compileCommit', () => {
  it('makes the same text of the same shape, whatever the values are', () => {
    fc.assert(
      fc.property(shapes, values, values, (shape, one, other) => {
        const first = compiled(shape, one);
        expect(compiled(shape, other).text).toBe(first.text);
        const numbers = [...first.text.matchAll(/\$(\d+)/g)].map((match) => Number(match[1]));
        expect(numbers).toEqual(first.values.map((_, index) => index + 1));
      }),
      { numRuns: 200 },
    );
  });

  it('keeps what a caller sent out of the text', () => {
    fc.assert(
      fc.property(shapes, fc.stringMatching(/^Zq[0-9A-Z'"$;]{6,20}$/), (shape, word) => {
        expect(compiled(shape, [word, { [word]: word }]).text).not.toContain(word.slice(0, 6));
      }),
      { numRuns: 100 },
    );
  });

  it('refuses a column that is no plain name', () => {
    const odd = fc.string().filter((name) => !/^[a-z][a-z0-9_]{0,62}$/.test(name));
    const stamp = compiledStamp();
    fc.assert(
      fc.property(
        odd,
        fc.constantFrom('key', 'expect', 'set', 'rows', 'computed', 'deletes'),
        (name, where) => {
          const pair = Object.fromEntries([[name, 'x']]);
          const update = { table: 'handoff' as const, key: { id: 'x' }, set: { title: 'x' } };
          const changes: Record<string, Partial<Change>> = {
            key: { updates: [{ ...update, key: pair }] },
            expect: { updates: [{ ...update, expect: pair }] },
            set: { updates: [{ ...update, set: pair }] },
            rows: { inserts: [{ table: 'comment', rows: [pair] }] },
            computed: {
              inserts: [
                { table: 'comment', rows: [{ id: 'x' }], computed: Object.fromEntries([[name, now]]) },
              ],
            },
            deletes: { deletes: [{ table: 'timer', key: pair }] },
          };
          const change: Change = { kind: 'change', events: [], result: null, ...changes[where] };
          expect(() => compileCommit(change, stamp)).toThrow(/not an identifier/);
        },
      ),
      { numRuns: 200 },
    );
  });
});

function compiledStamp(): CommitStamp {
  const shape = { updates: [], inserts: [], deletes: [], keyed: false, overrides: 0 };
  return stampOf(shape, () => 'x');
}
