import type { Span } from '@opentelemetry/api';
import type { CallWatch } from '../actions/observer';

/** How a call ended, for its span. */
interface End {
  readonly outcome: string;
  readonly actorId: string | undefined;
  readonly projectId: string | undefined;
  readonly eventSeq: number | undefined;
}

interface Trace {
  readonly step: CallWatch['step'];
  end(how: End): void;
}

export interface Tracer {
  /** A trace of its own for each call: the root is the call, below it its steps. */
  begin(action: string, door: string, requestId: string | undefined): Trace;
  /** Sends what is still here. */
  close(): Promise<void>;
}

/** All spans by one clock: the package gives each its own, and children then end after their parents. */
const now = () => performance.timeOrigin + performance.now();

const isPromise = (value: unknown): value is Promise<unknown> => value instanceof Promise;

/**
 * Traces to an OpenTelemetry collector, as OTLP over HTTP in JSON. The packages are loaded here and only here: who sets
 * no collector pays nothing. Parents are handed down by hand, so that no promise of the process is tracked.
 * @param endpoint OTEL_EXPORTER_OTLP_ENDPOINT: `/v1/traces` is added to it
 */
export async function createTracer(endpoint: string): Promise<Tracer> {
  const [api, sdk, exporter, resources] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const collector = new exporter.OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` });
  const provider = new sdk.TracerProvider({
    resource: resources.resourceFromAttributes({ 'service.name': 'llmgenie', 'process.pid': process.pid }),
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter: collector })],
  });
  const tracer = provider.getTracer('llmgenie');
  const { ROOT_CONTEXT: context, trace: spans, SpanKind, SpanStatusCode } = api;

  function over(span: Span, failed: boolean): void {
    // No exception is recorded: its text may quote what somebody sent.
    if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(now());
  }

  return {
    begin(action, door, requestId) {
      const root = tracer.startSpan(
        action,
        {
          startTime: now(),
          kind: door === 'system' ? SpanKind.INTERNAL : SpanKind.SERVER,
          attributes: {
            'llmgenie.door': door,
            ...(requestId === undefined ? {} : { 'llmgenie.request_id': requestId }),
          },
        },
        context,
      );
      const parent = spans.setSpan(context, root);
      return {
        step(name, work) {
          const span = tracer.startSpan(name, { startTime: now() }, parent);
          try {
            const answer = work();
            if (isPromise(answer)) {
              answer.then(
                () => over(span, false),
                () => over(span, true),
              );
            } else over(span, false);
            return answer;
          } catch (error) {
            over(span, true);
            throw error;
          }
        },
        end({ outcome, actorId, projectId, eventSeq }) {
          root.setAttributes({
            'llmgenie.outcome': outcome,
            ...(actorId === undefined ? {} : { 'llmgenie.actor_id': actorId }),
            ...(projectId === undefined ? {} : { 'llmgenie.project_id': projectId }),
            ...(eventSeq === undefined ? {} : { 'llmgenie.event_seq': eventSeq }),
          });
          over(root, outcome === 'INTERNAL');
        },
      };
    },
    close: () => provider.shutdown(),
  };
}
