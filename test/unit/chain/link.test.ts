// History by hash links: a frame is believed only whole, in order, of this chain, and never with a changed byte.
import { describe, expect, it } from 'vitest';
import type { Frame } from '../../../src/chain/chain.ts';
import { frameLeaves, headerFromLeaves, packHeaders, setChanges } from '../../../src/chain/cometbft/compact.ts';
import { cometbft } from '../../../src/chain/cometbft/family.ts';
import { headerHash } from '../../../src/chain/cometbft/hash.ts';
import { headerInFrame, linkFrame, parentOf, parentOfFrame } from '../../../src/chain/cometbft/link.ts';
import type { Header } from '../../../src/chain/cometbft/model.ts';
import { MAX_FRAME_HEADERS } from '../../../src/chain/frames.ts';
import { toHex } from '../../../src/codec/bytes.ts';
import { PackingWriter } from '../../../src/core/packing.ts';
import { makeChain } from '../../support/make-chain.ts';
import { flipped, refusal } from '../../support/mutate.ts';

const chain = makeChain({ length: 601, validators: 4, sign: 'two-thirds', changeEvery: 50 });
const { profile } = chain;
const headers = chain.blocks.map(({ header }) => header);
const frameOf = (from: number, to: number): Frame => packHeaders(headers.slice(from - 1, to))[0]!;
const target = parentOf(chain.block(11));
const frame = frameOf(1, 10);
const code = (changed: Frame, to = target) => refusal(() => linkFrame(profile, changed, to));
const headersIn = (packed: Frame): Header[] => [...frameLeaves(packed)].map(headerFromLeaves);

describe('a frame that links', () => {
  it('gives its top, its bottom, and the way further down', () => {
    const linked = linkFrame(profile, frameOf(5, 10), target);
    expect(linked).toMatchObject({
      from: 5n,
      to: 10n,
      topHash: chain.block(10).hash,
      topTime: chain.block(10).time,
      bottomTime: chain.block(5).time,
    });
    expect(parentOfFrame(linked)).toEqual({ height: 4n, hash: chain.block(4).hash, before: chain.block(5).time });
    expect(linkFrame(profile, frameOf(1, 4), parentOfFrame(linked)).parentHash).toEqual(new Uint8Array(0));
  });

  it('holds its headers, each with its hash', () => {
    for (let height = 1; height <= 10; height++) {
      const found = headerInFrame(profile, frame, target, BigInt(height));
      expect(found).toMatchObject({ height: BigInt(height), hash: chain.block(height).hash, how: 'ancestor' });
      expect(found.header).toEqual(chain.block(height).header);
      expect(headerHash(found.header)).toEqual(found.hash);
    }
    for (const height of [0n, 11n, -1n])
      expect(refusal(() => headerInFrame(profile, frame, target, height))).toBe('chain/frame-range');
  });

  it('links down from the top, frame after frame, to the first block', () => {
    let to = parentOf(chain.block(601));
    const frames = packHeaders(headers.slice(0, 600)).reverse();
    expect(frames.length).toBeGreaterThan(2);
    for (const packed of frames) to = parentOfFrame(linkFrame(profile, packed, to));
    expect(to.height).toBe(0n);
  });
});

