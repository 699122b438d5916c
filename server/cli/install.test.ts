import { expect, it } from 'vitest';
import { lacking } from './install.mjs';

const wanted = {
  '': { version: '0.1.0' },
  'node_modules/runs': { version: '1.0.0' },
  'node_modules/tests': { version: '2.0.0', dev: true },
  'node_modules/elsewhere': { version: '3.0.0', optional: true },
  'node_modules/tests-elsewhere': { version: '3.0.0', optional: true, dev: true },
};
const runs = { 'node_modules/runs': { version: '1.0.0' } };
const tests = { 'node_modules/tests': { version: '2.0.0' } };

it.each([
  ['everything is there', { ...runs, ...tests }, 'nothing'],
  ['what tests need is not', runs, 'tests'],
  ['nothing is there', {}, 'more'],
  ['one is of another version', { 'node_modules/runs': { version: '0.9.0' }, ...tests }, 'more'],
  ['one of the tests is of another version', { ...runs, 'node_modules/tests': { version: '1.0.0' } }, 'more'],
  [
    'one of another platform is of another version',
    { ...runs, ...tests, 'node_modules/elsewhere': { version: '2.0.0' } },
    'more',
  ],
])('installs what is missing where %s', (_, present, what) => {
  expect(lacking(wanted, present)).toBe(what);
});
