// Light blocks and sets in their compact form: there and back without loss, and one spelling for each.
import { describe, expect, it } from 'vitest';
import {
  decodeHeader,
  decodeLightBlock,
  decodeValidatorSet,
  encodedSets,
  encodeHeader,
  encodeLightBlock,
  encodeValidatorSet,
  setsOfLightBlock,
} from '../../../src/chain/cometbft/compact.ts';
import { cometbft } from '../../../src/chain/cometbft/family.ts';
import { makeValidatorSet } from '../../../src/chain/cometbft/hash.ts';
import { readLightBlock } from '../../../src/chain/cometbft/json.ts';
import { lightBlockToJson } from '../../../src/chain/cometbft/json-out.ts';
import { type CometLightBlock, FLAG } from '../../../src/chain/cometbft/model.ts';
import { MAX_TOTAL_POWER } from '../../../src/chain/cometbft/validate.ts';
import { bytesEqual, toHex } from '../../../src/codec/bytes.ts';
import { parseJson } from '../../../src/codec/json.ts';
import { Reader } from '../../../src/codec/schema.ts';
import { Random } from '../../support/core.ts';
import { EMPTY, makeChain } from '../../support/make-chain.ts';
import { flipped, refusal } from '../../support/mutate.ts';
import { withEntry, withParts } from '../../support/mutate-block.ts';

const small = makeChain({
  length: 4,
  validators: 4,
  changeEvery: 3,
  sign: (_, i) => (i === 1 ? 'nil' : i === 2 ? 'absent' : 'commit'),
  round: 3,
});
const large = makeChain({ length: 2, validators: 100, powers: [2n ** 50n, 1n, 7n] });
const secp = makeChain({ length: 2, validators: 3, keyType: 'secp256k1' });

const BLOCKS: readonly (readonly [string, CometLightBlock])[] = [
  ['the first block', small.block(1)],
  ['a block before a change of the set', small.block(3)],
  ['a block with 100 validators', large.block(2)],
  ['a block with secp256k1 keys', secp.block(2)],
  [
    'a foreign address beside a vote',
    withEntry(small.block(2), 0, { address: flipped(small.block(2).commit.signatures[0]!.address) }),
  ],
  ['a vote without an address', withEntry(small.block(2), 0, { address: EMPTY })],
  [
    'an absent entry with an address',
    withEntry(small.block(2), 2, { address: small.block(2).validators.validators[2]!.address }),
  ],
  [
    'more entries than members',
    withParts(small.block(2), {
      commit: { signatures: [...small.block(2).commit.signatures, small.block(2).commit.signatures[0]!] },
    }),
  ],
  ['no entries', withParts(small.block(2), { commit: { signatures: [] } })],
  ['an app_hash of 200 bytes', withParts(small.block(2), { header: { appHash: new Uint8Array(200).fill(5) } })],
  ['an empty app_hash', withParts(small.block(2), { header: { appHash: EMPTY } })],
];

const back = (block: CometLightBlock) => decodeLightBlock(encodeLightBlock(block), encodedSets(block));

describe.each(BLOCKS)('%s', (_, block) => {
  it('comes back from its compact form', () => {
    expect(back(block)).toEqual(block);
  });

  it('comes back from its JSON', () => {
    const text = JSON.stringify(lightBlockToJson(block));
    const read = readLightBlock(Reader.of(parseJson(text)));
    expect(JSON.stringify(lightBlockToJson(read))).toBe(text);
    expect(read.hash).toEqual(block.hash);
    expect(encodeLightBlock(read)).toEqual(encodeLightBlock(block));
  });
});

describe('the compact form', () => {
  it('names the sets that it needs, and is refused without its own', () => {
    const block = small.block(3);
    const bytes = encodeLightBlock(block);
    const names = [block.header.validatorsHash, block.header.nextValidatorsHash].map(toHex);
    expect(setsOfLightBlock(bytes)).toEqual(names);
    expect(setsOfLightBlock(encodeLightBlock(small.block(1)))).toHaveLength(1);
    const sets = encodedSets(block);
    expect([...sets.keys()]).toEqual(names);
    expect(refusal(() => decodeLightBlock(bytes, new Map()))).toBe('cometbft/set-missing');
    const own = new Map([[names[0]!, sets.get(names[0]!)!]]);
    expect(decodeLightBlock(bytes, own).nextValidators).toBeUndefined();
  });

  it('computes a set’s hash from its members, whatever name it was stored under', () => {
    const block = small.block(3);
    const names = setsOfLightBlock(encodeLightBlock(block));
    const swapped = new Map([
      [names[0]!, encodeValidatorSet(block.nextValidators!)],
      [names[1]!, encodeValidatorSet(block.validators)],
    ]);
    const read = decodeLightBlock(encodeLightBlock(block), swapped);
    expect(read.validators.hash).toEqual(block.nextValidators!.hash);
    expect(read.validators.hash).not.toEqual(block.header.validatorsHash);
  });

  it('of a set is refused with powers that hash alike but are not a power', () => {
    const set = small.block(1).validators;
    const [first, ...rest] = set.validators;
    for (const power of [first!.power - 2n ** 64n, first!.power + 2n ** 64n, -1n, MAX_TOTAL_POWER]) {
      const forged = makeValidatorSet([{ ...first!, power }, ...rest]);
      expect(refusal(() => decodeValidatorSet(encodeValidatorSet(forged)))).toBe('cometbft/total-power');
    }
  });

  it('tells whether the sets of a block are those of its header', () => {
    const block = small.block(3);
    expect(cometbft.setsMatchHeader(block)).toBe(true);
    expect(cometbft.setsMatchHeader(withParts(block, { nextValidators: undefined }))).toBe(true);
    expect(cometbft.setsMatchHeader(withParts(block, { nextValidators: block.validators }))).toBe(false);
    expect(cometbft.setsMatchHeader(withParts(block, { validators: block.nextValidators! }))).toBe(false);
  });

  it('is short: a vote costs its signature, its time and three bytes', () => {
    const block = large.block(2);
    const perVote = (encodeLightBlock(block).length - encodeHeader(block.header).length) / 100;
    expect(perVote).toBeLessThan(64 + 14);
  });

  it('of a header comes back, and is refused with a leaf in a second spelling', () => {
    expect(decodeHeader(encodeHeader(small.block(2).header))).toEqual(small.block(2).header);
    for (const cut of [0, 1, 10, 200])
      expect(refusal(() => decodeHeader(encodeHeader(small.block(2).header).slice(0, cut)))).toBe('core/packing');
  });
});

