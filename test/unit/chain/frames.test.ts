// Frames of history for any family whose header is a row of pieces: cut by count and size, whole again, and never longer or
// shorter than they say.
import { describe, expect, it } from 'vitest';
import type { Frame } from '../../../src/chain/chain.ts';
import {
  cutFrame,
  frameCount,
  frameRows,
  MAX_FRAME_BYTES,
  MAX_FRAME_HEADERS,
  packFrames,
} from '../../../src/chain/frames.ts';
import { toHex, toUtf8 } from '../../../src/codec/bytes.ts';
import { refusal } from '../../support/mutate.ts';

type Row = readonly Uint8Array[];
const PIECES = 3;
/** One piece that rises, one that changes now and then, one that is always empty. */
const row = (height: bigint): Row => [toUtf8(`${height}`), toUtf8(`set ${height / 10n}`), new Uint8Array(0)];
const rows = (from: bigint, count: number): Row[] => Array.from({ length: count }, (_, i) => row(from + BigInt(i)));
const read = (frame: Frame): Row[] => [...frameRows(frame, PIECES)];
const one = (from: bigint, count: number): Frame => packFrames(from, rows(from, count))[0]!;

describe('packing rows into frames', () => {
  it('gives the rows back, frame after frame, without a gap', () => {
    const all = rows(1n, 1000);
    const frames = packFrames(1n, all);
    expect(frames.flatMap(read)).toEqual(all);
    expect(frames.map(({ from }) => from)).toEqual([1n, ...frames.slice(0, -1).map(({ to }) => to + 1n)]);
    expect(frames.at(-1)!.to).toBe(1000n);
  });

  it('begins at any height, a genesis at 0 as well', () => {
    expect(one(0n, 1)).toMatchObject({ from: 0n, to: 0n });
    expect(one(0n, 5)).toMatchObject({ from: 0n, to: 4n });
    expect(one(2n ** 40n, 2)).toMatchObject({ from: 2n ** 40n, to: 2n ** 40n + 1n });
  });

  it('of nothing is nothing', () => {
    expect(packFrames(7n, [])).toEqual([]);
  });

  it('takes rows as they come, one after the other', () => {
    function* coming() {
      yield* rows(1n, 300);
    }
    expect(packFrames(1n, coming())).toEqual(packFrames(1n, rows(1n, 300)));
  });

  it('closes a frame at so many headers', () => {
    expect(packFrames(1n, rows(1n, MAX_FRAME_HEADERS)).length).toBe(1);
    const frames = packFrames(1n, rows(1n, MAX_FRAME_HEADERS + 1));
    expect(frames.map(frameCount)).toEqual([MAX_FRAME_HEADERS, 1]);
  });

  it('closes a frame at so many bytes, whatever the headers', () => {
    const large = Array.from({ length: 40 }, (_, i) => [new Uint8Array(5000).fill(i)]);
    const frames = packFrames(1n, large);
    expect(frames.length).toBe(4);
    for (const frame of frames) expect(frame.bytes.length).toBeLessThan(MAX_FRAME_BYTES + 5100);
    const back = frames.flatMap((frame) => [...frameRows(frame, 1)].map(([piece]) => toHex(piece!)));
    expect(back).toEqual(large.map(([piece]) => toHex(piece!)));
  });

  it('spends one byte on a piece that did not change, and gives the very same array for it', () => {
    const [first] = rows(1n, 1);
    const same = packFrames(1n, [first!, first!, first!])[0]!;
    expect(same.bytes.length).toBe(packFrames(1n, [first!])[0]!.bytes.length + 2 * PIECES);
    const [a, b, c] = read(same);
    for (let i = 0; i < PIECES; i++) {
      expect(b![i]).toBe(a![i]);
      expect(c![i]).toBe(a![i]);
    }
  });

  it('begins every frame anew: none needs the one before it', () => {
    const frames = packFrames(1n, rows(1n, 600));
    expect(read(frames[1]!)).toEqual(rows(frames[1]!.from, frameCount(frames[1]!)));
  });
});

describe('how many headers a frame has', () => {
  const count = (from: bigint, to: bigint) => frameCount({ from, to, bytes: new Uint8Array(0) });

  it('is what its heights say', () => {
    expect(count(0n, 0n)).toBe(1);
    expect(count(1n, 10n)).toBe(10);
    expect(count(5n, 4100n)).toBe(4096);
  });

  it.each([
    ['none', 5n, 4n],
    ['less than none', 5n, 1n],
    ['one too many', 5n, 4101n],
    ['as many as there are numbers', 0n, 2n ** 63n],
    ['from below the genesis', -1n, 3n],
  ])('is refused: %s', (_, from, to) => {
    expect(refusal(() => count(from, to))).toBe('chain/frame-range');
  });
});

describe('reading a frame', () => {
  const frame = one(1n, 10);

  it.each([
    ['a header less than it has', { ...frame, to: 9n }],
    ['a header more', { ...frame, to: 11n }],
    ['a byte less', { ...frame, bytes: frame.bytes.slice(0, -1) }],
    ['a byte more', { ...frame, bytes: Uint8Array.from([...frame.bytes, 0]) }],
    ['nothing', { ...frame, bytes: new Uint8Array(0) }],
    ['an unchanged piece in the first header', { ...frame, to: 1n, bytes: Uint8Array.of(0, 0, 0) }],
  ])('is refused with %s', (_, changed) => {
    expect(refusal(() => read(changed))).toBe('core/packing');
  });

  it.each([1, 2, 4, 5])('is refused in rows of %i pieces', (pieces) => {
    expect(refusal(() => [...frameRows(frame, pieces)])).toBe('core/packing');
  });

  it('is refused beyond any count before a byte of it is read', () => {
    expect(refusal(() => read({ ...frame, to: 5000n }))).toBe('chain/frame-range');
  });
});

describe('cutting a frame', () => {
  const frame = one(0n, 12);

  it('gives each part of it as if it had been packed alone', () => {
    for (let from = 0n; from <= 11n; from++)
      for (let to = from; to <= 11n; to++)
        expect(cutFrame(frame, from, to, PIECES)).toEqual(one(from, Number(to - from) + 1));
  });

  it('gives it back itself where it lies within', () => {
    expect(cutFrame(frame, 0n, 11n, PIECES)).toBe(frame);
    expect(cutFrame(frame, -3n, 99n, PIECES)).toBe(frame);
  });

  it('gives no more than it has', () => {
    expect(cutFrame(frame, 8n, 99n, PIECES)).toEqual(one(8n, 4));
    expect(cutFrame(frame, -1n, 3n, PIECES)).toEqual(one(0n, 4));
  });
});
