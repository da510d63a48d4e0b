// History by hash links: a frame is believed only whole, in order, and never with a changed byte; what it says of lists and
// times is what stands in it.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Frame, LinkTarget } from '../../../../src/chain/chain.ts';
import { packHeaders, rowsOf, setChanges } from '../../../../src/chain/fisco-bcos/compact.ts';
import { fiscoBcos } from '../../../../src/chain/fisco-bcos/family.ts';
import { headerHash, headerPieces } from '../../../../src/chain/fisco-bcos/hash.ts';
import { headerInFrame, linkFrame, parentOf, parentOfFrame } from '../../../../src/chain/fisco-bcos/link.ts';
import type { FiscoHeader, HeaderV3 } from '../../../../src/chain/fisco-bcos/model.ts';
import { headerFromPieces } from '../../../../src/chain/fisco-bcos/pieces.ts';
import { hashOf } from '../../../../src/chain/fisco-bcos/profile.ts';
import { packFrames } from '../../../../src/chain/frames.ts';
import { concatBytes, toHex } from '../../../../src/codec/bytes.ts';
import { hash } from '../../../../src/core/hashing.ts';
import { loadCore } from '../../../../src/core/load-node.ts';
import { makeFisco } from '../../../support/make-fisco.ts';
import { exampleFisco, SEALER_CHANGE, WEIGHT_CHANGE } from '../../../support/make-fisco-example.ts';
import { flipped, refusal } from '../../../support/mutate.ts';
import { KINDS, KINDS_OF_3, withHeader } from '../../../support/mutate-fisco.ts';

beforeAll(() => loadCore());

/** A block's parent as the frame below it is checked against. */
const below = (chain: ReturnType<typeof makeFisco>, number: number): LinkTarget => parentOf(chain.block(number));

