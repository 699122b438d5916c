import { parseArgs } from 'node:util';
import type pg from 'pg';
import { createPool, withTransaction } from '../db/pool';
import { type ChainProblem, type ChainReport, type Head, verifyChain } from '../events/verify-chain';
import type { Command } from './command';

const USAGE = 'verify [--project KEY [--head SEQ:HASH]]';

const SAYS: Record<ChainProblem, string> = {
  missing: 'is missing',
  hash: 'does not have the hash it was sealed with',
  row: 'says something else than what was sealed',
  payload: 'has another payload than was sealed',
  head: 'is not the one whose hash was exported',
};

interface Checked {
  key: string;
  report: ChainReport;
}

function parseHead(text: string): Head {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (seq === undefined || hash === undefined) throw new Error(`usage: llmgenie ${USAGE}`);
  return { seq: Number(seq), hash };
}

/** Verifies one project, or all of them, each as of one moment. */
export async function verifyProjects(
  pool: pg.Pool,
  project: string | undefined,
  heads: readonly Head[],
): Promise<Checked[]> {
  return withTransaction(pool, async (client) => {
    await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    const { rows } = await client.query<{ id: string; key: string }>(
      'SELECT id, key FROM project WHERE $1::text IS NULL OR key = $1 ORDER BY key',
      [project ?? null],
    );
    if (project !== undefined && rows.length === 0) throw new Error(`there is no project ${project}`);
    const checked: Checked[] = [];
    for (const { id, key } of rows) checked.push({ key, report: await verifyChain(client, id, heads) });
    return checked;
  });
}

export const command: Command = {
  usage: USAGE,
  async run(args, context) {
    const { values } = parseArgs({
      args,
      options: { project: { type: 'string' }, head: { type: 'string' } },
    });
    if (values.head !== undefined && values.project === undefined)
      throw new Error(`usage: llmgenie ${USAGE}`);
    const heads = values.head === undefined ? [] : [parseHead(values.head)];
    const { appUrl } = await context.boot();
    // A long log takes longer than any statement of the server may.
    const pool = createPool(appUrl, { max: 1, statementTimeoutMs: 10 * 60_000 });
    try {
      const broken: string[] = [];
      for (const { key, report } of await verifyProjects(pool, values.project, heads)) {
        if (report.intact) context.print(`${key} intact ${report.head.seq}:${report.head.hash}`);
        else broken.push(`${key}: event ${report.seq} ${SAYS[report.problem]}`);
      }
      if (broken.length > 0) throw new Error(broken.join('; '));
    } finally {
      await pool.end();
    }
  },
};
