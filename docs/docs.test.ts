import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { environmentPage } from '@/server/structure/environment-page';

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

  it('names every variable of the environment, as the process reads them', async () => {
    const page = environmentPage();
    expect(named(page, /^\| `([A-Z_]+)` \|/gm).size).toBeGreaterThan(15);
    await expect(page).toMatchFileSnapshot('environment.md');
    expect(readme).toContain('(docs/environment.md)');
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
    const parts = readdirSync('server', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    for (const { name } of parts) expect(readme).toContain(`\`server/${name}/\``);
  });

  it('tells no scenario that no test walks', () => {
    const [, ...sections] = readFileSync('docs/scenarios.md', 'utf8').split(/^# /m).slice(1);
    expect(sections.length).toBeGreaterThan(8);
    for (const section of sections) {
      const tests = [...section.matchAll(/`([\w/.-]+\.(?:spec|test)\.ts)`/g)].map((match) => match[1] ?? '');
      expect(tests, section.split('\n')[0]).not.toEqual([]);
      for (const file of tests) expect(existsSync(file), file).toBe(true);
    }
  });

  it('shows its pictures, none heavier than 150 KB and none that nobody looks at', () => {
    const pictures = readdirSync('docs/pictures');
    const tour = readFileSync('docs/tour.md', 'utf8');
    for (const picture of pictures) {
      expect(tour).toContain(`(pictures/${picture})`);
      expect(statSync(join('docs/pictures', picture)).size, picture).toBeLessThanOrEqual(150_000);
    }
  });
});
