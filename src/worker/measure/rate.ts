// How often a second something can be done: the same round again and again until the clock has moved far enough.

/** Milliseconds, as `performance.now` tells them; tests bring their own. */
export type Clock = () => number;

export interface Patience {
  /** Long enough for a clock that a browser has made coarse. */
  readonly leastMs: number;
  /** Where a round changes what the next one costs. */
  readonly mostRounds?: number;
}

export const PATIENCE: Patience = { leastMs: 300 };

/**
 * How many of `count` things a round does are done in a second. One round goes before, unmeasured, so that compilers and
 * tables are warm.
 */
export async function rateOf(
  count: number,
  round: () => unknown,
  clock: Clock,
  { leastMs, mostRounds = Number.POSITIVE_INFINITY }: Patience = PATIENCE,
): Promise<number> {
  await round();
  const start = clock();
  let rounds = 0;
  let passed = 0;
  while (passed < leastMs && (rounds < mostRounds || passed <= 0)) {
    await round();
    rounds++;
    passed = clock() - start;
  }
  return (1000 * count * rounds) / passed;
}
