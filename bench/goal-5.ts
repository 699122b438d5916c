import { execute } from '@/server/actions/execute';
import { hammer, interleave, median, percentile } from './measure';
import { player } from './moves';
import type { Row } from './report';
import { runMove } from './run-move';
import type { Many } from './seed-many';
import type { BenchWorld } from './world';

/** What people and agents read most; the pages so short that the small project fills them too. */
const READS: Readonly<Record<string, (many: Many) => object>> = {
  'board.window': () => ({ perStage: 2 }),
  'inbox.list': () => ({ limit: 2 }),
  'inbox.next': () => ({}),
  'handoff.get': ({ handoff }) => ({ handoff }),
  'handoff.search': () => ({ text: 'retries' }),
  'event.list': () => ({ limit: 10 }),
  'session.list': () => ({ limit: 10 }),
};
const WRITES = ['handoff.claim', 'handoff.comment', 'handoff.update', 'handoff.release'] as const;
const P50 = 0.5;

/** Reads and writes in a project of many handoffs beside the same in one of few, one client after the other. */
export async function goal5(
  { runtime }: BenchWorld,
  few: Many,
  many: Many,
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
): Promise<Row[]> {
  const read = (action: string) => (of: Many) => () =>
    execute(runtime, {
      action,
      credential: { kind: 'token', secretHash: of.seat.secretHash },
      project: null,
      arguments: READS[action]?.(of) ?? {},
    });
  const write = (of: Many) => {
    const play = player([of.seat], WRITES);
    return async () => {
      const { seat, move } = play.next(0);
      play.answered(seat, await runMove(runtime, seat.secretHash, move));
    };
  };
  const kinds: [string, (of: Many) => () => Promise<unknown>][] = [
    ...Object.keys(READS).map((action): [string, (of: Many) => () => Promise<unknown>] => [
      action,
      read(action),
    ]),
    ['claim, comment, update, release', write],
  ];
  const rows: Row[] = [];
  for (const [what, make] of kinds) {
    const [large, small] = [make(many), make(few)];
    const turn = (call: () => Promise<unknown>) => (time: number) =>
      hammer(1, time, async () => {
        await call();
      });
    const pairs = await interleave({ rounds, seconds }, turn(large), turn(small));
    const p50 = (party: 'subject' | 'baseline') =>
      median(pairs.map((pair) => percentile(pair[party].latencies, P50)));
    rows.push({
      goal: 5,
      what: `${what}, p50 of ${many.items} handoffs to ${few.items}`,
      values: pairs.map(
        ({ subject, baseline }) => percentile(subject.latencies, P50) / percentile(baseline.latencies, P50),
      ),
      bound: { most: 1.5 },
      unit: 'x',
      note: `${p50('subject').toFixed(1)} ms to ${p50('baseline').toFixed(1)} ms`,
    });
  }
  return rows;
}
