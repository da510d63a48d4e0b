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
  /** The ratios between which the middle half of the rounds lies. */
  readonly middle: readonly [least: number, most: number];
  /** The peer is no other way of doing it in a page, but what the machine can do. */
  readonly isNativeLimit?: true;
  /** The part of our time that went into checking signatures, where that is what the work is about. */
  readonly signatureShare?: number;
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

class Tally {
  units = 0;
  ms = 0;

  constructor(private readonly contender: Contender) {}

  async run(): Promise<void> {
    const { units, ms } = await this.contender();
    this.units += units;
    this.ms += ms;
  }

  get rate(): number {
    return (this.units * 1000) / this.ms;
  }
}

interface Rates {
  readonly ours: number;
  readonly peer: number;
}

/** The rates of one round. Turn and turn about: whoever has had least time so far is next, until all have had enough. */
async function round(contenders: readonly Contender[], minMs: number): Promise<number[]> {
  const tallies = contenders.map((contender) => new Tally(contender));
  for (;;) {
    const next = tallies.reduce((least, each) => (each.ms < least.ms ? each : least));
    if (next.ms >= minMs) return tallies.map(({ rate }) => rate);
    await next.run();
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function quartiles(values: readonly number[]): readonly [number, number] {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.round(part * (sorted.length - 1))]!;
  return [at(0.25), at(0.75)];
}

export type Measured = Pick<Row, 'ours' | 'peer' | 'ratio' | 'spread' | 'middle'>;

/** Ours with each of the peers, all in the same rounds. Each has run before the first round counts. */
export async function compareAll(
  ours: Contender,
  peers: readonly Contender[],
  { rounds, minMs }: Effort,
): Promise<Measured[]> {
  const contenders = [ours, ...peers];
  await round(contenders, minMs / 2);
  const rates: number[][] = [];
  for (let i = 0; i < rounds; i++) rates.push(await round(contenders, minMs));
  return peers.map((_, i) => summary(rates.map((each) => ({ ours: each[0]!, peer: each[i + 1]! }))));
}

export async function compare(ours: Contender, peer: Contender, effort: Effort): Promise<Measured> {
  return (await compareAll(ours, [peer], effort))[0]!;
}

export function summary(rates: readonly Rates[]): Measured {
  const ratios = rates.map(({ ours, peer }) => ours / peer);
  const ratio = median(ratios);
  return {
    ours: median(rates.map(({ ours }) => ours)),
    peer: median(rates.map(({ peer }) => peer)),
    ratio,
    spread: (Math.max(...ratios) - Math.min(...ratios)) / ratio,
    middle: quartiles(ratios),
  };
}

/** A row of sizes, which are counted and not timed. */
export function sizes(work: string, environment: Environment, ours: number, peer: number, peerName: string): Row {
  const ratio = ours / peer;
  return { work, environment, ours, peer, peerName, unit: 'bytes/header', ratio, spread: 0, middle: [ratio, ratio] };
}

/** A bench that computes something wrong measures nothing. */
export function mustHold(condition: boolean, what: string): void {
  if (!condition) throw new Error(`the bench's own check failed: ${what}`);
}
