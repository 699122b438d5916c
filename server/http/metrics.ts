import { createHash, timingSafeEqual } from 'node:crypto';
import { execute } from '../actions/execute';
import type { PipelineRuntime } from '../actions/pipeline-runtime';
import { Operations } from '../domain/instance/operations.schema';
import { AppError, isAppError } from '../errors';
import { log } from '../observe/log';
import { createMetricsText } from '../observe/metrics-text';
import type { ProcessWatch } from '../observe/process-watch';

const hash = (text: string) => createHash('sha256').update(text).digest();

/** The numbers of the whole instance, as its page of operations reads them; null where the database does not answer. */
async function readInstance(runtime: PipelineRuntime, requestId: string): Promise<Operations | null> {
  try {
    const { result } = await execute(runtime, {
      action: 'instance.operations',
      credential: { kind: 'system', causedBy: 'metrics' },
      project: 'instance',
      arguments: {},
    });
    return Operations.parse(result);
  } catch (error) {
    if (!isAppError(error)) log().warn('the metrics lack the database', { requestId, error });
    return null;
  }
}

/** GET /api/metrics, for whoever brings the token of the environment; without one there is no such path. */
export function createMetricsDoor(
  runtime: PipelineRuntime & { readonly env: { readonly metricsToken?: string | undefined } },
  watch: ProcessWatch | undefined,
): (request: Request, requestId: string) => Promise<Response> {
  const token = runtime.env.metricsToken;
  if (token === undefined || watch === undefined) {
    return async () => {
      throw new AppError('NOT_FOUND', 'There is no such address.');
    };
  }
  const wanted = hash(`Bearer ${token}`);
  const text = createMetricsText(watch.meters.registry);
  return async (request, requestId) => {
    if (!timingSafeEqual(wanted, hash(request.headers.get('authorization') ?? ''))) {
      throw new AppError('UNAUTHENTICATED', 'This wants the token of METRICS_TOKEN.', {
        hint: 'Send Authorization: Bearer with the token that the process was started with.',
      });
    }
    const [{ view }, instance] = await Promise.all([watch.told(), readInstance(runtime, requestId)]);
    return new Response(await text.render(view, instance), {
      headers: { 'content-type': text.contentType },
    });
  };
}
