import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import type { Credential } from '../../server/actions/credential';
import { execute } from '../../server/actions/execute';
import type { PipelineRuntime } from '../../server/actions/pipeline-runtime';
import { isAppError } from '../../server/errors';

/** One thing somebody did, some minutes before the story is told. */
export interface Step {
  readonly minutesAgo: number;
  readonly who: string;
  readonly action: string;
  /** The handoff's name within the story; its number is known once it was created. */
  readonly on?: string;
  readonly args?: Readonly<Record<string, unknown>>;
  /** What the story expects to be refused: the refusal is part of it. */
  readonly refused?: string;
}

/**
 * Tells a story through the pipeline itself: every step meets the rules and the log that a live one meets, at the time
 * it is said to have happened. Only the owner of the schema can set that time (see commit_time in the migration).
 */
export async function tell(
  runtime: PipelineRuntime,
  pool: pg.Pool,
  project: string,
  actors: Readonly<Record<string, Credential>>,
  steps: readonly Step[],
): Promise<ReadonlyMap<string, string>> {
  const labels = new Map<string, string>();
  const versions = new Map<string, number>();
  const ordered = steps
    .map((step, index) => ({ step, index }))
    .sort((a, b) => b.step.minutesAgo - a.step.minutesAgo || a.index - b.index);
  const told = Date.now();
  for (const { step } of ordered) {
    await setTime(pool, new Date(told - step.minutesAgo * 60_000));
    const credential = actors[step.who];
    if (credential === undefined) throw new Error(`the story has no ${step.who}`);
    const handoff = step.on === undefined ? undefined : labels.get(step.on);
    const moves = /^handoff\.(update|assign|release|send|return|route|complete|cancel)$/.test(step.action);
    const args = {
      ...(handoff === undefined ? {} : { handoff }),
      ...(moves && step.on !== undefined ? { expectedVersion: versions.get(step.on) } : {}),
      ...step.args,
    };
    try {
      const { result } = await execute(runtime, {
        action: step.action,
        credential,
        project,
        arguments: args,
        idempotencyKey: uuid(),
      });
      if (step.refused) throw new Error(`the story expected a refusal of ${step.action} on ${step.on}`);
      const answer: { handoff?: unknown; version?: unknown } = Object(result);
      if (step.on !== undefined && typeof answer.handoff === 'string') labels.set(step.on, answer.handoff);
      if (step.on !== undefined && typeof answer.version === 'number') versions.set(step.on, answer.version);
    } catch (error) {
      if (!isAppError(error) || error.code !== step.refused) {
        throw new Error(
          `${step.who} ${step.action} ${step.on ?? ''}: ${JSON.stringify(error)} ${String(error)}`,
          { cause: error },
        );
      }
    }
  }
  await setTime(pool, null);
  return labels;
}

/** The pool has one connection here, so that a setting holds for the steps that follow. */
export async function setTime(pool: pg.Pool, at: Date | null): Promise<void> {
  await pool.query("SELECT set_config('llmgenie.seed_time', $1, false)", [at?.toISOString() ?? '']);
}
