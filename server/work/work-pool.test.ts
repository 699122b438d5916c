import { afterEach, expect, it } from 'vitest';
import { parsePlan } from '../domain/plan/parse-plan';
import type { Work } from './work.types';
import { createWorkPool, type WorkLimits } from './work-pool';

const pools: Work[] = [];
afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.close())));

function pool(limits: Partial<WorkLimits> = {}): Work {
  const made = createWorkPool(limits);
  pools.push(made);
  return made;
}

it('reads in a thread what it reads here', async () => {
  const source = '# P\n\n## Phase 1. A\n\n- [ ] один\n  - [x] two\n';
  expect(await pool().run('plan.parse', source)).toEqual(parsePlan(source));
});

it('goes on with its own things while hostile text is read', async () => {
  const hostile = [
    '*a_ '.repeat(10_000),
    '> '.repeat(20_000),
    '<div>'.repeat(8_000),
    `${'['.repeat(40_000)}`,
  ];
  const work = pool();
  let longest = 0;
  let last = performance.now();
  const beat = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);
  await Promise.allSettled(hostile.map((text) => work.run('plan.parse', text)));
  clearInterval(beat);
  // A thread that did the work here would have held the beat for as long as the reading took.
  expect(longest).toBeLessThan(1_500);
});

it('ends a thread that computes too long or holds too much, and goes on with a new one', async () => {
  const source = `# P\n\n## Phase 1. A\n\n${'- [ ] item\n'.repeat(4_900)}`;
  const quick = pool({ computeMs: 1, threads: 1 });
  await expect(quick.run('plan.parse', source)).rejects.toMatchObject({ name: 'WorkRefused', what: 'time' });
  const small = pool({ heapMb: 8, threads: 1 });
  await expect(small.run('plan.parse', source)).rejects.toThrow();
  const work = pool({ threads: 1 });
  expect(await Promise.all([1, 2, 3].map(() => work.run('plan.parse', '# P')))).toHaveLength(3);
});