describe('a frame is refused', () => {
  it('with any of its bytes changed, or else it holds the same headers', () => {
    const codes = new Map<string, number>();
    const own = headersIn(frame);
    for (let at = 0; at < frame.bytes.length; at++)
      for (const bit of [1, 128]) {
        const changed = { ...frame, bytes: flipped(frame.bytes, at, bit) };
        const result = code(changed);
        if (result === 'accepted') expect(headersIn(changed)).toEqual(own);
        codes.set(result, (codes.get(result) ?? 0) + 1);
      }
    console.log('frame with one bit changed:', Object.fromEntries(codes));
    expect(codes.get('accepted') ?? 0).toBe(0);
  });

  it('cut short or made longer anywhere', () => {
    for (let length = 0; length < frame.bytes.length; length += 3)
      expect(code({ ...frame, bytes: frame.bytes.slice(0, length) })).toBe('core/packing');
    for (const tail of [[0], [1], [255], [0, 0]])
      expect(code({ ...frame, bytes: Uint8Array.from([...frame.bytes, ...tail]) })).toBe('core/packing');
  });

  it('with a range that is not its own', () => {
    for (const [from, to] of [
      [1n, 9n],
      [2n, 10n],
      [1n, 11n],
      [0n, 10n],
      [-5n, 10n],
      [11n, 10n],
      [1n, 5000n],
    ] as const) {
      const result = code({ ...frame, from, to }, { ...target, height: to });
      expect(['core/packing', 'chain/frame-range', 'cometbft/link-height']).toContain(result);
    }
    expect(code({ ...frame, from: 2n, to: 11n })).toBe('cometbft/link-height');
    expect(code({ ...frame, from: 2n, to: 11n }, { ...target, height: 11n })).toBe('cometbft/link-height');
  });

  it('at another height, of another parent, or under a header that is not later', () => {
    expect(code(frame, parentOf(chain.block(12)))).toBe('cometbft/link-height');
    expect(code(frame, { ...target, hash: flipped(target.hash) })).toBe('cometbft/link-hash');
    expect(code(frame, { ...target, hash: new Uint8Array(0) })).toBe('cometbft/link-hash');
    expect(code(frame, { ...target, before: chain.block(10).time })).toBe('cometbft/link-time');
    const later = { ...chain.block(10).time, nanos: chain.block(10).time.nanos + 1 };
    expect(code(frame, { ...target, before: later })).toBe('accepted');
  });

  const packed = (list: readonly Header[]): Frame => ({ ...packHeaders(list)[0]!, from: 1n, to: BigInt(list.length) });
  const first = headers.slice(0, 10);

  it('with headers out of order, missing, repeated or foreign', () => {
    expect(code(packed(first))).toBe('accepted');
    expect(code(packed([...first].reverse()))).toBe('cometbft/link-height');
    expect(code(packed([...first.slice(0, 4), first[5]!, first[4]!, ...first.slice(6)]))).toBe('cometbft/link-height');
    expect(code({ ...packed([...first.slice(0, 4), ...first.slice(5)]), to: 10n })).toBe('core/packing');
    expect(code(packed([...first.slice(0, 5), first[4]!, ...first.slice(6)]))).toBe('cometbft/link-height');
    const other = makeChain({ length: 11, validators: 4, chainId: 'other' });
    expect(code(packed(first.with(4, other.block(5).header)))).toBe('cometbft/link-chain-id');
  });

  it.each([
    ['app_hash', (header: Header) => ({ appHash: flipped(header.appHash) }), 'cometbft/link-hash'],
    ['time', (header: Header) => ({ time: { ...header.time, nanos: header.time.nanos + 1 } }), 'cometbft/link-hash'],
    [
      'last_block_id',
      (header: Header) => ({ lastBlockId: { ...header.lastBlockId, hash: new Uint8Array(32) } }),
      'cometbft/link-hash',
    ],
    ['chain id', () => ({ chainId: 'made-2' }), 'cometbft/link-chain-id'],
    ['height', (header: Header) => ({ height: header.height + 1n }), 'cometbft/link-height'],
    ['block protocol', (header: Header) => ({ version: { ...header.version, block: 12n } }), 'cometbft/block-protocol'],
  ] as const)('with another %s in any of its headers', (_, change, expected) => {
    for (let i = 0; i < 10; i++)
      expect(code(packed(first.with(i, { ...first[i]!, ...change(first[i]!) }))), `${i}`).toBe(expected);
  });

  it('with times that do not rise, though every hash is right', () => {
    const still = makeChain({ length: 5, validators: 1, blockMs: 0 });
    const down = makeChain({ length: 5, validators: 1, blockMs: -1 });
    for (const made of [still, down]) {
      const bytes = packHeaders(made.blocks.slice(0, 4).map(({ header }) => header))[0]!;
      const from = { ...parentOf(made.block(5)), before: { seconds: 2n ** 40n, nanos: 0 } };
      expect(refusal(() => linkFrame(made.profile, bytes, from))).toBe('cometbft/link-time');
    }
  });

  it('with a leaf in a second spelling, even if its hash were right', () => {
    const writer = new PackingWriter();
    const [leaves] = [...frameLeaves(frameOf(1, 1))];
    const height = Uint8Array.of(8, 0x81, 0);
    const odd = leaves!.map((leaf, i) => (i === 2 ? height : leaf));
    writer.add(odd);
    expect(code({ from: 1n, to: 1n, bytes: writer.finish() }, { ...target, height: 1n })).toBe('cometbft/link-height');
    expect(refusal(() => headerFromLeaves(odd))).toBe('cometbft/leaf');
  });
});

