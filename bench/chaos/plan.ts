import type fc from 'fast-check';

/** What a writer does in one turn; on what, it finds out when its turn comes. */
export const ACTS = {
  create: 4,
  claim: 12,
  heartbeat: 4,
  update: 6,
  comment: 10,
  work: 8,
  send: 8,
  return: 2,
  release: 3,
  ask: 3,
  answer: 4,
  assign: 1,
  route: 1,
  cancel: 1,
  complete: 3,
  reopen: 1,
  log: 3,
  remember: 2,
  recover: 2,
} as const;
export type Act = keyof typeof ACTS;

/** What goes wrong for the client in that turn. */
export const MISHAPS = {
  none: 60,
  /** It hangs up before the answer, and asks again with the same key. */
  lostAnswer: 14,
  /** It sends the same call twice at once. */
  twice: 8,
  /** It sends something again that was answered long ago. */
  late: 12,
  /** Its clock is years off, in every field and header that holds a time. */
  skewed: 6,
} as const;
export type Mishap = keyof typeof MISHAPS;

export interface Turn {
  readonly act: Act;
  readonly mishap: Mishap;
  /** Chooses among whatever there is to choose from. */
  readonly pick: number;
  /** Milliseconds: until it hangs up, and between two turns. */
  readonly delay: number;
}

/** What goes wrong with the machine. */
export const BLOWS = {
  killServer: 5,
  killPostgres: 3,
  killBackend: 3,
  killTree: 3,
  pauseServer: 3,
  pausePostgres: 3,
  restart: 3,
  lapse: 6,
} as const;
export type Blow = keyof typeof BLOWS;

export interface Disturbance {
  readonly blow: Blow;
  /** Milliseconds of peace before it. */
  readonly after: number;
  /** Milliseconds a pause lasts. */
  readonly lasts: number;
  readonly pick: number;
}

export interface Plan {
  /** Endless, each writer's own. */
  turns(writer: number): Iterator<Turn>;
  /** Endless. */
  disturbances(): Iterator<Disturbance>;
}

const CHUNK = 256;

/**
 * Everything that is drawn by lot, of one seed: the same seed gives every writer the same turns and the machine the same
 * blows, in the same order. How they fall between each other is the machine's own.
 */
export function makePlan(check: typeof fc, seed: number): Plan {
  const weighted = <Name extends string>(weights: Readonly<Record<Name, number>>) =>
    check.oneof(
      ...(Object.keys(weights) as Name[]).map((value) => ({
        weight: weights[value],
        arbitrary: check.constant(value),
      })),
    );
  const turn = check.record({
    act: weighted(ACTS),
    mishap: weighted(MISHAPS),
    pick: check.nat(),
    delay: check.integer({ min: 0, max: 60 }),
  });
  const disturbance = check.record({
    blow: weighted(BLOWS),
    after: check.integer({ min: 500, max: 4_000 }),
    lasts: check.integer({ min: 300, max: 3_000 }),
    pick: check.nat(),
  });
  function* draw<Value>(arbitrary: fc.Arbitrary<Value>, stream: number): Generator<Value, never> {
    for (let chunk = 0; ; chunk += 1) {
      // Numbers far apart for streams and chunks: none repeats what another drew.
      const own = (seed ^ Math.imul(stream + 1, 0x9e3779b1) ^ Math.imul(chunk + 1, 0x85ebca6b)) | 0;
      yield* check.sample(arbitrary, { seed: own, numRuns: CHUNK });
    }
  }
  return { turns: (writer) => draw(turn, writer + 1), disturbances: () => draw(disturbance, 0) };
}
