import { Gauge, type Registry } from 'prom-client';
import type { ProcessView } from '../actions/process.schema';
import type { Operations } from '../domain/instance/operations.schema';

/** What is read when somebody asks, and not counted while calls go by. */
function gaugesIn(registry: Registry) {
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Gauge({ name, help, labelNames: [...labelNames], registers: [registry] });
  return {
    memory: gauge('process_resident_memory_bytes', 'Memory of the process'),
    started: gauge('process_start_time_seconds', 'When the process started'),
    cpu: gauge('process_cpu_seconds', 'Processor time of the process so far'),
    loop: gauge('llmgenie_event_loop_delay_seconds', 'How long what is ready to run waits for its turn', [
      'quantile',
    ]),
    info: gauge('llmgenie_info', 'Version and role of the process', ['version', 'role']),
    pool: gauge('llmgenie_pool_connections', 'Database connections of the process', ['state']),
    waiting: gauge('llmgenie_pool_waiting', 'Calls that wait for a database connection'),
    streams: gauge('llmgenie_streams_open', 'Live streams of browsers'),
    agents: gauge('llmgenie_agents_waiting', 'Calls of agents that wait for work'),
    runs: gauge('llmgenie_job_runs', 'Runs of a job since the start', ['job']),
    failures: gauge('llmgenie_job_failures', 'Failures of a job since the start', ['job']),
    items: gauge('llmgenie_job_items', 'What a job dealt with since the start', ['job']),
    up: gauge('llmgenie_database_up', 'Whether the database answers'),
    lag: gauge(
      'llmgenie_cursor_lag_events',
      'Events that a consumer of this process is behind, in its slowest project',
      ['consumer'],
    ),
    timers: gauge('llmgenie_timers', 'Deadlines by kind and state', ['kind', 'state']),
    oldest: gauge('llmgenie_timer_oldest_due_seconds', 'Since when the longest waiting deadline is due', [
      'kind',
    ]),
    bytes: gauge('llmgenie_database_bytes', 'Size of the database'),
    connections: gauge('llmgenie_database_connections', 'Connections to the database, of everybody'),
    projects: gauge('llmgenie_projects', 'Projects by state', ['state']),
    events: gauge('llmgenie_events_sealed', 'Events in the logs of all projects'),
  };
}
type Gauges = ReturnType<typeof gaugesIn>;

function showProcess(g: Gauges, view: ProcessView): void {
  g.memory.set(view.memoryBytes);
  g.started.set(Math.floor((performance.timeOrigin ?? 0) / 1000));
  const { user, system } = process.cpuUsage();
  g.cpu.set((user + system) / 1e6);
  g.loop.set({ quantile: '0.5' }, view.loopDelayMs.p50 / 1000);
  g.loop.set({ quantile: '0.99' }, view.loopDelayMs.p99 / 1000);
  g.info.set({ version: view.version, role: view.role }, 1);
  g.pool.set({ state: 'idle' }, view.pool.idle);
  g.pool.set({ state: 'busy' }, view.pool.open - view.pool.idle);
  g.pool.set({ state: 'most' }, view.pool.most);
  g.waiting.set(view.pool.waiting);
  g.streams.set(view.streams);
  g.agents.set(view.waitingAgents);
  for (const job of view.jobs) {
    g.runs.set({ job: job.name }, job.runs);
    g.failures.set({ job: job.name }, job.failures);
    g.items.set({ job: job.name }, job.items);
  }
}

function showInstance(g: Gauges, told: Operations): void {
  for (const consumer of ['streams', 'waits'] as const) {
    const behind = told.cursors
      .filter((each) => each.consumer === consumer)
      .map(({ at, newest }) => newest - at);
    g.lag.set({ consumer }, Math.max(0, ...behind));
  }
  g.timers.reset();
  g.oldest.reset();
  for (const { kind, oldestSeconds, ahead, due, late, again, parked, resting } of told.timers) {
    for (const [state, count] of Object.entries({ ahead, due, late, again, parked, resting })) {
      g.timers.set({ kind, state }, count);
    }
    g.oldest.set({ kind }, oldestSeconds);
  }
  g.bytes.set(told.database.bytes);
  g.connections.set(told.database.connections);
  g.projects.set({ state: 'open' }, told.projects.count - told.projects.archived);
  g.projects.set({ state: 'archived' }, told.projects.archived);
  g.events.set(told.projects.events);
}

/** Prometheus text of everything that is counted and read. */
export function createMetricsText(registry: Registry) {
  const gauges = gaugesIn(registry);
  return {
    contentType: registry.contentType,
    /** @param instance null: the database does not answer, and what is of it keeps its last value */
    async render(view: ProcessView, instance: Operations | null): Promise<string> {
      showProcess(gauges, view);
      gauges.up.set(instance === null ? 0 : 1);
      if (instance !== null) showInstance(gauges, instance);
      return registry.metrics();
    },
  };
}
