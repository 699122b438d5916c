import { parseArgs } from 'node:util';
import { checkBackup } from '../backup/check-backup';
import { forgetKept, restoreBackup, undoRestore } from '../backup/restore-backup';
import { summary } from './backup';
import type { Command, CommandContext } from './command';
import { lineOf } from './verify';

const USAGE = 'restore FILE [--replace] [--broken-too]\nrestore --undo\nrestore --forget';

const misused = () => new Error(`usage: llmgenie ${USAGE.replaceAll('\n', '\n       llmgenie ')}`);

/** What earlier restores replaced. */
async function withKept(verb: 'undo' | 'forget', context: CommandContext): Promise<void> {
  const place = await context.open({ alone: true });
  if (verb === 'undo') {
    const { back, kept } = await undoRestore(place);
    context.print(`${back} is back; what was there is kept as ${kept}`);
  } else for (const name of await forgetKept(place)) context.print(`dropped ${name}`);
}

export const command: Command = {
  usage: USAGE,
  async run(args, context) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        replace: { type: 'boolean', default: false },
        'broken-too': { type: 'boolean', default: false },
        undo: { type: 'boolean', default: false },
        forget: { type: 'boolean', default: false },
      },
    });
    const [file, ...rest] = positionals;
    if (rest.length > 0 || (file === undefined) !== (values.undo !== values.forget)) throw misused();
    if (file === undefined) return withKept(values.undo ? 'undo' : 'forget', context);
    // The file first: what cannot be restored needs no database.
    const backup = await checkBackup(context.resolvePath(file));
    const place = await context.open({ alone: true });
    const { projects, kept } = await restoreBackup(place, backup, {
      replace: values.replace,
      brokenToo: values['broken-too'],
    });
    context.print(`restored ${file}: ${summary(backup)}`);
    for (const each of projects) context.print(lineOf(each).line);
    if (kept !== null) context.print(`the database before is kept as ${kept}`);
    context.print('everybody signs in anew; the secrets of the data folder are not part of a backup');
  },
};
