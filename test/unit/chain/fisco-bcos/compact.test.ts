// Compact bytes of headers, light blocks and sets: what is written comes back byte for byte, each thing has one encoding only,
// and no change of a byte is more than a refusal with a code or another thing that is written just so.
import { beforeAll, describe, expect, it } from 'vitest';
import {
  decodeLightBlock,
  encodedSets,
  encodeLightBlock,
  setsOfLightBlock,
} from '../../../../src/chain/fisco-bcos/compact.ts';
import { fiscoBcos } from '../../../../src/chain/fisco-bcos/family.ts';
import { HEADER_PIECES, headerHash, headerPieces } from '../../../../src/chain/fisco-bcos/hash.ts';
import { lightBlockToJson, readLightBlock } from '../../../../src/chain/fisco-bcos/json.ts';
import type { FiscoHeader, HeaderV2, HeaderV3 } from '../../../../src/chain/fisco-bcos/model.ts';
import { headerFromPieces } from '../../../../src/chain/fisco-bcos/pieces.ts';
import { decodeSealers, encodeSealers, setHash } from '../../../../src/chain/fisco-bcos/sealers.ts';
import { ByteWriter } from '../../../../src/codec/binary.ts';
import { bytesEqual, concatBytes, fromHex, toHex } from '../../../../src/codec/bytes.ts';
import { loadCore } from '../../../../src/core/load-node.ts';
import { Random } from '../../../support/core.ts';
import type { FiscoChain } from '../../../support/make-fisco.ts';
import { exampleFisco, SEALER_CHANGE } from '../../../support/make-fisco-example.ts';
import { refusal } from '../../../support/mutate.ts';
import { KINDS, readerOf } from '../../../support/mutate-fisco.ts';

beforeAll(() => loadCore());

const NOTHING = new Uint8Array(0);

/**
 * What a change of one byte at a time, or of one in so many, is refused with; every other change gives something that is
 * written just so. An error without a code is thrown on.
 */
function changes(bytes: Uint8Array, read: (bytes: Uint8Array) => Uint8Array, oneIn = 1): Set<string> {
  const codes = new Set<string>();
  for (let at = 0; at < bytes.length; at += oneIn)
    for (const bit of [1, 0x10, 0x80]) {
      const changed = bytes.with(at, bytes[at]! ^ bit);
      let again: Uint8Array | undefined;
      codes.add(
        refusal(() => {
          again = read(changed);
        }),
      );
      if (again && !bytesEqual(again, changed)) expect.fail(`byte ${at} bit ${bit} is a second spelling`);
    }
  return codes;
}

describe.each(KINDS)('a light block, $kind', (kind) => {
  const chain: FiscoChain = exampleFisco({ ...kind, sign: 'quorum' });
  const { profile } = chain;
  const sets = new Map(chain.blocks.flatMap((block) => [...encodedSets(block)]));
  const decode = (bytes: Uint8Array) => decodeLightBlock(profile, bytes, sets);
  const [block, changed] = [chain.block(2), chain.block(SEALER_CHANGE + 1n)];

  it('comes back byte for byte, with hash, time and proofs', () => {
    for (const one of chain.blocks) {
      const bytes = encodeLightBlock(one);
      expect(decode(bytes)).toEqual(one);
      expect(bytesEqual(encodeLightBlock(decode(bytes)), bytes)).toBe(true);
    }
  });

  it('comes back from its JSON, with the hash that the source says', () => {
    for (const one of chain.blocks) {
      const read = readLightBlock(profile, readerOf(lightBlockToJson(one)));
      expect(read).toEqual({ ...one, claimedHash: one.hash });
      expect(readLightBlock(profile, readerOf({ jsonrpc: '2.0', id: 1, result: lightBlockToJson(one) }))).toEqual(read);
    }
  });

  it('is short: sealers are kept apart, once for all blocks that have them', () => {
    const perVote = block.signatures[0]!.signature.length + 3;
    const size = encodeLightBlock(block).length - block.signatures.length * perVote;
    expect(size).toBeLessThan(headerPieces(block.header).reduce((sum, piece) => sum + piece.length, 0) - 4 * 64 + 64);
    expect(setsOfLightBlock(encodeLightBlock(block))).toEqual([setHash(block.sealers)]);
    expect([...encodedSets(block).keys()]).toEqual([setHash(block.sealers)]);
    expect(fiscoBcos.readSet(encodeSealers(block.sealers)).hash).toBe(setHash(block.sealers));
  });

  it('is refused without its set', () => {
    expect(refusal(() => decodeLightBlock(profile, encodeLightBlock(block), new Map()))).toBe('fisco/set-missing');
  });

  it('is refused with another set under its set’s name', () => {
    const [name] = setsOfLightBlock(encodeLightBlock(block));
    for (const list of [changed.sealers, [...block.sealers].reverse(), block.sealers.slice(1), []]) {
      const swapped = new Map([[name!, encodeSealers(list)]]);
      // A set says nothing of weights in 2.x; what the block then hashes to is seen by whoever expects a hash.
      expect(refusal(() => decodeLightBlock(profile, encodeLightBlock(block), swapped))).toBe('codec/binary');
    }
  });

  it.each([
    ['a byte more', (bytes: Uint8Array) => concatBytes(bytes, Uint8Array.of(0))],
    ['a byte less', (bytes: Uint8Array) => bytes.slice(0, -1)],
    ['nothing', () => NOTHING],
    ['another generation', (bytes: Uint8Array) => bytes.with(0, 5 - bytes[0]!)],
    ['generation 0', (bytes: Uint8Array) => bytes.with(0, 0)],
    ['generation 1', (bytes: Uint8Array) => bytes.with(0, 1)],
  ])('is refused as %s', (_, change) => {
    const code = refusal(() => decode(change(encodeLightBlock(block))));
    expect(code).toMatch(/^(codec\/binary|core\/packing|fisco\/pieces)$/);
  });

  it('is refused with the proof of a change in another spelling of its JSON', () => {
    const bytes = encodeLightBlock({ ...block, setChange: [] });
    expect(decode(bytes).setChange).toEqual([]);
    const spaced = new ByteWriter().raw(bytes.slice(0, -13)).bytes(new TextEncoder().encode('{"calls": []}')).finish();
    expect(toHex(bytes.slice(-12))).toBe(toHex(new TextEncoder().encode('{"calls":[]}')));
    expect(refusal(() => decode(spaced))).toBe('codec/binary');
  });

  it('is refused, or is another one written just so, with any byte changed', () => {
    const codes = changes(encodeLightBlock(block), (bytes) => encodeLightBlock(decode(bytes)));
    expect(codes).toContain('accepted'); // most fields may have any value: only hash and signatures notice
    expect(codes).toContain('codec/binary');
  });

  if (kind.generation === 3)
    it('with the proof of a change is refused, or is another one written just so, with any byte changed', () => {
      const codes = changes(encodeLightBlock(changed), (bytes) => encodeLightBlock(decode(bytes)), 11);
      expect(codes).toContain('accepted');
    });
});

