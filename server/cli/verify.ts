import { readFile, rename, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { createPool, withTransaction } from '../db/pool';
import { HeadsFile } from '../domain/integrity/integrity.schema';
import type { ChainProblem, Head } from '../events/verify-chain';
import { type CheckedProject, verifyProjects } from '../events/verify-projects';
import type { Command } from './command';

const USAGE = 'verify [--project KEY [--head SEQ:HASH]] [--export FILE] [--against FILE]';

const SAYS: Record<ChainProblem, string> = {
  missing: 'is missing',
  hash: 'does not have the hash it was sealed with',
  row: 'says something else than what was sealed',
  payload: 'has another payload than was sealed',
  head: 'is not the one whose hash was exported',
};

function parseHead(text: string): Head {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (seq === undefined || hash === undefined) throw new Error(`usage: llmgenie ${USAGE}`);
  return { seq: Number(seq), hash };
}

export async function readHeads(path: string): Promise<HeadsFile['projects']> {
  const text = await readFile(path, 'utf8');
  try {
    return HeadsFile.parse(JSON.parse(text)).projects;
  } catch (error) {
    throw new Error(`${path} holds no exported heads`, { cause: error });
  }
}

/** The line of a project; `broken` makes the command fail. */
export function lineOf(checked: CheckedProject): { line: string; broken: boolean } {
  const { key } = checked;
  if (checked.kind === 'removed')
    return {
      line: `${key} removed at ${checked.at}, its log ended with event ${checked.seq}`,
      broken: false,
    };
  if (checked.kind === 'gone')
    return {
      line: `${key}: event ${checked.seq} is gone with its project, and no tombstone says so`,
      broken: true,
    };
  const since = checked.restored ? ' (restored from a backup since the export)' : '';
  const { report } = checked;
  return report.intact
    ? { line: `${key} intact ${report.head.seq}:${report.head.hash}${since}`, broken: false }
    : { line: `${key}: event ${report.seq} ${SAYS[report.problem]}${since}`, broken: true };
}

/** The heads of what was found intact, for a place that the database's owner cannot reach. */
export function headsOf(all: readonly CheckedProject[], madeAt: string): HeadsFile {
  const heads = all.flatMap((each) =>
    each.kind === 'checked' && each.head ? [[each.key, each.head] as const] : [],
  );
  return { format: 1, madeAt, projects: Object.fromEntries(heads) };
}

async function writeHeads(path: string, heads: HeadsFile): Promise<void> {
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(heads, null, 2)}\n`);
  await rename(draft, path);
}

export const command: Command = {
  usage: USAGE,
  async run(args, context) {
    const { values } = parseArgs({
      args,
      options: {
        project: { type: 'string' },
        head: { type: 'string' },
        export: { type: 'string' },
        against: { type: 'string' },
      },
    });
    if (values.head !== undefined && values.project === undefined)
      throw new Error(`usage: llmgenie ${USAGE}`);
    const head = values.head === undefined ? undefined : parseHead(values.head);
    const against =
      values.against === undefined ? undefined : await readHeads(context.resolvePath(values.against));
    const { appUrl } = await context.boot();
    // A long log takes longer than any statement of the server may.
    const pool = createPool(appUrl, { max: 1, statementTimeoutMs: 10 * 60_000 });
    try {
      const { checked, madeAt } = await withTransaction(pool, async (client) => {
        await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
        const { rows } = await client.query<{ now: string }>(`SELECT to_jsonb(now()) #>> '{}' AS now`);
        const { project } = values;
        return {
          checked: await verifyProjects(client, { project, against, head }),
          madeAt: rows[0]?.now ?? '',
        };
      });
      const broken: string[] = [];
      for (const each of checked) {
        const said = lineOf(each);
        if (said.broken) broken.push(said.line);
        else context.print(said.line);
      }
      // What is broken is no head to compare with later.
      if (broken.length > 0) throw new Error(broken.join('\n'));
      if (values.export !== undefined)
        await writeHeads(context.resolvePath(values.export), headsOf(checked, madeAt));
    } finally {
      await pool.end();
    }
  },
};
