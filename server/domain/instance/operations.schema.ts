import { z } from 'zod';
import { ProcessView } from '../../actions/process.schema';

export const OperationsInput = z.strictObject({});

const CursorRow = z.object({
  /** `streams`: the live events of browsers. `waits`: who is woken for anything new. */
  consumer: z.enum(['streams', 'waits']),
  project: z.string(),
  at: z.number(),
  newest: z.number(),
});
const TimerRow = z.object({
  kind: z.string(),
  /** Not due yet. */
  ahead: z.number(),
  /** Due, and not dealt with yet. */
  due: z.number(),
  /** Due for more than five seconds. */
  late: z.number(),
  /** Tried without success, or in somebody's hands: due again later. */
  again: z.number(),
  /** Tried as often as anything is; tried again when a process starts. */
  parked: z.number(),
  /** Of archived projects, where time stands still. */
  resting: z.number(),
  oldestSeconds: z.number(),
});
const TableRow = z.object({ name: z.string(), bytes: z.number(), rows: z.number() });
const ProjectRow = z.object({
  key: z.string(),
  name: z.string(),
  events: z.number(),
  handoffs: z.number(),
});

export const Operations = z.object({
  /** By the database's clock. */
  at: z.string(),
  /** Null where nobody counts, as in a command. */
  process: ProcessView.nullable(),
  cursors: z.array(CursorRow),
  timers: z.array(TimerRow),
  database: z.object({
    version: z.string(),
    bytes: z.number(),
    connections: z.number(),
    mostConnections: z.number(),
    tables: z.array(TableRow),
  }),
  projects: z.object({
    count: z.number(),
    archived: z.number(),
    events: z.number(),
    biggest: z.array(ProjectRow),
  }),
});
export type Operations = z.infer<typeof Operations>;
export type CursorRow = z.infer<typeof CursorRow>;
export type TimerRow = z.infer<typeof TimerRow>;
export type TableRow = z.infer<typeof TableRow>;
export type ProjectRow = z.infer<typeof ProjectRow>;