describe('a set', () => {
  const [first, ...rest] = exampleFisco({ cryptography: 'national' }).block(6).sealers;

  it('comes back, with every weight', () => {
    for (const weight of [0n, 1n, 127n, 128n, 2n ** 32n]) {
      const set = [{ ...first!, weight }, ...rest];
      expect(decodeSealers(encodeSealers(set))).toEqual(set);
    }
    expect(decodeSealers(NOTHING)).toEqual([]);
  });

  it('is refused cut off, with a weight in a second spelling, and with more sealers than a chain has', () => {
    const bytes = encodeSealers([first!, ...rest]);
    for (let length = 1; length < bytes.length; length++)
      if (length % 65 !== 0) expect(refusal(() => decodeSealers(bytes.slice(0, length)))).toBe('codec/binary');
    const long = concatBytes(first!.nodeId, Uint8Array.of(0x81, 0x00));
    expect(refusal(() => decodeSealers(long))).toBe('codec/binary');
    const crowd = encodeSealers(Array.from({ length: 1001 }, () => first!));
    expect(refusal(() => decodeSealers(crowd))).toBe('codec/binary');
  });

  it('has another name with any other order or weight', () => {
    const names = [[first!, ...rest], [...rest, first!], [{ ...first!, weight: 9n }, ...rest], rest].map(setHash);
    expect(new Set(names).size).toBe(4);
  });
});

const random = new Random(20261201);
const pick = <T>(list: readonly T[]): T => list[random.integer(0, list.length - 1)]!;
const someOf = <T>(most: number, make: () => T): T[] => Array.from({ length: random.integer(0, most) }, make);

function randomV3(): HeaderV3 {
  const sealerList = someOf(4, () => random.bytes(64));
  return {
    generation: 3,
    version: pick([0n, 1n, 0x03000000n, 0xffffffffn]),
    parents: someOf(2, () => ({ number: pick([0n, 1n, 2n ** 63n - 1n]), hash: random.bytes(32) })),
    transactionsRoot: random.bytes(32),
    receiptsRoot: random.bytes(32),
    stateRoot: random.bytes(32),
    number: pick([1n, 255n, 2n ** 32n, 2n ** 63n - 1n]),
    gasUsed: pick(['0', '1', '9'.repeat(19), '', '汽']),
    timestamp: pick([0n, 1n, 1_767_225_600_123n, 2n ** 63n - 1n]),
    sealer: pick([0n, 3n, 2n ** 63n - 1n]),
    sealerList,
    extraData: random.bytes(pick([0, 1, 64, 1000])),
    weights: sealerList.map(() => pick([0n, 1n, 2n ** 32n, 2n ** 63n - 1n])),
  };
}

