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

/** So often do the two change places within a round. */
const TURNS = 3;

function merge(parts: readonly Sample[]): Sample {
  const sum = (figure: (part: Sample) => number) => parts.reduce((all, part) => all + figure(part), 0);
  return {
    done: sum((part) => part.done),
    seconds: sum((part) => part.seconds),
    latencies: parts.flatMap((part) => part.latencies),
    cpuMs: sum((part) => part.cpuMs ?? Number.NaN),
  };
}

/**
 * Warms both up, then lets them take turns of about a second: what else the machine does meets both alike. Who begins
 * alternates too, so that neither always inherits the other's dirty pages. Both get the length of a turn in seconds.
 */
export async function interleave(
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
  subject: (seconds: number) => Promise<Sample>,
  baseline: (seconds: number) => Promise<Sample>,
): Promise<Pair[]> {
  await baseline(seconds / 2);
  await subject(seconds / 2);
  const pairs: Pair[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const parts = { subject: [] as Sample[], baseline: [] as Sample[] };
    for (let turn = 0; turn < TURNS; turn += 1) {
      const order =
        (round + turn) % 2 === 0 ? (['baseline', 'subject'] as const) : (['subject', 'baseline'] as const);
      for (const party of order) {
        parts[party].push(await (party === 'subject' ? subject : baseline)(seconds / TURNS));
      }
    }
    pairs.push({ subject: merge(parts.subject), baseline: merge(parts.baseline) });
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
