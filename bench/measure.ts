/** What one party did in one round. */
export interface Sample {
  readonly done: number;
  readonly seconds: number;
  /** Milliseconds of each call, in no order. */
  readonly latencies: readonly number[];
  /** CPU milliseconds that the measured process spent, where it is one of its own. */
  readonly cpuMs?: number;
}

export interface Pair {
  readonly subject: Sample;
  readonly baseline: Sample;
}

export const perSecond = (sample: Sample): number => sample.done / sample.seconds;
export const cpuPerCall = (sample: Sample): number => (sample.cpuMs ?? Number.NaN) / sample.done;

/** The value that `share` of all do not exceed; NaN for none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (upper + lower) / 2;
}

/**
 * Warms both up, then lets them take turns: what else the machine does meets both alike. Who begins alternates too, so
 * that neither always inherits the other's dirty pages.
 */
export async function interleave(
  rounds: number,
  subject: () => Promise<Sample>,
  baseline: () => Promise<Sample>,
): Promise<Pair[]> {
  await baseline();
  await subject();
  const pairs: Pair[] = [];
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) {
      const first = await baseline();
      pairs.push({ baseline: first, subject: await subject() });
    } else {
      const first = await subject();
      pairs.push({ subject: first, baseline: await baseline() });
    }
  }
  return pairs;
}

/** `work(client)` again and again in each of so many clients, until the time is over. Rejects as soon as one call does. */
export async function hammer(
  clients: number,
  seconds: number,
  work: (client: number) => Promise<void>,
): Promise<Sample> {
  const latencies: number[] = [];
  const began = performance.now();
  const end = began + seconds * 1000;
  async function one(client: number): Promise<void> {
    for (let now = performance.now(); now < end; ) {
      await work(client);
      const after = performance.now();
      latencies.push(after - now);
      now = after;
    }
  }
  await Promise.all(Array.from({ length: clients }, (_, client) => one(client)));
  return { done: latencies.length, seconds: (performance.now() - began) / 1000, latencies };
}
