// Measures two ways of doing one thing side by side: interleaved rounds, so that whatever else the machine does hurts both,
// and the median of the rounds' ratios.

export interface Row {
  readonly work: string;
  readonly environment: Environment;
  /** A rate (higher is better), save where the unit is a size. */
  readonly ours: number;
  readonly peer: number;
  readonly peerName: string;
  readonly unit: string;
  /** ours / peer: the median over the rounds. */
  readonly ratio: number;
  /** (largest - smallest) / median of the rounds' ratios. */
  readonly spread: number;
}

export type Environment = 'node' | 'chromium';

/** What one run did, and how long it took. */
export interface Run {
  readonly units: number;
  readonly ms: number;
}

export type Contender = () => Promise<Run>;

export interface Effort {
  readonly rounds: number;
  /** Each side of a round runs at least so long. */
  readonly minMs: number;
}

/** A contender that counts the whole call. */
export function counting(units: number, work: () => unknown): Contender {
  return async () => {
    const started = performance.now();
    await work();
    return { units, ms: performance.now() - started };
  };
}

async function rateOf(contender: Contender, minMs: number): Promise<number> {
  let units = 0;
  let ms = 0;
  do {
    const run = await contender();
    units += run.units;
    ms += run.ms;
  } while (ms < minMs);
  return (units * 1000) / ms;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export type Measured = Pick<Row, 'ours' | 'peer' | 'ratio' | 'spread'>;

/** Who goes first changes from round to round. Both have run before the first round counts. */
export async function compare(ours: Contender, peer: Contender, { rounds, minMs }: Effort): Promise<Measured> {
  await rateOf(ours, minMs / 2);
  await rateOf(peer, minMs / 2);
  const rates: { ours: number; peer: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const first = round % 2 === 0 ? await rateOf(ours, minMs) : undefined;
    const theirs = await rateOf(peer, minMs);
    rates.push({ ours: first ?? (await rateOf(ours, minMs)), peer: theirs });
  }
  return summary(rates);
}

export function summary(rates: readonly { readonly ours: number; readonly peer: number }[]): Measured {
  const ratios = rates.map(({ ours, peer }) => ours / peer);
  const ratio = median(ratios);
  return {
    ours: median(rates.map(({ ours }) => ours)),
    peer: median(rates.map(({ peer }) => peer)),
    ratio,
    spread: (Math.max(...ratios) - Math.min(...ratios)) / ratio,
  };
}

/** A row of sizes, which are counted and not timed. */
export function sizes(work: string, environment: Environment, ours: number, peer: number, peerName: string): Row {
  return { work, environment, ours, peer, peerName, unit: 'bytes/header', ratio: ours / peer, spread: 0 };
}

/** A bench that computes something wrong measures nothing. */
export function mustHold(condition: boolean, what: string): void {
  if (!condition) throw new Error(`the bench's own check failed: ${what}`);
}