describe('a leaf', () => {
  const [leaves] = [...frameLeaves(frameOf(2, 2))];

  it.each([
    ['a zero written out', 0, [0x08, 0x0b, 0x10, 0x00]],
    ['a field that there is not', 0, [...leaves![0]!, 0x18, 0x01]],
    ['a height in 65 bits', 2, [0x08, 0x82, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x02]],
    ['a varint with a byte too many', 2, [0x08, 0x82, 0x00]],
    ['nanoseconds of 0 written out', 3, [0x08, 0x01, 0x10, 0x00]],
    ['a second’s worth of nanoseconds', 3, [0x08, 0x01, 0x10, 0x80, 0x94, 0xeb, 0xdc, 0x03]],
    ['parts left out', 4, [...leaves![4]!.subarray(0, 34)]],
    ['an empty hash written out', 6, [0x0a, 0x00]],
    ['a hash under another number', 6, [0x12, 0x01, 0x05]],
    ['a chain id that is not UTF-8', 1, [0x0a, 0x01, 0xff]],
  ])('is refused with %s', (_, at, bytes) => {
    const changed = leaves!.map((leaf, i) => (i === at ? Uint8Array.from(bytes) : leaf));
    expect(refusal(() => headerFromLeaves(leaves!))).toBe('accepted');
    expect(refusal(() => headerFromLeaves(changed))).toBe('cometbft/leaf');
  });

  it('too many or too few are no header', () => {
    expect(refusal(() => headerFromLeaves(leaves!.slice(0, 13)))).toBe('cometbft/leaf');
    expect(refusal(() => headerFromLeaves([...leaves!, new Uint8Array(0)]))).toBe('cometbft/leaf');
  });
});

describe('packing', () => {
  it('goes there and back for 600 headers, in frames that stay small', () => {
    const frames = packHeaders(headers);
    expect(frames.flatMap(headersIn)).toEqual(headers);
    expect(frames[0]!.from).toBe(1n);
    frames.forEach((packed, i) => {
      expect(packed.to - packed.from + 1n <= BigInt(MAX_FRAME_HEADERS)).toBe(true);
      expect(packed.bytes.length).toBeLessThan(64_000);
      if (i > 0) expect(packed.from).toBe(frames[i - 1]!.to + 1n);
    });
    expect(packHeaders([])).toEqual([]);
  });

  it('cuts a frame to any part of it', () => {
    for (let from = 1; from <= 10; from++)
      for (let to = from; to <= 10; to++)
        expect(cometbft.cutFrame(frame, BigInt(from), BigInt(to))).toEqual(frameOf(from, to));
    expect(cometbft.cutFrame(frame, 0n, 99n)).toBe(frame);
    expect(cometbft.cutFrame(frame, 5n, 99n)).toEqual(frameOf(5, 10));
  });

  it('tells where another set signs', () => {
    const changes = packHeaders(headers.slice(0, 120)).flatMap(setChanges);
    expect(changes.map(({ height }) => height)).toEqual([1n, 51n, 101n]);
    expect(changes.map(({ hash }) => hash)).toEqual(
      [1, 51, 101].map((height) => toHex(chain.block(height).validators.hash)),
    );
  });
});
