// What may be written: sizes and heights, checked before a transaction is begun. Both stores obey it.
import type { StoreBatch, StoredFrame } from '../client/ports.ts';
import { ensure } from '../core/error.ts';

/** Browsers move values of 64 kB and more into one file each, which is ten times slower; the rest is for the row. */
export const MAX_FRAME_BYTES = 65_000;

/** A height as database key. Errors: `store/bad-range` above 2^53 - 1, which no chain reaches. */
export function heightKey(height: bigint): number {
  ensure(height >= 0n && height <= BigInt(Number.MAX_SAFE_INTEGER), 'store/bad-range', { height });
  return Number(height);
}

/**
 * Errors: `store/record-too-large` for a frame above `MAX_FRAME_BYTES`; `store/bad-range` for heights out of order, or
 * frames of one batch that overlap.
 */
export function checkBatch(batch: StoreBatch): void {
  for (const frame of batch.frames ?? []) checkFrame(frame);
  for (const block of batch.blocks ?? []) heightKey(block.height);
  checkDisjoint(batch.frames ?? []);
}

function checkFrame({ from, to, bytes }: StoredFrame): void {
  ensure(from <= to, 'store/bad-range', { from, to });
  heightKey(from);
  heightKey(to);
  const [size, limit] = [bytes.length, MAX_FRAME_BYTES];
  ensure(size <= limit, 'store/record-too-large', { from, to, size, limit });
}

function checkDisjoint(frames: readonly StoredFrame[]): void {
  const sorted = [...frames].sort((a, b) => Number(a.from - b.from));
  for (let i = 1; i < sorted.length; i++) {
    const [{ to }, { from }] = [sorted[i - 1]!, sorted[i]!];
    ensure(to < from, 'store/bad-range', { from, to });
  }
}

/** Whether two frames have a height in common. */
export function overlaps(a: { from: bigint; to: bigint }, b: { from: bigint; to: bigint }): boolean {
  return a.from <= b.to && b.from <= a.to;
}
