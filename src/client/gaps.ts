// Which heights are verified and which are not: points verified by signatures, and ranges below them proven by hash links.
import type { StoreIndex } from './ports.ts';

export interface Gap {
  readonly from: bigint;
  readonly to: bigint;
  /** The verified height right above: a signed block, or the lowest header of a frame. */
  readonly above: bigint;
}

interface Interval {
  readonly from: bigint;
  readonly to: bigint;
}

/** Verified heights as ascending, disjoint intervals. */
export function verifiedIntervals(index: Pick<StoreIndex, 'blocks' | 'frames'>): Interval[] {
  const all: Interval[] = [...index.frames, ...index.blocks.map(({ height }) => ({ from: height, to: height }))];
  all.sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  const merged: Interval[] = [];
  for (const next of all) {
    const last = merged.at(-1);
    if (last && next.from <= last.to + 1n) merged[merged.length - 1] = { from: last.from, to: max(last.to, next.to) };
    else merged.push({ from: next.from, to: next.to });
  }
  return merged;
}

/** Unverified ranges between `lowest` and the highest verified height, highest first: the order in which they are filled. */
export function gapsBelowHead(index: Pick<StoreIndex, 'blocks' | 'frames'>, lowest: bigint): Gap[] {
  const gaps: Gap[] = [];
  let above: bigint | undefined;
  for (const interval of verifiedIntervals(index).reverse()) {
    if (above !== undefined && interval.to + 1n < above) gaps.push({ from: interval.to + 1n, to: above - 1n, above });
    above = interval.from;
  }
  if (above !== undefined && above > lowest) gaps.push({ from: lowest, to: above - 1n, above });
  return gaps;
}

export function countVerified(index: Pick<StoreIndex, 'blocks' | 'frames'>): bigint {
  return verifiedIntervals(index).reduce((sum, { from, to }) => sum + to - from + 1n, 0n);
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
