// What the figures of a measurement say: rounded, as ratios, and what follows for block headers. No element, no words.
import type { MeasuredRow, Measurement, Subject } from '../../worker/measure/figures.ts';

/** Three digits: the spread from run to run is larger than the fourth. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

/** How many times as fast as the reference; two digits. */
export function timesOf(value: number, { reference }: MeasuredRow): number {
  return Number((value / reference).toPrecision(2));
}

/** How the app checks a key that comes back: by the core, else by the browser's own code, else by the reference. */
export function rateInUse({ core, webCrypto, reference }: MeasuredRow): number {
  return core ?? webCrypto ?? reference;
}

/** How many times as fast the core was on another device, for those that cannot run it: Chromium 156, a server of two cores. */
export const TIMES_ELSEWHERE: Readonly<Record<Subject, number>> = {
  sha256: 30,
  sm3: 35,
  keccak256: 30,
  'sm2-new': 9,
  'sm2-returning': 12,
  'secp256k1-new': 8,
  'secp256k1-returning': 15,
  'ed25519-new': 5,
  'ed25519-returning': 16,
};

/** Headers whose speed follows from that of signatures: of equal members, as many sign as are needed. */
export interface HeaderKind {
  readonly name: 'sm2' | 'ed25519';
  readonly subject: Subject;
  readonly members: number;
  readonly needed: number;
}

/** FISCO BCOS needs `total - floor((total - 1) / 3)`, CometBFT more than two thirds. */
export const HEADER_KINDS: readonly HeaderKind[] = [
  { name: 'sm2', subject: 'sm2-returning', members: 7, needed: 5 },
  { name: 'ed25519', subject: 'ed25519-returning', members: 100, needed: 67 },
];

export interface DerivedHeaders {
  readonly signaturesPerSecond: number;
  readonly perSecond: number;
  readonly secondsFor10000: number;
}

/** Not measured: the rate of signatures by the number that one header needs. */
export function headersFrom({ rows }: Measurement, { subject, needed }: HeaderKind): DerivedHeaders | undefined {
  const row = rows.find((each) => each.subject === subject);
  if (!row) return undefined;
  const perSecond = rateInUse(row) / needed;
  return {
    signaturesPerSecond: rounded(rateInUse(row)),
    perSecond: rounded(perSecond),
    secondsFor10000: Number((10_000 / perSecond).toPrecision(2)),
  };
}
