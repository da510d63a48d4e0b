// Frames of history, for families whose header is hashed as a row of pieces: the packed pieces themselves, so that the core
// hashes them without any decoding, and a piece that did not change costs one byte.
import { ensure } from '../core/error.ts';
import { PackingWriter, packingReader } from '../core/packing.ts';
import type { Frame } from './chain.ts';

/** A frame stays well below the 64 kB from which on browsers keep a record as a file of its own. */
export const MAX_FRAME_BYTES = 48_000;
export const MAX_FRAME_HEADERS = 256;

/** Packs the rows of consecutive headers, lowest first, into frames. */
export function packFrames(lowest: bigint, rows: Iterable<readonly Uint8Array[]>): Frame[] {
  const frames: Frame[] = [];
  let writer = new PackingWriter();
  let from = lowest;
  let next = lowest;
  const close = () => frames.push({ from, to: next - 1n, bytes: writer.finish() });
  for (const row of rows) {
    if (writer.treeCount === MAX_FRAME_HEADERS || writer.size > MAX_FRAME_BYTES) {
      close();
      writer = new PackingWriter();
      from = next;
    }
    writer.add(row);
    next++;
  }
  if (writer.treeCount > 0) close();
  return frames;
}

/** How many headers a frame says it has. Errors: `chain/frame-range`. */
export function frameCount({ from, to }: Frame): number {
  const count = to - from + 1n;
  ensure(from >= 0n && count >= 1n && count <= 4096n, 'chain/frame-range', { from, to });
  return Number(count);
}

/** The pieces of each header of a frame; unchanged pieces are the very same arrays. Errors: `core/packing`. */
export function* frameRows(frame: Frame, piecesPerHeader: number): Generator<readonly Uint8Array[]> {
  const treeCount = frameCount(frame);
  const reader = packingReader({ bytes: frame.bytes, treeCount, leavesPerTree: piecesPerHeader });
  let row: Uint8Array[] = [];
  for (let tree = 0; tree < treeCount; tree++) {
    const next: Uint8Array[] = [];
    for (let i = 0; i < piecesPerHeader; i++) next.push(reader.next() ?? row[i]!);
    row = next;
    yield row;
  }
  reader.end();
}

/** The part of a frame between two heights; a frame that lies within them is given back as it is. */
export function cutFrame(frame: Frame, from: bigint, to: bigint, piecesPerHeader: number): Frame {
  if (frame.from >= from && frame.to <= to) return frame;
  const writer = new PackingWriter();
  let height = frame.from;
  for (const row of frameRows(frame, piecesPerHeader)) {
    if (height >= from && height <= to) writer.add(row);
    height++;
  }
  return { from: frame.from > from ? frame.from : from, to: frame.to < to ? frame.to : to, bytes: writer.finish() };
}