/** A change is refused by one of these, or it is none. */
const CODES = [
  'accepted',
  'cometbft/leaf',
  'cometbft/set-missing',
  'cometbft/total-power',
  'codec/binary',
  'codec/time',
  'core/packing',
];
const expectCodes = (codes: ReadonlyMap<string, number>) =>
  expect(CODES).toEqual(expect.arrayContaining([...codes.keys()]));

describe('20,000 changes to compact bytes', () => {
  const random = new Random(11);

  function changed(bytes: Uint8Array): Uint8Array {
    const kind = random.integer(0, 9);
    if (kind === 0) return bytes.slice(0, random.integer(0, bytes.length - 1));
    const at = random.integer(0, bytes.length - 1);
    if (kind === 1) return Uint8Array.from([...bytes.subarray(0, at), random.integer(0, 255), ...bytes.subarray(at)]);
    if (kind === 2) return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + 1)]);
    return bytes.with(at, random.integer(0, 255));
  }

  it('of a light block are refused with a code, or give a block that comes back', () => {
    const codes = new Map<string, number>();
    const again = { same: 0, other: 0 };
    for (let i = 0; i < 10_000; i++) {
      const block = small.block((i % 3) + 1);
      const bytes = changed(encodeLightBlock(block));
      let read: CometLightBlock | undefined;
      const code = refusal(() => {
        read = decodeLightBlock(bytes, encodedSets(block));
      });
      codes.set(code, (codes.get(code) ?? 0) + 1);
      if (!read) continue;
      const written = encodeLightBlock(read);
      if (bytesEqual(written, bytes)) {
        again.same++;
        continue;
      }
      again.other++;
      const twice = encodeLightBlock(decodeLightBlock(written, encodedSets(block)));
      expect(bytesEqual(twice, written)).toBe(true);
    }
    console.log('light blocks:', Object.fromEntries(codes), 'same:', again.same, 'other:', again.other);
    expectCodes(codes);
  });

  it('of a set are refused with a code, or give a set that comes back; members in another order are sorted', () => {
    const codes = new Map<string, number>();
    let sorted = 0;
    for (let i = 0; i < 10_000; i++) {
      const bytes = changed(encodeValidatorSet((i % 2 ? small : secp).block(1).validators));
      const code = refusal(() => {
        const read = decodeValidatorSet(bytes);
        const again = encodeValidatorSet(read);
        if (!bytesEqual(again, bytes)) sorted++;
        if (!bytesEqual(decodeValidatorSet(again).hash, read.hash)) expect.fail(toHex(bytes));
      });
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    console.log('sets:', Object.fromEntries(codes), 'sorted anew:', sorted);
    expectCodes(codes);
  });
});

describe('an entry of a commit', () => {
  const block = small.block(2);
  const bytes = encodeLightBlock(block);
  /** Where the entries start: flag 2 with the own address (6), nil with it (7), absent (1), flag 2 with it (6). */
  const start = bytes.length - encodeEntries(block).length;

  it('of a member leaves the member’s own address out', () => {
    const foreign = withEntry(block, 0, { address: flipped(block.commit.signatures[0]!.address) });
    expect(bytes[start]).toBe(FLAG.commit | 4);
    expect(encodeLightBlock(foreign).length).toBe(bytes.length + 21);
  });

  // Reported: a second spelling is read. Nothing is believed of it, since the rules look at what was read.
  it('is refused with the own address written out', () => {
    const { address } = block.commit.signatures[0]!;
    const long = Uint8Array.from([
      ...bytes.subarray(0, start),
      FLAG.commit,
      20,
      ...address,
      ...bytes.subarray(start + 1),
    ]);
    expect(refusal(() => decodeLightBlock(long, encodedSets(block)))).toBe('codec/binary');
  });
});

/** The entries alone: the difference to a block without any. */
function encodeEntries(block: CometLightBlock): Uint8Array {
  const none = encodeLightBlock(withParts(block, { commit: { signatures: [] } }));
  return encodeLightBlock(block).slice(none.length);
}
