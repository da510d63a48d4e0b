// Which heights are verified, and which gaps are left, in the order in which they are filled.
import { describe, expect, it } from 'vitest';
import { countVerified, gapsBelowHead, verifiedIntervals } from '../../../src/client/gaps.ts';
import type { StoreIndex } from '../../../src/client/ports.ts';

const HASH = new Uint8Array(32);
type Range = readonly [number, number];

function index(points: readonly number[], ranges: readonly Range[] = []): StoreIndex {
  return {
    blocks: points.map((height) => ({ height: BigInt(height), hash: HASH, how: 'signed', witnessed: false })),
    frames: ranges.map(([from, to]) => ({ from: BigInt(from), to: BigInt(to), anchor: 0n, topHash: HASH })),
  };
}

const pairs = (list: readonly { from: bigint; to: bigint }[]) => list.map(({ from, to }) => [Number(from), Number(to)]);

describe('verified intervals', () => {
  it.each([
    ['nothing', [], [], []],
    ['a point', [7], [], [[7, 7]]],
    ['neighbours become one', [1, 2, 4], [], [[1, 2], [4, 4]]], // biome-ignore format: one case a line
    ['a frame below its block', [10], [[3, 9]], [[3, 10]]],
    ['a block within a frame', [5], [[1, 9]], [[1, 9]]],
    ['frames that overlap', [], [[1, 6], [4, 9]], [[1, 9]]], // biome-ignore format: one case a line
    ['any order', [9, 1], [[5, 6], [2, 3]], [[1, 3], [5, 6], [9, 9]]], // biome-ignore format: one case a line
  ] as const)('%s', (_, points, ranges, expected) => {
    const made = index(points, ranges);
    expect(pairs(verifiedIntervals(made))).toEqual(expected);
    const heights = new Set([...points, ...ranges.flatMap(([from, to]) => rangeOf(from, to))]);
    expect(countVerified(made)).toBe(BigInt(heights.size));
  });
});

function rangeOf(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

describe('gaps', () => {
  const gaps = (made: StoreIndex, lowest = 1n) =>
    gapsBelowHead(made, lowest).map(({ from, to, above }) => [from, to, above].map(Number));

  it('are given from the top, each with the verified height right above it', () => {
    expect(gaps(index([1, 10, 20]))).toEqual([
      [11, 19, 20],
      [2, 9, 10],
    ]);
    expect(gaps(index([20], [[12, 19]]))).toEqual([[1, 11, 12]]);
  });

  it('end at the lowest height that is wanted', () => {
    expect(gaps(index([10]), 4n)).toEqual([[4, 9, 10]]);
    expect(gaps(index([10]), 10n)).toEqual([]);
  });

  it('are none in an empty or a full store', () => {
    expect(gaps(index([]))).toEqual([]);
    expect(gaps(index([10], [[1, 9]]))).toEqual([]);
    expect(gaps(index([1]))).toEqual([]);
  });

  it('and verified heights together are every height up to the head, each once', () => {
    const made = index([1, 9, 30, 31], [[3, 5], [20, 29], [11, 12]]); // biome-ignore format: short
    const all = [...gapsBelowHead(made, 1n), ...verifiedIntervals(made)].flatMap(({ from, to }) =>
      rangeOf(Number(from), Number(to)),
    );
    expect(all.sort((a, b) => a - b)).toEqual(rangeOf(1, 31));
  });
});
