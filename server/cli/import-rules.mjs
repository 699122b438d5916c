// The import rules of .dependency-cruiser.mjs, run from here so that a run that saw nothing cannot look green.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const FOLDERS = ['app', 'components', 'server', 'mcp', 'prisma', 'bench', 'e2e'];

/**
 * @param {string} [baseDir] folder that `app/`, `server/` and the others stand in
 * @param {string} [exclude] more paths to leave out, a regular expression
 * @returns {Promise<{cruised: number, violations: {rule: string, from: string, to: string}[]}>}
 */
export async function cruiseImports(baseDir = process.cwd(), exclude = '(^|/)fixtures/') {
  const [{ cruise }, { default: config }, extractTsConfig] = await Promise.all([
    import('dependency-cruiser'),
    import('../../.dependency-cruiser.mjs'),
    import('dependency-cruiser/config-utl/extract-ts-config').then((module) => module.default),
  ]);
  const tsConfigFile = resolve('tsconfig.json');
  const { output } = await cruise(
    FOLDERS.filter((folder) => existsSync(resolve(baseDir, folder))),
    {
      ...config.options,
      exclude: { path: [config.options.exclude.path, exclude].filter(Boolean) },
      tsConfig: { fileName: tsConfigFile },
      ruleSet: { forbidden: config.forbidden },
      validate: true,
      baseDir,
      outputType: 'json',
    },
    { ...config.options.enhancedResolveOptions },
    { tsConfig: extractTsConfig(tsConfigFile) },
  );
  const { summary } = JSON.parse(output);
  return {
    cruised: summary.totalCruised,
    violations: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  };
}