function randomV2(): HeaderV2 {
  const uint256 = () => pick([0n, 1n, 127n, 128n, 255n, 256n, 2n ** 64n, 2n ** 256n - 1n]);
  const item = () =>
    random.integer(0, 3) === 0
      ? Uint8Array.of(random.integer(0, 255))
      : random.bytes(pick([0, 2, 55, 56, 255, 256, 300]));
  return {
    generation: 2,
    parentHash: random.bytes(32),
    stateRoot: random.bytes(32),
    transactionsRoot: random.bytes(32),
    receiptsRoot: random.bytes(32),
    dbHash: random.bytes(32),
    logsBloom: random.bytes(256),
    number: pick([1n, 127n, 128n, 2n ** 63n - 1n]),
    gasLimit: uint256(),
    gasUsed: uint256(),
    timestamp: pick([0n, 1n, 1_767_225_600_123n]),
    extraData: someOf(4, item),
    sealer: pick([0n, 127n, 128n]),
    sealerList: someOf(5, () => random.bytes(64)),
  };
}

describe.each([
  [2, randomV2],
  [3, randomV3],
] as const)('the pieces of a header of %i.x', (generation, make: () => FiscoHeader) => {
  it('give it back, whatever its values', () => {
    for (let i = 0; i < 500; i++) {
      const header = make();
      expect(headerFromPieces(generation, headerPieces(header))).toEqual(header);
    }
  });

  it('are read only as they are written: a byte moved into the next piece, which hashes alike, is refused', () => {
    const suite = { cryptography: 'national' } as const;
    for (let i = 0; i < 20; i++) {
      const header = make();
      const pieces = headerPieces(header);
      for (let at = 0; at + 1 < pieces.length; at++)
        for (const [left, right] of [
          [pieces[at]!.slice(0, -1), concatBytes(pieces[at]!.slice(-1), pieces[at + 1]!)],
          [concatBytes(pieces[at]!, pieces[at + 1]!.slice(0, 1)), pieces[at + 1]!.slice(1)],
        ] as const) {
          if (left.length === pieces[at]!.length) continue;
          const moved = pieces.with(at, left).with(at + 1, right);
          let read: FiscoHeader | undefined;
          const code = refusal(() => {
            read = headerFromPieces(generation, moved);
          });
          // Between gas and time, and around extraData, 3.x has no lengths at all: there the rules of form decide.
          if (read) expect(headerPieces(read)).toEqual(moved);
          else expect(code).toBe('fisco/pieces');
          if (read && generation === 2) expect.fail(`piece ${at}`);
          if (read) expect(toHex(headerHash(suite, read))).toBe(toHex(headerHash(suite, header)));
        }
    }
  });

  it('are refused in another number, and short', () => {
    const pieces = headerPieces(make());
    expect(pieces).toHaveLength(HEADER_PIECES[generation]);
    expect(refusal(() => headerFromPieces(generation, pieces.slice(1)))).toBe('fisco/pieces');
    expect(refusal(() => headerFromPieces(generation, [...pieces, NOTHING]))).toBe('fisco/pieces');
    expect(
      refusal(() =>
        headerFromPieces(
          generation,
          pieces.map(() => NOTHING),
        ),
      ),
    ).toBe('fisco/pieces');
  });

  it('are refused, or are another header written just so, with any byte changed', () => {
    for (let i = 0; i < 5; i++) {
      const pieces = headerPieces(make());
      for (const [at, piece] of pieces.entries()) {
        const codes = changes(
          piece,
          (changed) => headerPieces(headerFromPieces(generation, pieces.with(at, changed)))[at]!,
        );
        for (const code of codes) expect(code).toMatch(/^(accepted|fisco\/pieces)$/);
      }
    }
  });
});

describe('RLP in a header of 2.x', () => {
  const base = headerPieces({ ...randomV2(), extraData: [], sealerList: [], gasUsed: 5n });
  const withPiece = (at: number, hex: string) => refusal(() => headerFromPieces(2, base.with(at, fromHex(hex))));

  it.each([
    ['a number with a leading zero', 9, '820005'],
    ['a small number with a head', 9, '8105'],
    ['a number of no bytes as a zero byte', 9, '00'],
    ['a number with a long head', 9, 'b80105'],
    ['a list for a number', 9, 'c105'],
    ['a list that ends early', 11, 'c3820102ff'],
    ['a list whose item reaches beyond it', 11, 'c2b840'],
    ['a list within a list', 11, 'c2c101'],
    ['an item with a long head', 11, 'c3b80181'],
    ['bytes for a list', 11, '820102'],
  ] as const)('is refused as %s', (_, at, hex) => {
    expect(withPiece(at, hex)).toBe('fisco/pieces');
  });

  it('is taken as it must be, with the head that fits its length', () => {
    expect([withPiece(9, '05'), withPiece(9, '80'), withPiece(11, 'c0')]).toEqual(Array(3).fill('accepted'));
    expect(withPiece(9, '8180'), 'a byte more than the list’s head says').toBe('fisco/pieces');
  });
});
