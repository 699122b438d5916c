import { parseArgs } from 'node:util';
import { checkBackup } from '../backup/check-backup';
import { tryBackup } from '../backup/restore-backup';
import { type WrittenBackup, writeBackup } from '../backup/write-backup';
import type { Command } from './command';
import { lineOf } from './verify';

const USAGE = 'backup FILE [--verify]';

/** `12,345,678` bytes as `11.8 MB` */
const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;

export function summary({ manifest: { tables, madeAt } }: Pick<WrittenBackup, 'manifest'>): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return `${tables.length} tables, ${rows} rows, as of ${madeAt}`;
}

export const command: Command = {
  usage: USAGE,
  async run(args, context) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { verify: { type: 'boolean', default: false } },
    });
    const [file, ...rest] = positionals;
    if (file === undefined || rest.length > 0) throw new Error(`usage: llmgenie ${USAGE}`);
    const path = context.resolvePath(file);
    // As it is: before an upgrade, the backup is of the release that made the data.
    const place = await context.open({ alone: false });
    const lines: string[] = [];
    const written = await writeBackup(place.ownerUrl, path, async (draft) => {
      if (!values.verify) return;
      const checked = await checkBackup(draft);
      for (const each of await tryBackup(place, checked, { brokenToo: true })) lines.push(lineOf(each).line);
    });
    context.print(`${file}: ${summary(written)}, ${megabytes(written.bytes)}, sha256 ${written.sha256}`);
    for (const line of lines) context.print(`restored for trial: ${line}`);
  },
};
