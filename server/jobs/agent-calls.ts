import { v7 as uuid } from 'uuid';
import type { AgentCall, CallLog } from '../actions/agent-call';
import { execute } from '../actions/execute';
import type { PipelineRuntime } from '../actions/pipeline-runtime';
import { withClient } from '../db/pool';
import { isAppError } from '../errors';

/** Calls within this time are written together: a busy server writes once a second, whatever it serves. */
const GATHER_MS = 1_000;
/** Kinds of calls kept until they are written; beyond, further kinds of this second go unrecorded. */
const MOST_KINDS = 2_000;
/** Tokens known to have called; who is forgotten costs one statement at once. */
const REMEMBERED = 10_000;

interface Noted extends AgentCall {
  readonly hash: string;
  count: number;
  at: number;
}

interface FirstUse {
  readonly project: string;
  readonly token: string;
}

/**
 * Hashes that belong to no token find none. A call that the token itself did not get through is no use of it. Rows are
 * written in one order, so that two processes do not wait for each other.
 */
const WRITE = `WITH x AS MATERIALIZED (
    SELECT decode(x.hash, 'hex') AS hash, x.id, x.tool, x.action, x.outcome, x."stoppedBy" AS stopped_by, x.count,
      now() - make_interval(secs => x.age) AS at
    FROM jsonb_to_recordset($1::jsonb) AS x(hash text, id uuid, tool text, action text, outcome text, "stoppedBy" text, count int, age float8)),
  t AS MATERIALIZED (SELECT t.project_id, t.id, t.agent_id, t.secret_hash, t.last_used_at FROM agent_token t
    WHERE t.secret_hash IN (SELECT hash FROM x)),
  used AS (SELECT DISTINCT t.project_id, t.id, t.last_used_at FROM t JOIN x ON x.hash = t.secret_hash
    WHERE x.outcome <> 'UNAUTHENTICATED' AND x.stopped_by <> 'security.active-actor'),
  c AS (INSERT INTO agent_call AS c (project_id, id, agent_id, token_id, minute, tool, action, outcome, stopped_by, count, last_at)
    SELECT t.project_id, x.id, t.agent_id, t.id, date_trunc('minute', x.at), x.tool, x.action, x.outcome, x.stopped_by, x.count, x.at
    FROM x JOIN t ON t.secret_hash = x.hash ORDER BY t.id, x.tool, x.action, x.outcome, x.stopped_by
    ON CONFLICT (project_id, token_id, tool, action, outcome, stopped_by, minute)
      DO UPDATE SET count = c.count + excluded.count, last_at = greatest(c.last_at, excluded.last_at)),
  u AS (UPDATE agent_token a SET last_used_at = now() FROM used WHERE a.project_id = used.project_id AND a.id = used.id
    AND a.last_used_at < now() - interval '1 minute')
  SELECT p.key AS project, used.id AS token FROM used JOIN project p ON p.id = used.project_id WHERE used.last_used_at IS NULL`;

/**
 * What agents called, written beside the requests and not within them. The first call of a token is written at once and
 * becomes an event, by which the light of the agent turns on wherever somebody looks.
 */
export function createCallLog(runtime: PipelineRuntime, onTrouble: (error: unknown) => void): CallLog {
  let noted = new Map<string, Noted>();
  const seen = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  let stopped = false;

  async function connect({ project, token }: FirstUse): Promise<void> {
    const request = { action: 'agent.connect', project, arguments: { id: token } };
    try {
      await execute(runtime, { ...request, credential: { kind: 'system', causedBy: 'call' } });
    } catch (error) {
      // Another process was first.
      if (!isAppError(error) || error.code !== 'RULE_REFUSED') throw error;
    }
  }

  async function write(calls: readonly Noted[]): Promise<void> {
    const now = performance.now();
    const rows = calls.map(({ at, ...call }) => ({ ...call, id: uuid(), age: (now - at) / 1000 }));
    const { rows: first } = await withClient(runtime.pool, (client) =>
      client.query<FirstUse>({ name: 'agent-calls', text: WRITE, values: [JSON.stringify(rows)] }),
    );
    for (const use of first) await connect(use);
  }

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (noted.size === 0) return;
    const calls = [...noted.values()];
    noted = new Map();
    writing = writing.then(() => write(calls)).catch(onTrouble);
  }

  return {
    note(secretHash, { tool, action, outcome, stoppedBy }) {
      if (stopped) return;
      const hash = secretHash.toString('hex');
      const key = `${hash} ${tool} ${action} ${outcome} ${stoppedBy}`;
      const known = noted.get(key);
      if (known) {
        known.count += 1;
        known.at = performance.now();
      } else if (noted.size < MOST_KINDS) {
        noted.set(key, { hash, tool, action, outcome, stoppedBy, count: 1, at: performance.now() });
      }
      if (!seen.has(hash)) {
        if (seen.size >= REMEMBERED) seen.clear();
        seen.add(hash);
        setImmediate(flush);
      } else if (timer === undefined) {
        timer = setTimeout(flush, GATHER_MS);
        timer.unref();
      }
    },
    async stop() {
      stopped = true;
      flush();
      await writing;
    },
  };
}
