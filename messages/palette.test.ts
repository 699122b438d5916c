import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { homeOf } from '@/components/palette/action-homes.rules';
import { GO_KEYS } from '@/components/palette/go-keys.rules';
import { registry } from '@/server/registry';

type Words = Record<string, Record<string, string> | undefined>;
const wordsOf = (locale: string): Words =>
  JSON.parse(readFileSync(`messages/${locale}/palette.json`, 'utf8')).actions;

it.each(['en', 'ru'])('has words in %s for each action that the palette can lead to', (locale) => {
  const words = wordsOf(locale);
  const offered = [...registry.actions.values()]
    .filter(({ name, audience }) => audience !== 'system' && homeOf(name, Object.keys(GO_KEYS)) !== null)
    .map(({ name }) => name);
  expect(offered.length).toBeGreaterThan(10);
  const silent = offered.filter((name) => {
    const [noun = '', verb = ''] = name.split('.');
    return words[noun]?.[verb] === undefined;
  });
  expect(silent).toEqual([]);
});
