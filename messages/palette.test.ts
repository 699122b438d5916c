import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { registry } from '@/server/registry';

type Words = Record<string, Record<string, string> | undefined>;
const wordsOf = (locale: string): Words =>
  JSON.parse(readFileSync(`messages/${locale}/palette.json`, 'utf8')).actions;

/** Everything a person may run in a project: what the palette leads to and what a dry run can ask about. */
const runnable = [...registry.actions.values()]
  .filter(({ audience, place }) => audience !== 'system' && place !== 'instance')
  .map(({ name }) => name);

it.each(['en', 'ru'])('has words in %s for each action that a person may run in a project', (locale) => {
  const words = wordsOf(locale);
  expect(runnable.length).toBeGreaterThan(40);
  const silent = runnable.filter((name) => {
    const [noun = '', verb = ''] = name.split('.');
    return words[noun]?.[verb] === undefined;
  });
  expect(silent).toEqual([]);
});
