import { z } from 'zod';
import { Variables } from '../env';

const Told = z.object({ means: z.string(), format: z.string(), byDefault: z.string().optional() });

const cell = (text: string) => text.replaceAll('|', '\\|');

/** docs/environment.md, from what the process itself reads; a test compares, and `vitest -u` writes it anew. */
export function environmentPage(): string {
  const rows = Object.entries(Variables.shape).map(([name, schema]) => {
    const { means, format, byDefault = '' } = Told.parse(schema.meta());
    return `| \`${name}\` | ${cell(means)} | ${cell(format)} | ${cell(byDefault)} |`;
  });
  return [
    INTRODUCTION,
    '| variable | meaning | format | default |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    CLOSING,
  ].join('\n');
}

const INTRODUCTION = `# Environment

Everything that llmgenie reads from its environment, made from \`server/env.ts\`. All of it is optional, an empty variable
counts as absent, and a start with a wrong one ends with a line that names it and never shows its value.
`;

const CLOSING = `\`CHROMIUM\` names the browser for \`npm test\`, which otherwise finds one by itself. What a server of yours needs stands in
[deployment.md](deployment.md).
`;
