import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { decodePlan } from '../domain/plan/plan.rules';
import type { Command, CommandContext } from './command';
import { asCommandLine, withRuntime } from './with-runtime';

const USAGE = 'plan import FILE --project KEY [--plan master]\nplan export --project KEY [--plan master]';

const Imported = z.object({
  plan: z.string(),
  phases: z.number(),
  goals: z.number(),
  items: z.number(),
  technologies: z.number(),
  warnings: z.array(z.object({ line: z.number(), code: z.string() })),
});
const Exported = z.object({ base64: z.string() });

async function importFile(
  file: string,
  project: string,
  plan: string,
  context: CommandContext,
): Promise<void> {
  const source = decodePlan(await readFile(context.resolvePath(file)));
  if (source === null) throw new Error(`${file} is not UTF-8 text`);
  await withRuntime(context, async (runtime) => {
    const done = Imported.parse(await asCommandLine(runtime, project, 'plan.import', { key: plan, source }));
    context.print(
      `imported ${done.plan}: ${done.phases} phases, ${done.goals} goals, ${done.items} items, ${done.technologies} technology lines`,
    );
    for (const warning of done.warnings) process.stderr.write(`line ${warning.line}: ${warning.code}\n`);
  });
}

async function exportPlan(project: string, plan: string, context: CommandContext): Promise<void> {
  await withRuntime(context, async (runtime) => {
    const { base64 } = Exported.parse(await asCommandLine(runtime, project, 'plan.export', { plan }));
    // The bytes alone: no line end is added, so that the export is the source.
    await new Promise<void>((resolve, reject) =>
      process.stdout.write(Buffer.from(base64, 'base64'), (error) => (error ? reject(error) : resolve())),
    );
  });
}

export const command: Command = {
  usage: USAGE,
  async run(args, context) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { project: { type: 'string' }, plan: { type: 'string', default: 'master' } },
    });
    const [verb, file, ...rest] = positionals;
    const { project, plan } = values;
    if (project === undefined || rest.length > 0)
      throw new Error(`usage: llmgenie ${USAGE.replace('\n', '\n       llmgenie ')}`);
    if (verb === 'import' && file !== undefined) return importFile(file, project, plan, context);
    if (verb === 'export' && file === undefined) return exportPlan(project, plan, context);
    throw new Error(`usage: llmgenie ${USAGE.replace('\n', '\n       llmgenie ')}`);
  },
};
