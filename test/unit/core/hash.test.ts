// Single messages by every hash function of every build: published digests, every short length, the core's buffer sizes.
import { bytesToHex } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import type { HashAlgorithm } from '../../../src/core/core.ts';
import { loadAllBuilds, Random } from '../../support/core.ts';
import { allCases } from './references.ts';

/** SM3: GB/T 32905-2016 appendix A, and what all implementations give for the empty message. Keccak-256: as in Ethereum. */
const PUBLISHED: ReadonlyArray<readonly [algorithm: HashAlgorithm, message: string, digest: string]> = [
  ['sha256', 'abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ['sm3', '', '1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b'],
  ['sm3', 'abc', '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0'],
  ['sm3', 'abcd'.repeat(16), 'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732'],
  ['keccak256', '', 'c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470'],
  ['keccak256', 'abc', '4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45'],
  [
    'keccak256',
    'Transfer(address,address,uint256)',
    'ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef',
  ],
];

describe.each(await loadAllBuilds())('Published digests, $build', (core) => {
  it.each(PUBLISHED)('%s of "%s"', (algorithm, message, digest) => {
    expect(bytesToHex(core.hash(algorithm, new TextEncoder().encode(message)))).toBe(digest);
  });
});

describe.each(await allCases())('$algorithm, $build', ({ algorithm, core, reference }) => {
  it('agrees with the reference for every length from 0 to 300', () => {
    const bytes = new Random(11).bytes(300);
    for (let length = 0; length <= 300; length++) {
      const message = bytes.subarray(0, length);
      expect(core.hash(algorithm, message), `length ${length}`).toEqual(reference(message));
    }
  });

  it.each([65_535, 65_536, 65_537, 65_552, 131_072])('agrees around its buffer size: %i bytes', (length) => {
    const message = new Random(length).bytes(length);
    expect(core.hash(algorithm, message)).toEqual(reference(message));
  });

  it('hashes 3 MB', () => {
    const message = new Uint8Array(3_000_001).map((_, i) => i * 167);
    expect(core.hash(algorithm, message)).toEqual(reference(message));
  });

  it('gives fresh arrays and leaves messages as they were', () => {
    const message = Uint8Array.of(1, 2, 3);
    const first = core.hash(algorithm, message);
    const copy = first.slice();
    core.hash(algorithm, Uint8Array.of(2));
    expect(first).toEqual(copy);
    expect(message).toEqual(Uint8Array.of(1, 2, 3));
  });
});