describe.each(KINDS)('a frame, $kind', (kind) => {
  const chain = makeFisco(kind);
  chain.addEmpty(11);
  const { profile } = chain;
  const headers = [...Array(10).keys()].map((i) => chain.block(i + 1).header);
  const frameOf = (from: number, to: number): Frame => packHeaders(headers.slice(from - 1, to))[0]!;
  const frame = frameOf(1, 10);
  const target = below(chain, 11);
  const code = (changed: Frame, to = target) => refusal(() => linkFrame(profile, changed, to));
  const headersIn = (read: Frame) => [...rowsOf(read)].map((row) => headerFromPieces(kind.generation, row));
  const packed = (list: readonly FiscoHeader[]): Frame => ({
    ...packHeaders(list)[0]!,
    from: 1n,
    to: BigInt(list.length),
  });

  it('gives its top, its bottom, and the way further down', () => {
    const linked = linkFrame(profile, frameOf(5, 10), target);
    expect(linked).toMatchObject({
      from: 5n,
      to: 10n,
      topHash: chain.block(10).hash,
      topTime: chain.block(10).time,
      bottomTime: chain.block(5).time,
    });
    expect(toHex(linked.hashes)).toBe([5, 6, 7, 8, 9, 10].map((number) => toHex(chain.block(number).hash)).join(''));
    expect(parentOfFrame(linked)).toEqual({ height: 4n, hash: chain.block(4).hash, before: chain.block(5).time });
    expect(toHex(linkFrame(profile, frameOf(1, 4), parentOfFrame(linked)).parentHash)).toBe(
      toHex(profile.genesisHash!),
    );
  });

  it('holds its headers, each with its hash', () => {
    for (let number = 1; number <= 10; number++) {
      const found = headerInFrame(profile, frame, target, BigInt(number));
      expect(found).toMatchObject({ height: BigInt(number), hash: chain.block(number).hash, how: 'ancestor' });
      expect(found.header).toEqual(chain.block(number).header);
      expect(found.time).toEqual(chain.block(number).time);
    }
    for (const height of [0n, 11n, -1n])
      expect(refusal(() => headerInFrame(profile, frame, target, height))).toBe('chain/frame-range');
  });

  it('is refused with any of its bytes changed, or else it holds the same headers', () => {
    for (let at = 0; at < frame.bytes.length; at++)
      for (const bit of [1, 128]) {
        const changed = { ...frame, bytes: flipped(frame.bytes, at, bit) };
        const found = code(changed);
        // An empty piece that is said to be empty, or as in the header before, is the same piece.
        if (found === 'accepted') expect(headersIn(changed)).toEqual(headers);
        else if (!/^(core\/packing|fisco\/(link-hash|generation))$/.test(found)) expect.fail(`${at}: ${found}`);
      }
  });

  it('is refused cut short or made longer anywhere', () => {
    for (let length = 0; length < frame.bytes.length; length += 7)
      expect(code({ ...frame, bytes: frame.bytes.slice(0, length) })).toMatch(/^(core\/packing|fisco\/generation)$/);
    for (const tail of [[0], [1], [255], [0, 0]])
      expect(code({ ...frame, bytes: concatBytes(frame.bytes, Uint8Array.from(tail)) })).toBe('core/packing');
  });

  it.each([
    [1n, 9n, 'core/packing'],
    [2n, 10n, 'core/packing'],
    [1n, 11n, 'core/packing'],
    [2n, 11n, 'fisco/link-fields'],
    [0n, 9n, 'fisco/link-fields'],
    [-5n, 4n, 'chain/frame-range'],
    [11n, 10n, 'chain/frame-range'],
    [1n, 5000n, 'chain/frame-range'],
  ] as const)('is refused as that from %i to %i', (from, to, expected) => {
    expect(code({ ...frame, from, to }, { ...target, height: to })).toBe(expected);
  });

  it('is refused at another height, and of another parent', () => {
    expect(code(frame, { ...target, height: 11n })).toBe('fisco/link-height');
    expect(code(frame, { ...target, height: 9n })).toBe('fisco/link-height');
    expect(code(frame, { ...target, hash: flipped(target.hash) })).toBe('fisco/link-hash');
    expect(code(frame, { ...target, hash: new Uint8Array(0) })).toBe('fisco/link-hash');
  });

  it('is refused as one of the other generation', () => {
    const other = { ...profile, generation: profile.generation === 3 ? (2 as const) : (3 as const) };
    expect(refusal(() => linkFrame(other, frame, target))).toBe('fisco/generation');
  });

  it('is refused with headers out of order, missing, repeated or foreign', () => {
    expect(code(packed(headers))).toBe('accepted');
    expect(code(packed([...headers].reverse()))).toBe('fisco/link-hash');
    expect(code(packed(headers.with(4, headers[5]!).with(5, headers[4]!)))).toBe('fisco/link-hash');
    expect(code({ ...packed(headers.filter((_, i) => i !== 4)), to: 10n })).toBe('core/packing');
    expect(code(packed(headers.with(5, headers[4]!)))).toBe('fisco/link-hash');
    const other = makeFisco({ ...kind, seed: 'others' });
    other.addEmpty(5);
    expect(code(packed(headers.with(4, other.block(5).header)))).toBe('fisco/link-hash');
  });

  it('is refused with another field in any of its headers', () => {
    for (const field of Object.keys(headers[0]!).filter((name) => name !== 'generation'))
      for (const at of [0, 4, 9]) {
        const header = headers[at]!;
        const changed = { ...header, [field]: otherValue(header[field as keyof FiscoHeader]) } as FiscoHeader;
        expect(code(packed(headers.with(at, changed))), `${field} ${at}`).toBe('fisco/link-hash');
      }
  });

  it('does not hang on times: they are their leaders’ word', () => {
    const down = makeFisco({ ...kind, blockMs: -1000n });
    down.addEmpty(4);
    const frames = packHeaders([1, 2, 3].map((number) => down.block(number).header));
    expect(refusal(() => linkFrame(down.profile, frames[0]!, below(down, 4)))).toBe('accepted');
  });

  it('is cut to any part of it', () => {
    for (let from = 1; from <= 10; from++)
      for (let to = from; to <= 10; to++)
        expect(fiscoBcos.cutFrame(frame, BigInt(from), BigInt(to))).toEqual(frameOf(from, to));
    expect(fiscoBcos.cutFrame(frame, 0n, 99n)).toBe(frame);
    expect(fiscoBcos.cutFrame(frame, 5n, 99n)).toEqual(frameOf(5, 10));
  });
});

