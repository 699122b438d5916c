import { execute } from '../actions/execute';
import type { PipelineRuntime } from '../actions/pipeline-runtime';
import { createAppPool } from '../db/pool';
import { type AppError, isAppError } from '../errors';
import { createWakeBus } from '../events/wake';
import { createRuntime, type Runtime } from '../runtime';
import type { CommandContext } from './command';

/** A command does one thing after another. */
const POOL_SIZE = 2;

/** One line that says what is wrong with what was typed. */
function oneLine(error: AppError): string {
  const { issues } = error.details;
  if (!Array.isArray(issues)) return error.message;
  const parts = issues.map(
    (issue: { path?: unknown; message?: unknown }) => `${issue.path}: ${issue.message}`,
  );
  return `${error.message} ${parts.join('; ')}`;
}

/**
 * The process's runtime for the time of one command. What it commits wakes the running servers before it ends.
 * Refusals of the pipeline become errors whose message is the one line to print.
 */
export async function withRuntime<T>(
  context: Pick<CommandContext, 'boot'>,
  work: (runtime: Runtime) => Promise<T>,
): Promise<T> {
  const { env, appUrl, poolUrl } = await context.boot();
  const pool = createAppPool({ appUrl, poolUrl }, { max: POOL_SIZE, applicationName: 'llmgenie command' });
  const wake = createWakeBus({ connectionString: appUrl, pool });
  try {
    return await work(createRuntime({ env, pool, wake }));
  } catch (error) {
    throw isAppError(error) ? new Error(oneLine(error), { cause: error }) : error;
  } finally {
    await wake.close();
    await pool.end();
  }
}

/** Runs one action or query as the command line. */
export async function asCommandLine(
  runtime: PipelineRuntime,
  project: string,
  action: string,
  args: Record<string, unknown>,
): Promise<unknown> {
  const outcome = await execute(runtime, {
    action,
    credential: { kind: 'system', causedBy: 'cli' },
    project,
    arguments: args,
  });
  return outcome.result;
}
