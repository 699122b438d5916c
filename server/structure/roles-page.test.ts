import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPack } from '../domain/pack/domain-packs';
import { registry } from '../registry';

const page = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');

describe('docs/roles.md', () => {
  it('says of each action it names what the registry says', () => {
    const rows = [...page('roles.md').matchAll(/^\| `([a-z]+\.[A-Za-z]+)` \| ([a-z ]+) \|$/gm)];
    expect(rows.length).toBeGreaterThan(15);
    const wrong = rows.flatMap(([, name = '', told = '']) => {
      const definition = registry.actions.get(name) ?? registry.queries.get(name);
      if (definition === undefined) return [`${name} is nothing`];
      const needs =
        definition.place === 'instance' ? `${definition.permission} of the instance` : definition.permission;
      return needs === told ? [] : [`${name}: ${told}, but ${needs}`];
    });
    expect(wrong).toEqual([]);
  });
});

describe('docs/packs.md', () => {
  it('shows an example that loads', () => {
    const pack = readPack(JSON.parse(page('examples/support-desk.pack.json')));
    expect(pack.workflow.stages.map(({ key }) => key)).toEqual(['inbox', 'answer', 'filed']);
  });
});