/** Another value of the same kind; the same for the last item of a list. */
function otherValue(value: unknown): unknown {
  if (value instanceof Uint8Array) return value.length === 0 ? Uint8Array.of(1) : flipped(value);
  if (typeof value === 'bigint') return value + 1n;
  if (typeof value === 'string') return `${value}1`;
  if (!Array.isArray(value)) return { ...(value as { hash: Uint8Array }), hash: new Uint8Array(32) };
  return value.length === 0 ? [Uint8Array.of(1)] : value.with(-1, otherValue(value.at(-1)));
}

describe.each(KINDS)('a long history, $kind', (kind) => {
  // Nobody signs: hash links alone are looked at.
  const chain = makeFisco({ ...kind, sign: () => false });
  chain.addEmpty(300);

  it('links down frame after frame, in frames that stay small, and comes back', () => {
    let to = below(chain, 300);
    const headers = chain.blocks.slice(0, -1).map(({ header }) => header);
    const frames = packHeaders(headers);
    expect(frames.length).toBeGreaterThan(1);
    for (const frame of [...frames].reverse()) to = parentOfFrame(linkFrame(chain.profile, frame, to));
    expect(to.height).toBe(frames[0]!.from - 1n);
    const read = frames.flatMap((frame) => [...rowsOf(frame)].map((row) => headerFromPieces(kind.generation, row)));
    expect(read).toEqual(headers);
    for (const { bytes } of frames) expect(bytes.length).toBeLessThan(64_000);
    expect(packHeaders([])).toEqual([]);
  });
});

describe.each(KINDS_OF_3)('a genesis in a frame, $kind', (kind) => {
  const chain = makeFisco(kind);
  chain.addEmpty(5);
  const { profile } = chain;
  const [frame] = packHeaders(chain.blocks.slice(0, 5).map(({ header }) => header));
  const target = below(chain, 5);

  it('is the bottom, has no parent, and is read as any other', () => {
    const linked = linkFrame(profile, frame!, target);
    expect([linked.from, linked.parentHash.length]).toEqual([0n, 0]);
    const genesis = headerInFrame(profile, frame!, target, 0n);
    expect(toHex(genesis.hash)).toBe(toHex(profile.genesisHash!));
    expect(genesis.header).toEqual(chain.block(0).header);
    expect(genesis.time).toEqual({ seconds: 0n, nanos: 0 });
  });

  it('is no list that signs it: the first one is that of block 1', () => {
    expect(setChanges(frame!)).toEqual([{ height: 1n, hash: fiscoBcos.setHashOf(chain.block(1)) }]);
    expect(fiscoBcos.setHashOf(chain.block(0))).toBe(fiscoBcos.setHashOf(chain.block(1)));
  });

  it('is refused with anything else in it', () => {
    const spoilt = withHeader(profile, chain.block(0), { timestamp: 1n });
    const headers = [spoilt.header, ...chain.blocks.slice(1, 5).map(({ header }) => header)];
    expect(refusal(() => linkFrame(profile, packHeaders(headers)[0]!, target))).toBe('fisco/link-hash');
  });

  it('that says more than it may, under its own hash, is read by nobody', () => {
    const other = withHeader(profile, chain.block(0), { sealer: 1n });
    const to = { height: 0n, hash: other.hash, before: other.time };
    const alone = packHeaders([other.header])[0]!;
    expect(refusal(() => headerInFrame(profile, alone, to, 0n))).toBe('fisco/genesis-not-empty');
  });
});

describe.each(KINDS)('where the list changes, $kind', (kind) => {
  it('is told with the name of each list', () => {
    const chain = exampleFisco(kind);
    const frame = fiscoBcos.packHistory(chain.blocks)[0]!;
    const heights = kind.generation === 3 ? [1n, WEIGHT_CHANGE + 1n, SEALER_CHANGE + 1n] : [1n, SEALER_CHANGE + 1n];
    const expected = heights.map((height) => ({ height, hash: fiscoBcos.setHashOf(chain.block(height)) }));
    expect(fiscoBcos.setChanges(frame)).toEqual(expected);
    expect(fiscoBcos.setChanges(fiscoBcos.cutFrame(frame, 7n, 9n))).toEqual([{ ...expected.at(-1)!, height: 7n }]);
  });
});

