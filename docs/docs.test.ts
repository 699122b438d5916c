import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const readme = readFileSync('README.md', 'utf8');
const pages = [
  'README.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
];

/** Targets of relative links, without their anchors. */
function brokenLinks(page: string, text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => (match[1] ?? '').replace(/#.*$/, ''))
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target))
    .filter((target) => !existsSync(join(dirname(page), target)));
}

/** Names in backticks of the first cells of a table's rows. */
const named = (text: string, pattern: RegExp) =>
  new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''));

describe('the documentation', () => {
  it.each(pages)('has no broken link in %s', (page) => {
    expect(brokenLinks(page, readFileSync(page, 'utf8'))).toEqual([]);
  });

  it('would notice one', () => {
    expect(brokenLinks('README.md', '[x](docs/nowhere.md) [y](https://example.test)')).toEqual([
      'docs/nowhere.md',
    ]);
  });

  it('names every variable of the environment', () => {
    const known = named(readFileSync('server/env.ts', 'utf8'), /^ {2}([A-Z_]+): optional/gm);
    expect(known.size).toBeGreaterThan(4);
    for (const name of known) expect(readme).toContain(`\`${name}\``);
  });

  it('names the verbs that package.json has', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      scripts: Record<string, string>;
    };
    for (const verb of named(readme, /`npm run (?:-s )?([a-z0-9]+)/g))
      expect(Object.keys(scripts)).toContain(verb);
  });

  it('maps every folder', () => {
    const folders = readdirSync('.', { withFileTypes: true })
      .filter(
        (entry) =>
          entry.isDirectory() &&
          !/^(\.|node_modules|dist|shots|test-results|playwright-report)/.test(entry.name),
      )
      .map((entry) => entry.name);
    for (const folder of folders) expect(readme).toContain(`\`${folder}/`);
  });
});
