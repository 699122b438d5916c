// Who may import whom (docs: ARCHITECTURE). Each rule has a seeded violation under server/cli/fixtures/import-rules
// that a test wants caught, so a rule that matches nothing any more does not look green.

const TEST = '\\.(test|fixture)\\.tsx?$|(^|/)fixtures/|(^|/)test-[\\w-]+\\.ts$';
const BROWSER_SAFE = '\\.(schema|rules)\\.tsx?$';

/** A rule for files below `from`: of our own folders they may import only what `allowed` matches. */
function only(name, from, allowed, comment) {
  return {
    name,
    severity: 'error',
    comment,
    from: { path: from, pathNot: TEST },
    to: { path: '^(app|components|server|mcp|prisma|bench|e2e)/', pathNot: allowed },
  };
}

export const rules = [
  {
    name: 'no-cycles',
    severity: 'error',
    comment: 'Two modules that need each other are one module, or want a third.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'nothing-imports-app',
    severity: 'error',
    comment: 'Routes compose; whatever is shared belongs in components or server.',
    from: { pathNot: '^app/' },
    to: { path: '^app/' },
  },
  only(
    'app-composes',
    '^app/',
    `^app/|^components/|^server/(http|trpc|auth)(/|\\.ts$)|${BROWSER_SAFE}`,
    'A page or route composes components and handlers; it holds no logic.',
  ),
  only(
    'components-stay-in-the-browser',
    '^components/',
    `^components/|^server/trpc/|${BROWSER_SAFE}`,
    'Of the server a component knows schemas, pure rules and the type of the router.',
  ),
  {
    name: 'components-know-only-router-types',
    severity: 'error',
    comment: 'import type { AppRouter }: anything else would pull the server into the browser.',
    from: { path: '^components/', pathNot: TEST },
    to: { path: '^server/trpc/', dependencyTypesNot: ['type-only'] },
  },
  only(
    'mcp-through-the-registry',
    '^mcp/',
    `^mcp/|^server/(registry|actions|auth|errors|observe|version)(/|\\.ts$|\\.[\\w-]+\\.ts$)|${BROWSER_SAFE}`,
    'The agents’ door runs the same actions as every other: no way around the pipeline.',
  ),
  only(
    'trpc-is-wiring',
    '^server/trpc/',
    `^server/(trpc|registry|actions|errors)(/|\\.ts$|\\.[\\w-]+\\.ts$)|${BROWSER_SAFE}`,
    'A procedure parses, calls, returns.',
  ),
  only(
    'rest-is-a-door',
    '^server/rest/',
    `^server/(rest|registry|actions|auth|http|errors)(/|\\.ts$|\\.[\\w-]+\\.ts$)|${BROWSER_SAFE}`,
    'Programs’ door says and runs what the registry holds, and decides nothing.',
  ),
  only(
    'registry-collects',
    '^server/registry',
    '^server/(domain|actions)/|^server/registry',
    'The registry lists the actions and queries of every noun.',
  ),
  only(
    'domain-uses-builders',
    '^server/domain/',
    '^server/(domain|actions|events|db)/|^server/errors|\\.types\\.ts$',
    'A use case is facts, derive, rule; the pipeline does the rest.',
  ),
  {
    name: 'domain-knows-no-framework',
    severity: 'error',
    comment: 'Use cases outlive the web framework.',
    from: { path: '^server/domain/' },
    to: { path: '(^|node_modules/)(next|next-auth|next-intl|react|react-dom|@trpc)(/|$)' },
  },
  only(
    'actions-know-no-noun',
    '^server/actions/',
    '^server/(actions|policy|events|db)/|^server/errors|^server/env\\.ts$|^server/work/work\\.types\\.ts$',
    'The pipeline serves every noun and names none.',
  ),
  {
    name: 'schemas-import-zod-only',
    severity: 'error',
    comment: 'A schema file goes to the browser, the agents’ door and the documentation alike.',
    from: { path: '\\.schema\\.ts$' },
    to: { pathNot: 'node_modules/zod/|\\.schema\\.ts$' },
  },
  {
    name: 'rules-are-pure',
    severity: 'error',
    comment: 'A rule sees facts and input, no file, no socket, no framework: the browser runs it too.',
    from: { path: '\\.rules\\.ts$' },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'rules-import-rules',
    severity: 'error',
    comment: 'What a rule imports must be as pure as itself; types may come from anywhere.',
    from: { path: '\\.rules\\.ts$' },
    to: {
      // change.ts is the vocabulary of a rule's answer, and as pure.
      pathNot: `${BROWSER_SAFE}|^server/actions/change\\.ts$|node_modules/(zod|date-fns)/`,
      dependencyTypesNot: ['type-only', 'core'],
    },
  },
  {
    name: 'no-barrels',
    severity: 'error',
    comment: 'An index file hides who needs what and drags everything in.',
    from: {},
    to: { path: '(^|/)index\\.tsx?$', pathNot: 'node_modules|generated/' },
  },
  {
    name: 'no-utils',
    severity: 'error',
    comment: 'A drawer without a label; name the thing.',
    from: {},
    to: { path: '(^|/)(utils|helpers|common)/', pathNot: 'node_modules|generated/' },
  },
  {
    name: 'no-test-code-in-production',
    severity: 'error',
    comment: 'Test databases and fixtures stay out of what is served.',
    from: { pathNot: `${TEST}|^e2e/|\\.config\\.ts$` },
    to: { path: TEST },
  },
  {
    name: 'resolvable',
    severity: 'error',
    comment: 'An import of something that is not there; packages of types only are tsc’s business.',
    from: {},
    to: { couldNotResolve: true, pathNot: '^mdast$' },
  },
];

export default {
  forbidden: rules,
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'server/db/generated/|^\\.next/|^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
    },
  },
};