describe.each(KINDS)('a header whose hash is right but whose fields are elsewhere, $kind', (kind) => {
  const chain = makeFisco(kind);
  chain.addEmpty(4);
  const { profile } = chain;
  const headers = [1, 2, 3].map((number) => chain.block(number).header);
  const rows = headers.map(headerPieces);
  const target = below(chain, 4);

  /** A frame of these rows, under the hash that its top row truly has. */
  function code(changed: readonly (readonly Uint8Array[])[]): string {
    const frame = packFrames(1n, changed)[0]!;
    const top = hash(hashOf(profile), concatBytes(...changed.at(-1)!));
    return refusal(() => linkFrame(profile, frame, { ...target, hash: top }));
  }

  /** The top row with bytes moved from one piece into the next; negative: from the next. */
  function moved(at: number, count: number): readonly (readonly Uint8Array[])[] {
    const [left, right] = [rows[2]![at]!, rows[2]![at + 1]!];
    const both = concatBytes(left, right);
    const cut = left.length - count;
    return rows.with(2, rows[2]!.with(at, both.slice(0, cut)).with(at + 1, both.slice(cut)));
  }

  it('is taken with its fields in their places', () => {
    expect(code(rows)).toBe('accepted');
  });

  it.each(rows[0]!.slice(1).map((_, i) => i))('is refused with bytes moved out of piece %i, and into it', (at) => {
    for (const count of rows[2]![at + 1]!.length > 0 ? [1, -1] : [1])
      expect(code(moved(at, count)), `${count}`).toBe('fisco/link-fields');
  });

  it('is refused with another number, and with another number for its parent', () => {
    const change = kind.generation === 3 ? { parents: [{ number: 9n, hash: chain.block(2).hash }] } : { number: 9n };
    const other = withHeader(profile, chain.block(3), change);
    expect(code(rows.with(2, headerPieces(other.header)))).toBe('fisco/link-fields');
    const later = withHeader(profile, chain.block(3), { number: 9n });
    expect(code(rows.with(2, headerPieces(later.header)))).toBe('fisco/link-fields');
  });

  it('is refused as a record’s header where its form is not right', () => {
    const change = { sealer: 4n };
    const other = withHeader(profile, chain.block(3), change);
    const frame = packHeaders([...headers.slice(0, 2), other.header])[0]!;
    const to = { ...target, hash: other.hash };
    expect(refusal(() => linkFrame(profile, frame, to))).toBe('accepted');
    expect(refusal(() => headerInFrame(profile, frame, to, 3n))).toBe('fisco/leader-index');
    expect(refusal(() => headerInFrame(profile, frame, to, 2n))).toBe('accepted');
  });

  it('is refused in the middle of a frame too, cut in another way', () => {
    const [left, right] = kind.generation === 3 ? [6, 7] : [8, 9];
    const row = rows[1]!;
    const cut = row.with(left, new Uint8Array(0)).with(right, concatBytes(row[left]!, row[right]!));
    const frame = packFrames(1n, rows.with(1, cut))[0]!;
    expect(refusal(() => linkFrame(profile, frame, target))).toBe('fisco/link-fields');
  });
});

describe.each(KINDS_OF_3)('a frame with a sealer moved into extraData, $kind', (kind) => {
  const chain = makeFisco(kind);
  chain.addEmpty(4);
  const header = chain.block(2).header as HeaderV3;
  const extraData = concatBytes(header.sealerList[3]!, new Uint8Array(7), Uint8Array.of(1));
  const recut = { ...header, sealerList: header.sealerList.slice(0, 3), extraData, weights: [1n, 1n, 1n] };
  const frame = packHeaders([chain.block(1).header, recut, chain.block(3).header])[0]!;

  it('hashes alike', () => {
    expect(toHex(headerHash(chain.profile, recut))).toBe(toHex(chain.block(2).hash));
  });

  // Else `setChanges` would tell of a list of three that nobody ever declared.
  it('is refused when it is linked', () => {
    expect(refusal(() => linkFrame(chain.profile, frame, below(chain, 4)))).toBe('fisco/link-fields');
  });
});
